package dev.skald.engine;

import dev.skald.core.Execution;
import dev.skald.core.Interpreter;
import dev.skald.engine.store.ExecutionRow;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The executions in memory. What is not here is loaded when a request for it comes. */
final class LiveExecutions {
    private final Services services;
    private final Sleepers sleepers;
    private final BiConsumer<Long, Execution> onEnd;
    private final Supplier<MapRuns> mapRuns;
    private final Map<Long, LiveExecution> byId = new ConcurrentHashMap<>();
    private final Map<String, LiveExecution> byArn = new ConcurrentHashMap<>();

    private final AtomicInteger setAside = new AtomicInteger();

    /**
     * @param onEnd hears when an execution has ended, after it has left the memory
     * @param mapRuns asked for when an execution first has a Map Run
     */
    LiveExecutions(Services services, BiConsumer<Long, Execution> onEnd, Supplier<MapRuns> mapRuns) {
        this.services = services;
        this.onEnd = onEnd;
        this.mapRuns = mapRuns;
        this.sleepers = new Sleepers(this, services);
    }

    Services services() {
        return services;
    }

    MapRuns mapRuns() {
        return mapRuns.get();
    }

    Sleepers sleepers() {
        return sleepers;
    }

    int size() {
        return byId.size();
    }

    boolean contains(long id) {
        return byId.containsKey(id);
    }

    /** One that is in memory, and known to be stored. */
    Optional<LiveExecution> find(String executionArn) {
        return Optional.ofNullable(byArn.get(executionArn));
    }

    /** Brings a new execution into memory; its first request begins it. */
    void begin(ExecutionRow row, Interpreter interpreter, boolean durable, Request.Begin begin) {
        var execution = new LiveExecution(row, interpreter, durable, this);
        byId.put(row.id(), execution);
        execution.submit(begin);
    }

    /** Brings a request to an execution, which is loaded if it is not in memory. */
    void submit(long id, Request request) {
        LiveExecution execution = byId.computeIfAbsent(id, absent -> new LiveExecution(absent, this));
        while (!execution.submit(request)) {
            byId.remove(id, execution);
            execution = byId.computeIfAbsent(id, absent -> new LiveExecution(absent, this));
        }
    }

    void entered(LiveExecution execution, String arn) {
        byArn.put(arn, execution);
    }

    void left(LiveExecution execution, @Nullable String arn) {
        byId.remove(execution.id, execution);
        if (arn != null) byArn.remove(arn, execution);
    }

    /** How many executions are in memory whose turns break, see {@link LiveExecution#BREAKDOWNS_MAX}. */
    int setAside() {
        return setAside.get();
    }

    void countSetAside() {
        setAside.incrementAndGet();
    }

    void ended(long id, Execution execution) {
        onEnd.accept(id, execution);
    }

    Collection<LiveExecution> all() {
        return byId.values();
    }
}
