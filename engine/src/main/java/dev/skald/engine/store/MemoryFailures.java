package dev.skald.engine.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The failures in a {@link MemoryStore}, and what was acknowledged of them. */
final class MemoryFailures {
    private final Map<Key, Acknowledgement> acknowledged = new LinkedHashMap<>();

    private record Key(String stateMachineArn, String state, String error) {}

    static boolean matches(ExecutionRow row, FailureQuery query) {
        var item = row.origin().mapItem();
        return (query.stateMachineArn() == null || MachineArns.includes(query.stateMachineArn(), row.stateMachineArn()))
                && (query.runClass() == null || query.runClass() == row.runClass())
                && (query.mapRunArn() == null
                        || (item != null && query.mapRunArn().equals(item.mapRunArn())));
    }

    void acknowledge(Acknowledgement it) {
        var key = new Key(it.stateMachineArn(), it.state(), it.error());
        acknowledged.remove(key);
        acknowledged.put(key, it);
        while (acknowledged.size() > StatusStore.ACKNOWLEDGEMENTS_MAX)
            acknowledged.remove(acknowledged.keySet().iterator().next());
    }

    /** Groups failures, given with the newest execution first. */
    Grouping grouping() {
        return new Grouping();
    }

    /** Groups that are being counted. */
    final class Grouping {
        private final Map<Key, List<ExecutionRow>> groups = new LinkedHashMap<>();

        void add(ExecutionRow row, Append.Failure failure) {
            var key = new Key(row.stateMachineArn(), failure.state(), failure.error());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
        }

        List<FailureGroup> groups(int limit) {
            return groups.entrySet().stream()
                    .map(entry -> group(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparing((FailureGroup group) -> group.news() > 0)
                            .thenComparing(FailureGroup::lastAt)
                            .thenComparingLong(FailureGroup::exampleId)
                            .reversed())
                    .limit(limit)
                    .toList();
        }

        private FailureGroup group(Key key, List<ExecutionRow> newestFirst) {
            Acknowledgement acknowledgement = acknowledged.get(key);
            ExecutionRow newest = newestFirst.getFirst();
            List<Instant> ends = newestFirst.stream()
                    .map(row -> Objects.requireNonNull(row.stoppedAt()))
                    .sorted()
                    .toList();
            return new FailureGroup(
                    key.stateMachineArn,
                    key.state,
                    key.error,
                    Objects.requireNonNull(newest.runClass()),
                    ends.size(),
                    ends.stream().filter(end -> isNews(end, acknowledgement)).count(),
                    ends.getFirst(),
                    ends.getLast(),
                    newest.id(),
                    acknowledgement);
        }

        private static boolean isNews(Instant end, @Nullable Acknowledgement acknowledgement) {
            return acknowledgement == null || end.isAfter(acknowledgement.at());
        }
    }
}
