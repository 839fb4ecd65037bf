package dev.skald.acceptance.console;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.acceptance.saga.RandomSaga;
import dev.skald.acceptance.simulation.RandomMachine;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Limits;
import dev.skald.core.OpenState;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.Status;
import dev.skald.engine.EngineParts;
import dev.skald.engine.Redrive;
import dev.skald.engine.ServiceException;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Executions of random machines and random sagas in virtual time, with functions that fail, workers that come and stay away, persons
 * who stop, redrive, decide about what is parked, and have undone what has ended. The same seed gives the same.
 */
final class RandomHistories implements AutoCloseable {
    private static final int EVENTS_MAX = 400;
    private static final int TURNS_MAX = 60;
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Payload NOTHING = Payload.ofText("{}");

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedThread thread = new SimulatedThread(clock, new SplittableRandom(1)::nextLong);
    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningServer server;
    private final Skald skald;
    private final NavigableSet<Long> commits = new TreeSet<>();
    private @Nullable Identity identity;
    private Random random = new Random(0);

    RandomHistories() throws IOException {
        Observation observation = new Observation();
        skald = Skald.on(new MemoryStore())
                .settings(Sample.settings(Limits.AWS.withHistoryEventsMax(EVENTS_MAX)))
                .parts(EngineParts.simulated(clock, thread, 1))
                .listener(observation)
                .listener(this::committed)
                .register("f0", this::call)
                .register("f1", this::call)
                .register("f2", this::call)
                .register("do", this::call)
                .register("undo", this::call)
                .register("ask", this::call)
                .register("park", this::call)
                .open();
        server = new RunningServer(skald, SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(0), observation));
        skald.createActivity("worker", "{}");
    }

    private void committed(Identity of, List<Event> events) {
        identity = of;
        commits.add(events.getLast().sequence());
    }

    private Payload call(Payload input, StepContext step) throws TaskFailure {
        switch (random.nextInt(7)) {
            case 0 -> throw new TaskFailure("Busy", "later", Effect.NONE);
            case 1 -> throw new TaskFailure("Broken", "for good");
            case 2 -> throw new TaskFailure("Lambda.Unknown", "no answer", Effect.UNCERTAIN);
            default -> {
                return input;
            }
        }
    }

    /** Runs a machine and says, as JSON, what happened, and which states it was in after each commit. */
    ObjectNode run(long seed) throws IOException, InterruptedException {
        random = new Random(seed);
        commits.clear();
        boolean saga = seed % 2 == 0;
        String definition = saga ? RandomSaga.definition(seed) : RandomMachine.definition(new Random(seed));
        String machine = skald.createStateMachine("machine-" + seed, definition, MachineType.STANDARD, ROLE, "{}")
                .arn();
        String execution =
                skald.start(machine, "e", Payload.ofText(saga ? "{\"n\":1,\"items\":[1,2,3]}" : RandomMachine.INPUT));
        thread.runAll();
        for (int turn = 0; turn < TURNS_MAX; turn++) if (!goOn(execution)) break;
        return told(seed, definition, execution);
    }

    /** Lets something happen; false when nothing will any more. */
    private boolean goOn(String execution) throws InterruptedException {
        boolean ended = status(execution) != Status.RUNNING;
        if (ended && random.nextInt(3) == 0) return false;
        try {
            if (ended) afterTheEnd(execution);
            else whileItRuns(execution);
        } catch (ServiceException refused) {
            // What makes no sense is refused, and nothing has happened.
            return !ended;
        }
        thread.runAll();
        return skald.describeExecution(execution).events() < 2 * EVENTS_MAX;
    }

    private void afterTheEnd(String execution) {
        if (random.nextBoolean()) skald.redriveExecution(execution, Redrive.UNCHANGED);
        else skald.operate(execution, operate(OperatorAction.COMPENSATE, 0));
    }

    private void whileItRuns(String execution) throws InterruptedException {
        switch (random.nextInt(12)) {
            case 0 -> skald.stopExecution(execution, "Stopped", "by somebody");
            case 1, 2 -> decide(execution);
            case 3, 4 -> work();
            default -> {
                if (!clock.advanceToNextAlarm()) decide(execution);
            }
        }
    }

    private void work() throws InterruptedException {
        skald.getActivityTask(RandomMachine.ACTIVITY, "ann", AT_ONCE).ifPresent(task -> {
            if (random.nextInt(3) > 0) skald.completeTask(task.taskToken(), NOTHING);
        });
    }

    private void decide(String execution) {
        List<Park> parks = skald.describeSaga(execution).parks();
        if (parks.isEmpty()) return;
        OperatorAction[] actions = OperatorAction.values();
        skald.operate(
                execution,
                operate(
                        actions[random.nextInt(actions.length)],
                        parks.get(random.nextInt(parks.size())).id()));
    }

    private static Command.Operate operate(OperatorAction action, long park) {
        return new Command.Operate(action, park, null, "ann", "because");
    }

    private Status status(String execution) {
        return skald.describeExecution(execution).result().status();
    }

    private ObjectNode told(long seed, String definition, String execution) throws IOException, InterruptedException {
        ObjectNode told = JsonMapper.shared().createObjectNode().put("name", "seed " + seed);
        told.put("definition", definition);
        told.set("events", events(execution));
        told.set("checks", checks(execution));
        return told;
    }

    /** As a page reads them. */
    private ArrayNode events(String execution) throws IOException, InterruptedException {
        ArrayNode events = JsonMapper.shared().createArrayNode();
        long size = skald.describeExecution(execution).events();
        while (events.size() < size) {
            var uri = URI.create("http://127.0.0.1:" + server.port() + "/api/v1/executions/" + execution
                    + "/events?payloads=none&limit=1000&from=" + (events.size() + 1));
            String page = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            int before = events.size();
            JsonMapper.shared().readTree(page).path("events").forEach(events::add);
            if (events.size() == before) throw new IllegalStateException(page);
        }
        return events;
    }

    /** The states it was in after each commit. */
    private ArrayNode checks(String execution) {
        ArrayNode checks = JsonMapper.shared().createArrayNode();
        var replayed = new Execution(Objects.requireNonNull(identity));
        for (Event event : skald.history(execution, 1, Integer.MAX_VALUE)) {
            replayed.apply(event);
            if (!commits.contains(event.sequence())) continue;
            ArrayNode open = checks.addObject().put("after", event.sequence()).putArray("open");
            replayed.openStates().forEach(state -> open.add(told(state)));
        }
        return checks;
    }

    private static ObjectNode told(OpenState state) {
        ObjectNode told = JsonMapper.shared()
                .createObjectNode()
                .put("name", state.name())
                .put("type", state.type().name())
                .put("since", state.since().toString())
                .put("waitingFor", state.waitingFor().name());
        if (state.dueAt() != null) told.put("dueAt", state.dueAt().toString());
        return told;
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
