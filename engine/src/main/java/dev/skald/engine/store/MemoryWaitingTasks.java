package dev.skald.engine.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The tasks in a {@link MemoryStore} that wait for their tokens. */
final class MemoryWaitingTasks {
    private final NavigableMap<Waited, Task> tasks = new TreeMap<>();

    private final Map<Key, Waited> places = new HashMap<>();

    private record Key(long executionId, long sequence) {}

    private record Task(String stateMachineArn, WaitingTaskRow row) {}

    void change(ExecutionRow execution, Append.WaitingChange change) {
        for (long over : change.over()) {
            Waited place = places.remove(new Key(execution.id(), over));
            if (place != null) tasks.remove(place);
        }
        for (WaitingTaskRow row : change.begun()) {
            places.put(new Key(row.executionId(), row.sequence()), row.place());
            tasks.put(row.place(), new Task(execution.stateMachineArn(), row));
        }
    }

    List<WaitingTaskRow> list(WaitingTaskQuery query) {
        List<WaitingTaskRow> found = new ArrayList<>();
        for (Task task : tasks.tailMap(query.after(), false).values()) {
            if (found.size() == query.limit()) break;
            if (matches(task, query)) found.add(task.row);
        }
        return found;
    }

    private static boolean matches(Task task, WaitingTaskQuery query) {
        boolean ofExecution = query.executionId() == null || query.executionId() == task.row.executionId();
        return ofExecution
                && (query.stateMachineArn() == null
                        || MachineArns.includes(query.stateMachineArn(), task.stateMachineArn));
    }

    void countByMachine(BiConsumer<String, Long> each) {
        Map<String, Long> counts = new HashMap<>();
        tasks.values().forEach(task -> counts.merge(task.stateMachineArn, 1L, Long::sum));
        counts.forEach(each);
    }
}
