package dev.skald.deploy;

import dev.skald.engine.ServiceException;
import dev.skald.server.api.Deployments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes applications into service at a {@link Site} and keeps them, so that they are there again after a restart.
 *
 * <p>A deployment that fails half-way is deployed again: each of its parts is put in place as often as one likes. It counts
 * as deployed when it is kept, after its machines are there and before its triggers are.
 */
public final class Deployer implements Deployments {
    private static final int PROBLEMS_SHOWN_MAX = 20;

    private final Site site;
    private final Machines machines;
    private final KeptApplications kept;
    private final Map<String, Application> deployed = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    public Deployer(Site site, KeptApplications kept) {
        this.site = site;
        this.machines = new Machines(site);
        this.kept = kept;
    }

    /**
     * Takes what was deployed before into service again. Its machines are left as they are: somebody may have changed them
     * since.
     *
     * @throws IOException when an application cannot be read
     */
    public void restore() throws IOException {
        for (Application application : kept.all()) deployed.put(application.id(), application);
        deployed.values().forEach(this::putEvents);
        putShared();
    }

    @Override
    public ObjectNode list() {
        return locked(() -> {
            ObjectNode answer = object().put("region", site.region()).put("accountId", site.accountId());
            ArrayNode list = answer.putArray("deployments");
            deployed.values().forEach(application -> summary(application, list.addObject()));
            return answer;
        });
    }

    private static void summary(Application application, ObjectNode out) {
        out.put("name", application.id());
        names(out.putArray("machines"), application.machines(), Machine::name);
        names(out.putArray("functions"), application.functions(), function -> function.name());
        names(out.putArray("triggers"), application.triggers(), trigger -> trigger.method() + " " + trigger.path());
        names(out.putArray("rules"), application.rules(), rule -> rule.name());
        names(out.putArray("schedules"), application.schedules(), schedule -> schedule.name());
    }

    private static <T> void names(ArrayNode list, Collection<T> parts, Function<T, String> name) {
        parts.forEach(part -> list.add(name.apply(part)));
    }

    @Override
    public ObjectNode describe(String name) {
        return locked(() -> ApplicationJson.tree(require(name)));
    }

    /** The application of that name, as it is deployed. */
    public Optional<Application> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(deployed.get(name));
        } finally {
            lock.unlock();
        }
    }

    private Application require(String name) {
        Application application = deployed.get(name);
        if (application == null)
            throw new ServiceException("DeploymentDoesNotExist", "There is no deployment '" + name + "'.");
        return application;
    }

    @Override
    public ObjectNode deploy(ObjectNode application, boolean dryRun) {
        return deploy(ApplicationJson.read(application), dryRun);
    }

    /**
     * Deploys an application, or tells what that would change.
     *
     * @throws ServiceException InvalidDefinition; ConflictException when another application has what it wants
     */
    public ObjectNode deploy(Application application, boolean dryRun) {
        return locked(() -> {
            Application before = deployed.get(application.id());
            check(application);
            ObjectNode answer = object().put("name", application.id());
            answer.set("difference", Difference.between(before, application).json());
            if (!dryRun) put(application, before, answer.putArray("notices"));
            names(answer.putArray("addresses"), dryRun ? List.of() : site.addresses(), Function.identity());
            return answer;
        });
    }

    private void check(Application application) {
        if (!KeptApplications.isName(application.id()))
            throw new ServiceException(
                    "InvalidName",
                    "'" + application.id()
                            + "' is no name for a deployment: letters, digits, '.', '_' and '-', at most 120.");
        refuse("InvalidDefinition", Machines.problems(application.machines()));
        List<Application> others = deployed.values().stream()
                .filter(other -> !other.id().equals(application.id()))
                .toList();
        if (others.size() >= KeptApplications.APPLICATIONS_MAX)
            throw new ServiceException(
                    "LimitExceeded", "There are " + others.size() + " deployments, which is the most there may be.");
        refuse("ConflictException", Conflicts.of(application, others));
    }

    private static void refuse(String code, List<String> problems) {
        if (problems.isEmpty()) return;
        String shown = problems.stream().limit(PROBLEMS_SHOWN_MAX).collect(Collectors.joining("; "));
        int more = problems.size() - PROBLEMS_SHOWN_MAX;
        throw new ServiceException(code, more > 0 ? shown + "; and " + more + " more" : shown);
    }

    private void put(Application application, @Nullable Application before, ArrayNode notices) {
        for (Notice notice : site.create(application.resources())) notice(notice, notices.addObject());
        deployed.put(application.id(), application);
        try {
            putInPlace(application);
        } catch (RuntimeException halfWay) {
            if (before == null) deployed.remove(application.id());
            else deployed.put(application.id(), before);
            throw halfWay;
        }
        if (before != null) gone(before, application).forEach(machines::delete);
    }

    private void putInPlace(Application application) {
        site.connections(all(Application::connections));
        site.functions(all(Application::functions));
        application.activities().forEach(machines::putActivity);
        application.machines().forEach(machines::put);
        keep(application);
        putEvents(application);
        site.triggers(all(Application::triggers), all(Application::apiKeys));
    }

    private static void notice(Notice notice, ObjectNode out) {
        out.put("kind", notice.kind().name()).put("path", notice.path()).put("message", notice.message());
    }

    private static List<Machine> gone(Application before, Application now) {
        Set<String> names = new HashSet<>();
        now.machines().forEach(machine -> names.add(machine.name()));
        return before.machines().stream()
                .filter(machine -> !names.contains(machine.name()))
                .toList();
    }

    private void keep(Application application) {
        try {
            kept.put(application);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The deployment cannot be kept: " + unwritable.getMessage(), unwritable);
        }
    }

    @Override
    public ObjectNode remove(String name, boolean dryRun) {
        return locked(() -> {
            Application application = require(name);
            ObjectNode answer = object().put("name", name);
            answer.set("difference", Difference.between(application, null).json());
            if (!dryRun) remove(application);
            return answer;
        });
    }

    private void remove(Application application) {
        deployed.remove(application.id());
        site.events(application.id(), List.of(), List.of(), List.of());
        putShared();
        application.machines().forEach(machines::delete);
        try {
            kept.remove(application.id());
        } catch (IOException undeletable) {
            throw new UncheckedIOException(
                    "The deployment cannot be forgotten: " + undeletable.getMessage(), undeletable);
        }
    }

    private void putShared() {
        site.connections(all(Application::connections));
        site.functions(all(Application::functions));
        site.triggers(all(Application::triggers), all(Application::apiKeys));
    }

    private void putEvents(Application application) {
        site.events(application.id(), application.buses(), application.rules(), application.schedules());
    }

    private <T> List<T> all(Function<Application, List<T>> part) {
        return deployed.values().stream()
                .flatMap(each -> part.apply(each).stream())
                .toList();
    }

    private ObjectNode locked(Supplier<ObjectNode> what) {
        lock.lock();
        try {
            return what.get();
        } finally {
            lock.unlock();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
