package dev.skald.engine.store;

import dev.skald.core.Status;
import dev.skald.engine.store.MapRunStore.ChildCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Map Runs in a {@link MemoryStore}, and which executions are their children. */
final class MemoryMapRuns {
    private final NavigableMap<String, MapRunRow> runs = new TreeMap<>();
    private final Map<Long, NavigableMap<Long, String>> byExecution = new HashMap<>();
    private final Map<String, NavigableMap<Long, Long>> children = new HashMap<>();

    void put(MapRunRow run) {
        runs.put(run.arn(), run);
        byExecution.computeIfAbsent(run.executionId(), _ -> new TreeMap<>()).put(run.sequence(), run.arn());
    }

    Optional<MapRunRow> one(String arn) {
        return Optional.ofNullable(runs.get(arn));
    }

    List<MapRunRow> of(long executionId, long beforeSequence, int limit) {
        return byExecution
                .getOrDefault(executionId, new TreeMap<>())
                .headMap(beforeSequence, false)
                .descendingMap()
                .values()
                .stream()
                .limit(limit)
                .map(runs::get)
                .toList();
    }

    List<MapRunRow> running(@Nullable String afterArn, int limit) {
        NavigableMap<String, MapRunRow> rest = afterArn == null ? runs : runs.tailMap(afterArn, false);
        return rest.values().stream()
                .filter(run -> run.status() == Status.RUNNING)
                .limit(limit)
                .toList();
    }

    void created(ExecutionRow row) {
        ExecutionRow.MapItem item = row.origin().mapItem();
        if (item != null)
            children.computeIfAbsent(item.mapRunArn(), _ -> new TreeMap<>()).put(item.index(), row.id());
    }

    /** The ids of children by index, from an index on. */
    List<Long> children(String mapRunArn, long fromIndex) {
        NavigableMap<Long, Long> all = children.getOrDefault(mapRunArn, new TreeMap<>());
        return List.copyOf(all.tailMap(fromIndex, true).values());
    }

    static List<ChildCount> counts(List<ExecutionRow> children) {
        List<ChildCount> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            List<ExecutionRow> those =
                    children.stream().filter(child -> child.status() == status).toList();
            if (!those.isEmpty()) counts.add(new ChildCount(status, those.size(), items(those)));
        }
        return counts;
    }

    private static long items(List<ExecutionRow> children) {
        long items = 0;
        for (ExecutionRow child : children) {
            ExecutionRow.MapItem item = child.origin().mapItem();
            if (item != null) items += item.itemCount();
        }
        return items;
    }

    /** Forgets what belongs to an execution: its Map Runs, and its place in one. */
    void deleted(ExecutionRow row) {
        NavigableMap<Long, String> gone = byExecution.remove(row.id());
        if (gone != null) gone.values().forEach(runs::remove);
        ExecutionRow.MapItem item = row.origin().mapItem();
        if (item == null) return;
        NavigableMap<Long, Long> siblings = children.get(item.mapRunArn());
        if (siblings == null) return;
        siblings.remove(item.index());
        if (siblings.isEmpty()) children.remove(item.mapRunArn());
    }
}
