package dev.skald.deploy;

import dev.skald.engine.ServiceException;
import dev.skald.server.api.Deployments;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTriggers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes applications into service at a {@link Site} and keeps them, so that they are there again after a restart.
 *
 * <p>What cannot be served is refused before anything changes. What fails all the same, for want of a disk or a port, is taken
 * back: what was there before is in service again. An application counts as deployed when it is kept; after a crash it is
 * what was kept.
 */
public final class Deployer implements Deployments {
    private final Site site;
    private final Machines machines;
    private final KeptApplications kept;
    private final Map<String, Application> deployed = new TreeMap<>();
    private final Map<String, Aside> aside = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    public Deployer(Site site, KeptApplications kept) {
        this.site = site;
        this.machines = new Machines(site);
        this.kept = kept;
    }

    /** An application that is kept and cannot be served. It stays until it is deployed again or removed. */
    private record Aside(Application application, String problem) {}

    /**
     * Learns what was deployed before, and takes none of it into service: for a store that nobody serves.
     *
     * @throws IOException when an application cannot be read
     */
    public void load() throws IOException {
        for (Application application : kept.all()) {
            Objections objections = objections(application);
            if (objections.none()) deployed.put(application.id(), application);
            else setAside(application, objections);
        }
    }

    /**
     * Takes what was deployed before into service again. Its machines are left as they are: somebody may have changed them
     * since. An application that cannot be served keeps nobody else from service.
     *
     * @return why applications are not in service, a line for each
     * @throws IOException when an application cannot be read
     */
    public List<String> restore() throws IOException {
        load();
        for (Application application : List.copyOf(deployed.values())) {
            Objections objections = new Objections();
            objections.of(() -> checkEvents(application));
            if (objections.none()) putEvents(application);
            else setAside(application, objections);
        }
        putShared();
        return aside.values().stream()
                .map(each -> each.application().id() + " is not in service: " + each.problem())
                .toList();
    }

    private void setAside(Application application, Objections objections) {
        deployed.remove(application.id());
        aside.put(application.id(), new Aside(application, objections.text()));
    }

    @Override
    public ObjectNode list() {
        return locked(() -> {
            ObjectNode answer = object().put("region", site.region()).put("accountId", site.accountId());
            ArrayNode list = answer.putArray("deployments");
            deployed.values().forEach(application -> summary(application, list.addObject()));
            for (Aside each : aside.values()) {
                ObjectNode out = list.addObject();
                summary(each.application(), out);
                out.put("problem", each.problem());
            }
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

    /** The application of that name, as it is kept. */
    public Optional<Application> find(String name) {
        lock.lock();
        try {
            return Optional.ofNullable(known(name));
        } finally {
            lock.unlock();
        }
    }

    private Application require(String name) {
        Application application = known(name);
        if (application == null)
            throw new ServiceException("DeploymentDoesNotExist", "There is no deployment '" + name + "'.");
        return application;
    }

    private @Nullable Application known(String name) {
        Aside unserved = aside.get(name);
        return unserved == null ? deployed.get(name) : unserved.application();
    }

    @Override
    public ObjectNode deploy(ObjectNode application, boolean dryRun) {
        return deploy(ApplicationJson.read(application), dryRun);
    }

    /**
     * Deploys an application, or tells what that would change.
     *
     * @throws ServiceException InvalidDefinition, ValidationException and what else speaks against it, all of it in one;
     *     ConflictException when another application has what it wants. Nothing has changed then
     */
    public ObjectNode deploy(Application application, boolean dryRun) {
        return locked(() -> {
            Application before = known(application.id());
            Map<String, String> standing = check(application);
            ObjectNode answer = object().put("name", application.id());
            answer.set("difference", Difference.between(before, application).json());
            if (!dryRun) put(application, before, standing, answer.putArray("notices"));
            names(answer.putArray("addresses"), dryRun ? List.of() : site.addresses(), Function.identity());
            return answer;
        });
    }

    /** @return the machines of that name that are there already, see {@link Machines#standing} */
    private Map<String, String> check(Application application) {
        if (!KeptApplications.isName(application.id()))
            throw new ServiceException(
                    "InvalidName",
                    "'" + application.id()
                            + "' is no name for a deployment: letters, digits, '.', '_' and '-', at most 120.");
        Objections objections = new Objections();
        List<String> invalid = Machines.problems(application.machines());
        objections.add("InvalidDefinition", invalid);
        Map<String, String> standing = invalid.isEmpty() ? machines.standing(application.machines()) : Map.of();
        objections.add("ValidationException", Machines.fixed(application.machines(), standing));
        objections.all(objections(application));
        objections.of(() -> checkEvents(application));
        objections.refuse();
        return standing;
    }

    /** What no server could serve of an application, and what others have. */
    private Objections objections(Application application) {
        Objections objections = new Objections();
        objections.add("ValidationException", HttpTriggers.problems(application.triggers(), application.apiKeys()));
        if (!objections.none()) return objections;
        objections.add("ValidationException", Conflicts.within(application));
        List<Application> others = others(application);
        if (others.size() >= KeptApplications.APPLICATIONS_MAX)
            objections.add(
                    "LimitExceeded",
                    List.of("There are " + others.size() + " deployments, which is the most there may be."));
        objections.add("ConflictException", Conflicts.of(application, others));
        if (objections.none()) objections.add("LimitExceeded", together(application, others));
        return objections;
    }

    private List<Application> others(Application application) {
        return deployed.values().stream()
                .filter(other -> !other.id().equals(application.id()))
                .toList();
    }

    /** How many triggers and keys there may be in all. */
    private static List<String> together(Application application, List<Application> others) {
        List<HttpTrigger> triggers = new ArrayList<>(application.triggers());
        List<ApiKey> keys = new ArrayList<>(application.apiKeys());
        others.forEach(other -> triggers.addAll(other.triggers()));
        others.forEach(other -> keys.addAll(other.apiKeys()));
        return HttpTriggers.problems(triggers, keys);
    }

    private void checkEvents(Application application) {
        site.checkEvents(application.id(), application.buses(), application.rules(), application.schedules());
    }

    private void put(
            Application application, @Nullable Application before, Map<String, String> standing, ArrayNode notices) {
        for (Notice notice : site.create(application.resources())) notice(notice, notices.addObject());
        boolean served = deployed.containsKey(application.id());
        deployed.put(application.id(), application);
        try {
            putInPlace(application, before);
        } catch (RuntimeException halfWay) {
            if (served && before != null) deployed.put(application.id(), before);
            else deployed.remove(application.id());
            takeBack(application, before, standing, halfWay);
            throw halfWay;
        }
        aside.remove(application.id());
    }

    private void putInPlace(Application application, @Nullable Application before) {
        site.connections(all(Application::connections));
        site.functions(all(Application::functions));
        application.activities().forEach(machines::putActivity);
        putMachines(application, before);
        site.triggers(all(Application::triggers), all(Application::apiKeys));
        keep(application);
        putEvents(application);
        if (before != null) gone(before, application).forEach(machines::delete);
    }

    private void putMachines(Application application, @Nullable Application before) {
        Map<String, Machine> old = new HashMap<>();
        if (before != null) before.machines().forEach(machine -> old.put(machine.name(), machine));
        application.machines().forEach(machine -> machines.put(machine, old.get(machine.name())));
    }

    /** Puts back what was there, as far as that can be done. */
    private void takeBack(
            Application failed, @Nullable Application before, Map<String, String> standing, RuntimeException why) {
        attempt(this::putShared, why);
        if (before != null) attempt(() -> putMachines(before, failed), why);
        attempt(() -> withoutPredecessor(failed, standing).forEach(machines::delete), why);
        if (before == null) {
            attempt(() -> site.events(failed.id(), List.of(), List.of(), List.of()), why);
            attempt(() -> forget(failed.id()), why);
        } else {
            attempt(() -> putEvents(before), why);
            attempt(() -> keep(before), why);
        }
    }

    private static void attempt(Runnable step, RuntimeException why) {
        try {
            step.run();
        } catch (RuntimeException alsoFailed) {
            why.addSuppressed(alsoFailed);
        }
    }

    private static List<Machine> withoutPredecessor(Application failed, Map<String, String> standing) {
        return failed.machines().stream()
                .filter(machine -> !standing.containsKey(machine.name()))
                .toList();
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
        aside.remove(application.id());
        site.events(application.id(), List.of(), List.of(), List.of());
        putShared();
        application.machines().forEach(machines::delete);
        forget(application.id());
    }

    private void forget(String id) {
        try {
            kept.remove(id);
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
