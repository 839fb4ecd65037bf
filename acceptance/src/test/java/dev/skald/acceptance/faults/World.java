package dev.skald.acceptance.faults;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.core.Status;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.EngineParts;
import dev.skald.engine.RunResult;
import dev.skald.engine.Settings;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.Handler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** An engine in virtual time, in the test's own thread, on a store that outlives its crashes. */
final class World implements AutoCloseable {
    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:worker";
    private static final long SEED = 4711;

    final VirtualClock clock = new VirtualClock();
    private final SimulatedThread thread = new SimulatedThread(clock, new SplittableRandom(SEED)::nextLong);
    private final MemoryStore store = new MemoryStore();
    private final Map<String, Handler> functions;
    private final Settings settings;
    private long lives = SEED;
    private Skald skald;

    World(Map<String, Handler> functions, Settings settings) {
        this.functions = Map.copyOf(functions);
        this.settings = settings;
        this.skald = open();
    }

    static World with(Map<String, Handler> functions) {
        return new World(functions, Settings.DEFAULTS);
    }

    static World empty() {
        return with(Map.of());
    }

    /** A world in which nothing is ever purged, as in a year of virtual time for a crowd of executions. */
    static World thatForgetsNothing() {
        Settings d = Settings.DEFAULTS;
        var settings = new Settings(
                d.accountId(),
                d.region(),
                d.limits(),
                d.functionConcurrency(),
                d.openExecutionsMax(),
                d.restAfter(),
                null,
                d.keepExpressHistory());
        return new World(Map.of(), settings);
    }

    private Skald open() {
        SkaldBuilder builder = Skald.on(store).settings(settings).parts(EngineParts.simulated(clock, thread, lives++));
        functions.forEach(builder::register);
        return builder.open();
    }

    Skald skald() {
        return skald;
    }

    /** {@code kill -9}, and a new engine on the same store. */
    void crashAndRestart() {
        thread.crash();
        skald = open();
    }

    /** Does one step. */
    void step() {
        if (!thread.runOne()) throw new IllegalStateException("nothing to do");
    }

    /** Does all that can be done without time going on. */
    void settle() {
        thread.runAll();
    }

    String deploy(String definition) {
        return skald.deploy("machine", definition, MachineType.STANDARD);
    }

    /** Deploys a machine, starts it, and does all that can be done at once. */
    String start(String definition, String input) {
        String arn = skald.start(deploy(definition), null, Payload.ofText(input));
        settle();
        return arn;
    }

    ActivityTask takeTask() throws InterruptedException {
        return skald.getActivityTask(ACTIVITY, "worker", Duration.ofSeconds(1)).orElseThrow();
    }

    RunResult result(String executionArn) {
        return skald.describeExecution(executionArn).result();
    }

    Status status(String executionArn) {
        return result(executionArn).status();
    }

    /** The types of an execution's published events. */
    List<String> types(String executionArn) {
        return skald.history(executionArn, 1, Integer.MAX_VALUE).stream()
                .filter(Event::published)
                .map(event -> EventType.of(event.detail()))
                .toList();
    }

    @Override
    public void close() {
        skald.close();
    }
}
