package dev.skald.tasks.events;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Limits;
import dev.skald.engine.EngineParts;
import dev.skald.engine.RunResult;
import dev.skald.engine.Settings;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.JavaFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An engine with a bus, in one thread and in virtual time, which can crash and come back on the same store. */
final class BusWorld {
    static final String LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:";

    /** The engine itself wakes for nothing. */
    private static final Settings KEEPING =
            new Settings("000000000000", "us-east-1", Limits.AWS, 64, 1_000, Duration.ofSeconds(2), null, 0);

    final VirtualClock clock = new VirtualClock();
    final MemoryStore memory = new MemoryStore();
    final List<Delivery> received = new ArrayList<>();
    FaultyStore.Fault fault = FaultyStore.Fault.NONE;

    /** What the receiver of {@code test:} ARNs does, by ARN. */
    final Map<String, TestTarget> targets = new HashMap<>();

    private final Map<String, Handler> functions = new HashMap<>();
    private SimulatedThread thread;
    private long seed;
    Skald skald;
    EventBus bus;

    /** Takes a delivery. */
    interface TestTarget {
        void take(Delivery delivery) throws DeliveryFailure;
    }

    BusWorld(long seed) {
        this.seed = seed;
        open();
    }

    BusWorld() {
        this(7);
    }

    void function(String name, Handler handler) {
        functions.put(name, handler);
    }

    void open() {
        thread = new SimulatedThread(clock, new SplittableRandom(seed++)::nextLong);
        var java = new JavaFunctions();
        functions.forEach(java::register);
        bus = new EventBus(List.of(new TestReceiver()), List.of(java));
        skald = Skald.on(new FaultyStore(memory, _ -> taken()))
                .settings(KEEPING)
                .parts(EngineParts.simulated(clock, thread, seed++))
                .performer(bus.awaitEvent())
                .listener(bus)
                .open();
        bus.open(skald);
        settle();
    }

    private FaultyStore.Fault taken() {
        FaultyStore.Fault now = fault;
        fault = FaultyStore.Fault.NONE;
        return now;
    }

    /** The process dies, and is started again. */
    void crash() {
        thread.crash();
        open();
    }

    void settle() {
        thread.runAll();
    }

    /** Does so many steps only. */
    void steps(int count) {
        for (int i = 0; i < count; i++) {
            boolean _ = thread.runOne();
        }
    }

    void pass(Duration duration) {
        clock.advance(duration);
    }

    Instant now() {
        return clock.now();
    }

    String machine(String name, String definition) {
        return skald.deploy(name, definition, MachineType.STANDARD);
    }

    /** A machine that passes its input through. */
    String passing(String name) {
        return machine(name, "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}");
    }

    String start(String machine, String input) throws Exception {
        return skald.start(machine, null, Payload.parse(input));
    }

    RunResult result(String execution) {
        return skald.describeExecution(execution).result();
    }

    List<ExecutionRow> executions(String machine) {
        return skald.listExecutions(new ExecutionQuery(MACHINE + machine, null, Map.of(), Long.MAX_VALUE, 100));
    }

    List<PutEvents.Result> put(String source, String type, String detail) {
        List<PutEvents.Result> results = bus.putEvents(List.of(new PutEvents.Entry(source, type, detail)));
        settle();
        return results;
    }

    static EventRule rule(String name, String pattern, EventTarget... targets) {
        return new EventRule(name, EventRule.DEFAULT_BUS, pattern, true, null, List.of(targets));
    }

    static EventTarget to(String arn) {
        return new EventTarget("t", arn, new EventTarget.Input.Event(), EventTarget.Retry.DEFAULT);
    }

    static EventTarget to(String arn, EventTarget.Input input) {
        return new EventTarget("t", arn, input, EventTarget.Retry.DEFAULT);
    }

    void rules(EventRule... rules) {
        bus.deploy("test", List.of(), List.of(rules), List.of());
    }

    private final class TestReceiver implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return targetArn.startsWith("test:");
        }

        @Override
        public void deliver(Delivery delivery) throws DeliveryFailure {
            TestTarget target = targets.get(delivery.target().arn());
            if (target != null) target.take(delivery);
            received.add(delivery);
        }
    }
}
