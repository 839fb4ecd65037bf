package dev.skald.engine;

import dev.skald.asl.Entropy;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.AliasRow.Route;
import dev.skald.engine.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Aliases of state machines, and which version a start through one gets. Section 3.4 of the reference. */
final class Aliases {
    /** How many aliases a machine may have. */
    static final int ALIASES_MAX = 100;

    private static final int PERCENT = 100;

    private final Store store;
    private final Committer committer;
    private final Answers answers;
    private final EngineClock clock;
    private final Entropy entropy;

    Aliases(Store store, Committer committer, Answers answers, EngineParts parts) {
        this.store = store;
        this.committer = committer;
        this.answers = answers;
        this.clock = parts.clock();
        this.entropy = parts.entropy();
    }

    /** Creates an alias. Idempotent: the same name, description and routes give the alias that is there. */
    AliasRow create(String name, @Nullable String description, List<AliasRoute> routes) {
        String machine = requireRoutes(routes);
        return answers.of(committer.change(() -> createNow(machine, name, description, stored(routes))));
    }

    private AliasRow createNow(String machine, String name, @Nullable String description, List<Route> routes) {
        requireVersions(machine, routes);
        var existing = store.alias(machine, name);
        if (existing.isPresent()) return same(existing.get(), description, routes);
        if (store.aliases(machine, null, ALIASES_MAX).size() >= ALIASES_MAX)
            throw new ServiceException(
                    "ServiceQuotaExceededException",
                    "The limit of " + ALIASES_MAX + " aliases of '" + machine + "' is reached.");
        var now = clock.now();
        return put(new AliasRow(machine, name, description, routes, now, now));
    }

    private static AliasRow same(AliasRow alias, @Nullable String description, List<Route> routes) {
        String old = alias.description();
        boolean described = old == null ? description == null : old.equals(description);
        if (described && new HashSet<>(alias.routes()).equals(new HashSet<>(routes))) return alias;
        throw new ServiceException(
                "ConflictException",
                "Failed to create alias because an alias with the same name and a different routing configuration"
                        + " already exists.");
    }

    /** Changes an alias; what is null stays. */
    AliasRow update(String aliasArn, @Nullable String description, @Nullable List<AliasRoute> routes) {
        QualifiedArn arn = require(aliasArn);
        if (routes != null && !requireRoutes(routes).equals(arn.stateMachineArn()))
            throw refused("Routing configuration must contain versions of the alias's own state machine.");
        return answers.of(committer.change(() -> {
            AliasRow old = now(arn);
            List<Route> now = routes == null ? old.routes() : stored(routes);
            if (routes != null) requireVersions(arn.stateMachineArn(), now);
            String text = description == null ? old.description() : description;
            return put(new AliasRow(old.stateMachineArn(), old.name(), text, now, old.createdAt(), clock.now()));
        }));
    }

    private AliasRow put(AliasRow alias) {
        store.putAlias(alias);
        return alias;
    }

    AliasRow describe(String aliasArn) {
        return now(require(aliasArn));
    }

    private AliasRow now(QualifiedArn arn) {
        String name = arn.alias();
        if (name == null) throw Refusals.resourceNotFound(arn.text());
        return store.alias(arn.stateMachineArn(), name).orElseThrow(() -> Refusals.resourceNotFound(arn.text()));
    }

    /** No error when there is no such alias. */
    void delete(String aliasArn) {
        QualifiedArn arn = require(aliasArn);
        String name = arn.alias();
        if (name == null) return;
        answers.of(committer.change(() -> {
            store.deleteAlias(arn.stateMachineArn(), name);
            return name;
        }));
    }

    /** @param arn of a machine, for all of its aliases; or of a version, for those that route to it */
    List<AliasRow> list(QualifiedArn arn, @Nullable String afterName, int limit) {
        if (arn.version() == 0) return store.aliases(arn.stateMachineArn(), afterName, limit);
        return routingTo(store, arn).stream()
                .filter(alias -> afterName == null || alias.name().compareTo(afterName) > 0)
                .limit(limit)
                .toList();
    }

    static List<AliasRow> routingTo(Store store, QualifiedArn version) {
        return store.aliases(version.stateMachineArn(), null, ALIASES_MAX).stream()
                .filter(alias -> alias.routesTo(version.version()))
                .toList();
    }

    /** Which version a start through the alias gets: by the weights, at random. */
    int choose(AliasRow alias) {
        long draw = Long.remainderUnsigned(entropy.nextLong(), PERCENT);
        for (Route route : alias.routes()) {
            draw -= route.weight();
            if (draw < 0) return route.version();
        }
        return alias.routes().getLast().version();
    }

    // Checks.

    private static QualifiedArn require(String aliasArn) {
        Arns.require(aliasArn, "stateMachine");
        return QualifiedArn.parse(aliasArn);
    }

    /** Checks routes as far as they can be without the store; returns their machine. */
    private static String requireRoutes(List<AliasRoute> routes) {
        List<String> arns = routes.stream().map(AliasRoute::versionArn).toList();
        Set<String> machines = new HashSet<>();
        for (String arn : arns) {
            Arns.require(arn, "stateMachine");
            QualifiedArn version = QualifiedArn.parse(arn);
            if (version.version() == 0)
                throw refused("Routing configuration must contain state machine version ARNs. Received: " + arns);
            machines.add(version.stateMachineArn());
        }
        if (new HashSet<>(arns).size() < arns.size())
            throw refused("Routing configuration must contain distinct state machine version ARNs. Received: " + arns);
        if (machines.size() > 1)
            throw refused("Routing configuration must contain versions of one state machine. Received: " + arns);
        List<Integer> weights = routes.stream().map(AliasRoute::weight).toList();
        if (weights.stream().mapToInt(weight -> weight).sum() != PERCENT)
            throw refused("Sum of routing configuration weights must equal 100. Received: " + weights);
        return machines.iterator().next();
    }

    private void requireVersions(String stateMachineArn, List<Route> routes) {
        for (Route route : routes)
            if (store.version(stateMachineArn, route.version()).isEmpty())
                throw Refusals.resourceNotFound(stateMachineArn + ":" + route.version());
    }

    private static List<Route> stored(List<AliasRoute> routes) {
        return routes.stream()
                .map(route -> new Route(QualifiedArn.parse(route.versionArn()).version(), route.weight()))
                .toList();
    }

    private static ServiceException refused(String message) {
        return ServiceException.validation("INVALID_ROUTING_CONFIGURATION", message);
    }
}
