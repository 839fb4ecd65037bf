package dev.skald.engine.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The tasks in a {@link MemoryStore} that wait for their tokens. */
final class MemoryWaitingTasks {
    private final NavigableMap<Key, Task> tasks =
            new TreeMap<>(Comparator.comparingLong(Key::executionId).thenComparingLong(Key::sequence));

    private record Key(long executionId, long sequence) {}

    private record Task(String stateMachineArn, WaitingTaskRow row) {}

    void change(ExecutionRow execution, Append.WaitingChange change) {
        for (long over : change.over()) tasks.remove(new Key(execution.id(), over));
        for (WaitingTaskRow row : change.begun())
            tasks.put(new Key(row.executionId(), row.sequence()), new Task(execution.stateMachineArn(), row));
    }

    List<WaitingTaskRow> list(WaitingTaskQuery query) {
        List<WaitingTaskRow> found = new ArrayList<>();
        var after = new Key(query.afterExecutionId(), query.afterSequence());
        for (Task task : tasks.tailMap(after, false).values()) {
            if (found.size() == query.limit()) break;
            if (matches(task, query)) found.add(task.row);
        }
        return found;
    }

    private static boolean matches(Task task, WaitingTaskQuery query) {
        boolean ofExecution = query.executionId() == null || query.executionId() == task.row.executionId();
        return ofExecution
                && (query.stateMachineArn() == null || query.stateMachineArn().equals(task.stateMachineArn));
    }

    void countByMachine(BiConsumer<String, Long> each) {
        Map<String, Long> counts = new HashMap<>();
        tasks.values().forEach(task -> counts.merge(task.stateMachineArn, 1L, Long::sum));
        counts.forEach(each);
    }
}
