package dev.skald.tasks.functions;

import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionDescription;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Functions of a project as processes of this machine, through the Lambda Runtime API: Node.js, Python, Java, and any
 * executable. A process is started when it is needed, does one invocation after the other, and is stopped when it is idle; under
 * load a function has several.
 *
 * <p>A caller that gives up leaves the function running, to its own time-out, as on AWS; a time-out kills the process and
 * all that it has started. What happened is told exactly: an error before the event was handed over has the effect NONE, one
 * that the function reports REPORTED, and a time-out or a crash UNCERTAIN.
 *
 * <pre>{@code
 * FunctionProcesses functions = new FunctionProcesses(FunctionSettings.of(cache), log);
 * functions.deploy(definitions);
 * Skald.at(file).functions(functions).open();   // and close the engine before the functions
 * }</pre>
 */
public final class FunctionProcesses implements FunctionInvoker, AutoCloseable {
    private static final Duration SWEEP_MIN = Duration.ofMillis(50);
    private static final Duration SWEEP_MAX = Duration.ofSeconds(10);

    private final FunctionSettings settings;
    private final FunctionLog log;
    private final FunctionLaunches launches;
    private final ProcessSlots slots;
    private final EventInvocations events;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("skald-idle-functions").factory());
    private final Set<ProcessPool> retiring = new HashSet<>();
    private volatile Map<String, ProcessPool> pools = Map.of();
    private boolean closed;

    /** @param log where the functions' output goes */
    public FunctionProcesses(FunctionSettings settings, FunctionLog log) {
        this.settings = settings;
        this.log = log;
        this.launches = new FunctionLaunches(settings);
        this.slots = new ProcessSlots(settings.limits().processesMax(), this::stopOneIdle);
        this.events = new EventInvocations(
                settings.limits().eventsMax(), settings.limits().eventRetries());
        long millis = sweepMillis(settings.limits().idleTime());
        sweeper.scheduleWithFixedDelay(this::stopIdle, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static long sweepMillis(Duration idleTime) {
        return Math.clamp(idleTime.toMillis() / 4, SWEEP_MIN.toMillis(), SWEEP_MAX.toMillis());
    }

    /**
     * Replaces all functions by these, at once: a call reaches the old ones or the new ones. Processes of functions that are
     * gone or changed, they or their code files, end after what they are doing; those of the others stay.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public synchronized void deploy(Collection<FunctionDefinition> functions) {
        if (closed) throw new IllegalStateException("the functions are closed");
        Map<String, ProcessPool> before = pools;
        Map<String, ProcessPool> after = new LinkedHashMap<>();
        for (FunctionDefinition function : functions) {
            ProcessPool known = before.get(function.name());
            ProcessPool pool = known != null && known.isOf(function)
                    ? known
                    : new ProcessPool(function, settings, launches, slots, log);
            if (after.put(function.name(), pool) != null)
                throw new IllegalArgumentException("there are two functions named " + function.name());
        }
        pools = after;
        before.values().stream().filter(pool -> !after.containsValue(pool)).forEach(this::retire);
    }

    private void retire(ProcessPool pool) {
        retiring.removeIf(ProcessPool::isDone);
        retiring.add(pool);
        pool.retire();
    }

    /** The functions that are there, in the order in which they were deployed. */
    public List<FunctionDefinition> definitions() {
        return pools.values().stream().map(ProcessPool::function).toList();
    }

    @Override
    public List<FunctionDescription> functions() {
        return definitions().stream().map(FunctionDefinition::description).toList();
    }

    /** How many processes a function has. */
    public int processes(String function) {
        ProcessPool pool = pools.get(function);
        return pool == null ? 0 : pool.size();
    }

    @Override
    public boolean invokes(FunctionName function) {
        return pools.containsKey(function.name());
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        ProcessPool pool = pools.get(call.function().name());
        if (pool == null)
            return ProcessPool.unknown(
                    call,
                    "arn:aws:lambda:" + settings.region() + ":" + settings.account() + ":function:"
                            + call.function().name());
        return switch (call.type()) {
            case REQUEST_RESPONSE -> pool.invoke(call);
            case EVENT -> events.answer(this, call);
            case DRY_RUN -> new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        };
    }

    private void stopIdle() {
        pools.values().forEach(pool -> pool.stopIdle(settings.limits().idleTime()));
    }

    private void stopOneIdle() {
        ProcessPool longest = null;
        long most = -1;
        for (ProcessPool pool : pools.values()) {
            long idle = pool.idleNanos();
            if (idle <= most) continue;
            longest = pool;
            most = idle;
        }
        if (longest != null) longest.stopOldest();
    }

    /** Kills all processes: close the engine first, or it sees them crash. */
    @Override
    public synchronized void close() {
        closed = true;
        events.close();
        sweeper.shutdownNow();
        pools.values().forEach(ProcessPool::kill);
        retiring.forEach(ProcessPool::kill);
        pools = Map.of();
    }
}
