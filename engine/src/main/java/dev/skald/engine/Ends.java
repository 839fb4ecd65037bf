package dev.skald.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Those who wait for the end of an execution, wherever it is: in memory, or at rest. */
final class Ends {
    private final Map<Long, End> awaited = new ConcurrentHashMap<>();

    /** The end of one execution, and how many wait for it. */
    private record End(CompletableFuture<RunResult> result, int waiting) {}

    /** Begins to wait. Whoever calls this calls {@link #leave} afterwards. */
    CompletableFuture<RunResult> enter(long id) {
        return awaited.merge(
                        id, new End(new CompletableFuture<>(), 1), (end, _) -> new End(end.result, end.waiting + 1))
                .result();
    }

    /** Waits no longer. */
    void leave(long id) {
        awaited.computeIfPresent(id, (_, end) -> end.waiting == 1 ? null : new End(end.result, end.waiting - 1));
    }

    /** Whether anybody waits. */
    boolean awaited(long id) {
        return awaited.containsKey(id);
    }

    void ended(long id, RunResult result) {
        End end = awaited.get(id);
        if (end != null) end.result.complete(result);
    }
}
