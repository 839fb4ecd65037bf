package dev.skald.bench;

import dev.skald.core.Status;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.util.List;
import java.util.Map;

/** Compares what a load counted with what the engine has: a load that counts what did not happen measures nothing. */
final class Counted {
    private static final int PAGE = 1_000;

    private Counted() {}

    /** @throws IllegalStateException when the machine has not exactly so many executions with that status */
    static void check(Skald skald, String stateMachineArn, Status status, long expected) {
        long found = count(skald, stateMachineArn, status);
        if (found == expected) return;
        throw new IllegalStateException(expected + " executions were counted, " + found + " are " + status);
    }

    private static long count(Skald skald, String stateMachineArn, Status status) {
        long count = 0;
        long before = Long.MAX_VALUE;
        while (true) {
            List<ExecutionRow> page =
                    skald.listExecutions(new ExecutionQuery(stateMachineArn, status, Map.of(), before, PAGE));
            count += page.size();
            if (page.size() < PAGE) return count;
            before = page.getLast().id();
        }
    }
}
