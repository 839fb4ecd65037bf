package dev.skald.engine;

import dev.skald.asl.Entropy;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.VersionRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue of state machines: what is deployed, and what the API does to it. Section 3.4 of the reference. */
final class StateMachines {
    /** How many machines are remembered; others are read from the store when they are needed. */
    static final int REMEMBERED_MAX = 10_000;

    private static final String NO_SETTINGS = "{}";
    private static final int PAGE = 500;

    private final Store store;
    private final Definitions definitions;
    private final Answers answers;
    private final Committer committer;
    private final Arns arns;
    private final EngineClock clock;
    private final Entropy entropy;
    private final String defaultRoleArn;
    private final Map<String, MachineRow> remembered = new ConcurrentHashMap<>();
    private final Set<String> deleting = ConcurrentHashMap.newKeySet();

    StateMachines(
            Store store, Definitions definitions, Committer committer, Answers answers, EngineParts parts, Settings s) {
        this.store = store;
        this.definitions = definitions;
        this.committer = committer;
        this.answers = answers;
        this.arns = new Arns(s);
        this.clock = parts.clock();
        this.entropy = parts.entropy();
        this.defaultRoleArn = "arn:aws:iam::" + s.accountId() + ":role/skald";
    }

    /** The ARN of the machine of that name, whether it is there or not. */
    String arn(String name) {
        return arns.stateMachine(name);
    }

    /**
     * A machine to start executions of.
     *
     * @throws ServiceException StateMachineDoesNotExist, StateMachineDeleting
     */
    MachineRow toStart(String arn) {
        return toStart(arn, arn);
    }

    /** @param asked the ARN that the caller gave, of a version or an alias perhaps: refusals name it */
    MachineRow toStart(String arn, String asked) {
        MachineRow machine = find(arn).orElseThrow(() -> Refusals.stateMachineDoesNotExist(asked));
        if (machine.deleting()) throw beingDeleted(arn);
        return machine;
    }

    /** Whether it is there, but about to go. */
    boolean isDeleting(String arn) {
        return find(arn).map(MachineRow::deleting).orElse(false);
    }

    MachineRow describe(String arn) {
        return find(arn).orElseThrow(() -> Refusals.stateMachineDoesNotExist(arn));
    }

    // Reading happens under the map's lock of that key: what the writer replaces meanwhile cannot come back.
    private Optional<MachineRow> find(String arn) {
        MachineRow known = remembered.get(arn);
        if (known != null) return Optional.of(known);
        Arns.require(arn, "stateMachine");
        if (remembered.size() >= REMEMBERED_MAX) remembered.clear();
        return Optional.ofNullable(
                remembered.computeIfAbsent(arn, key -> store.machine(key).orElse(null)));
    }

    List<MachineRow> list(@Nullable String afterName, int limit) {
        return store.machines(afterName, limit);
    }

    MachineRow create(String name, String definition, MachineType type, String roleArn, String settings) {
        Names.require(name);
        definitions.require(definition, type);
        String before = hash(arns.stateMachine(name));
        return LintWarnings.warned(
                answers.of(committer.change(() -> createNow(name, definition, type, roleArn, settings))), before);
    }

    private MachineRow createNow(String name, String definition, MachineType type, String roleArn, String settings) {
        String arn = arns.stateMachine(name);
        Optional<MachineRow> existing = store.machine(arn);
        if (existing.isPresent()) return same(existing.get(), definition, type, settings);
        var now = clock.now();
        return put(new MachineRow(
                arn, name, type, definition, Definitions.hash(definition), roleArn, now, now, null, settings, false));
    }

    /** Creating it again changes nothing; as on AWS, another role or other tags do not count. */
    private static MachineRow same(MachineRow machine, String definition, MachineType type, String settings) {
        if (machine.deleting()) throw beingDeleted(machine.arn());
        boolean equal = machine.definition().equals(definition)
                && machine.type() == type
                && withoutTags(machine.settings()).equals(withoutTags(settings));
        if (equal) return machine;
        throw new ServiceException(
                "StateMachineAlreadyExists", "State Machine Already Exists: '" + machine.arn() + "'");
    }

    private static JsonNode withoutTags(String settings) {
        JsonNode node = Payload.ofText(settings).node();
        if (!(node instanceof ObjectNode object)) return node;
        ObjectNode rest = object.deepCopy();
        rest.remove("tags");
        return rest;
    }

    MachineRow update(String arn, @Nullable String definition, @Nullable String roleArn, @Nullable String settings) {
        if (definition == null && roleArn == null && settings == null) throw nothingToUpdate();
        MachineRow machine = describe(arn);
        if (definition != null) definitions.require(definition, machine.type());
        return LintWarnings.warned(
                answers.of(committer.change(() -> updateNow(arn, definition, roleArn, settings))),
                machine.definitionHash());
    }

    private static ServiceException nothingToUpdate() {
        return new ServiceException(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be"
                        + " specified");
    }

    private MachineRow updateNow(
            String arn, @Nullable String definition, @Nullable String roleArn, @Nullable String settings) {
        MachineRow old = store.machine(arn).orElseThrow(() -> Refusals.stateMachineDoesNotExist(arn));
        if (old.deleting()) throw beingDeleted(arn);
        String text = definition == null ? old.definition() : definition;
        return put(new MachineRow(
                arn,
                old.name(),
                old.type(),
                text,
                Definitions.hash(text),
                roleArn == null ? old.roleArn() : roleArn,
                old.createdAt(),
                clock.now(),
                new UUID(entropy.nextLong(), entropy.nextLong()).toString(),
                settings == null ? old.settings() : settings,
                false));
    }

    /** Changes settings without making a new revision. */
    void changeSettings(String arn, UnaryOperator<String> change) {
        describe(arn);
        answers.of(committer.change(() -> {
            MachineRow old = store.machine(arn).orElseThrow(() -> Refusals.stateMachineDoesNotExist(arn));
            if (old.deleting()) throw beingDeleted(arn);
            return put(old.withSettings(change.apply(old.settings())));
        }));
    }

    /** Creates or updates; a machine's type cannot change. */
    String deploy(String name, String definition, MachineType type) {
        Names.require(name);
        definitions.require(definition, type);
        String before = hash(arns.stateMachine(name));
        return LintWarnings.warned(answers.of(committer.change(() -> deployNow(name, definition, type))), before)
                .arn();
    }

    /** That of the definition which is deployed; null when none is. */
    private @Nullable String hash(String arn) {
        return find(arn).map(MachineRow::definitionHash).orElse(null);
    }

    private MachineRow deployNow(String name, String definition, MachineType type) {
        Optional<MachineRow> existing = store.machine(arns.stateMachine(name));
        if (existing.isEmpty()) return createNow(name, definition, type, defaultRoleArn, NO_SETTINGS);
        MachineRow old = existing.get();
        if (old.definition().equals(definition) || old.type() != type || old.deleting())
            return same(old, definition, type, old.settings());
        return updateNow(old.arn(), definition, null, null);
    }

    /** No new starts from now on; the machine is gone when none of its executions is open. */
    void delete(String arn) {
        Arns.require(arn, "stateMachine");
        answers.of(committer.change(() -> {
            store.machine(arn).ifPresent(this::deleteNow);
            return arn;
        }));
    }

    private void deleteNow(MachineRow machine) {
        if (hasOpenExecutions(machine.arn())) {
            put(deleting(machine));
            deleting.add(machine.arn());
            return;
        }
        store.deleteMachine(machine.arn());
        remembered.remove(machine.arn());
        deleting.remove(machine.arn());
    }

    private boolean hasOpenExecutions(String arn) {
        var query = new ExecutionQuery(arn, Status.RUNNING, Map.of(), Long.MAX_VALUE, 1);
        return !store.executions(query).isEmpty();
    }

    private static MachineRow deleting(MachineRow m) {
        return new MachineRow(
                m.arn(),
                m.name(),
                m.type(),
                m.definition(),
                m.definitionHash(),
                m.roleArn(),
                m.createdAt(),
                m.updatedAt(),
                m.revisionId(),
                m.settings(),
                true);
    }

    /** An execution of a machine has ended: the last one of a machine that is being deleted takes it along. */
    void ended(String stateMachineArn) {
        if (!deleting.isEmpty() && deleting.contains(stateMachineArn)) goOnDeleting(stateMachineArn);
    }

    private void goOnDeleting(String arn) {
        var _ = committer.change(() -> {
            store.machine(arn).ifPresent(this::deleteNow);
            return arn;
        });
    }

    /** After a restart: goes on with deletions, and deletes what has no open execution any more. */
    void resumeDeletions() {
        List<MachineRow> page = store.machines(null, PAGE);
        while (!page.isEmpty()) {
            for (MachineRow each : page) if (each.deleting()) goOnDeleting(each.arn());
            page = store.machines(page.getLast().name(), PAGE);
        }
    }

    private MachineRow put(MachineRow machine) {
        store.putMachine(machine);
        remembered.put(machine.arn(), machine);
        return machine;
    }

    /** The machine with the definition and the role that an execution runs with. */
    MachineRow as(ExecutionRow execution) {
        Optional<MachineRow> machine = store.machine(execution.stateMachineArn());
        String settings = settings(execution, machine);
        if (machine.isPresent() && machine.get().definitionHash().equals(execution.definitionHash()))
            return withRole(machine.get(), execution).withSettings(settings);
        String name = execution
                .stateMachineArn()
                .substring(execution.stateMachineArn().lastIndexOf(':') + 1);
        return new MachineRow(
                execution.stateMachineArn(),
                name,
                execution.type(),
                store.definition(execution.definitionHash())
                        .orElseThrow(() -> Refusals.executionDoesNotExist(execution.arn())),
                execution.definitionHash(),
                execution.roleArn(),
                machine.map(MachineRow::createdAt).orElse(execution.startedAt()),
                execution.startedAt(),
                null,
                settings,
                false);
    }

    /** Those of its version, as they were published; of its machine, as they are now. */
    private String settings(ExecutionRow execution, Optional<MachineRow> machine) {
        String versionArn = execution.origin().versionArn();
        QualifiedArn arn = QualifiedArn.parse(versionArn == null ? execution.stateMachineArn() : versionArn);
        return store.version(arn.stateMachineArn(), arn.version())
                .map(VersionRow::settings)
                .or(() -> machine.map(MachineRow::settings))
                .orElse(NO_SETTINGS);
    }

    private static MachineRow withRole(MachineRow m, ExecutionRow execution) {
        return new MachineRow(
                m.arn(),
                m.name(),
                m.type(),
                m.definition(),
                m.definitionHash(),
                execution.roleArn(),
                m.createdAt(),
                m.updatedAt(),
                m.revisionId(),
                m.settings(),
                m.deleting());
    }

    private static ServiceException beingDeleted(String arn) {
        return new ServiceException("StateMachineDeleting", "State Machine is being deleted: '" + arn + "'");
    }
}
