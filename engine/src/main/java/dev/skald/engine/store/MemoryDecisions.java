package dev.skald.engine.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The decisions in a {@link MemoryStore}. */
final class MemoryDecisions {
    private final NavigableMap<Long, Decision> decisions = new TreeMap<>();
    private long lastNumber;

    private record Decision(@Nullable String stateMachineArn, DecisionRow row) {
        boolean matches(DecisionQuery query) {
            boolean ofMachine = query.stateMachineArn() == null
                    || (stateMachineArn != null && MachineArns.includes(query.stateMachineArn(), stateMachineArn));
            return ofMachine && (query.executionId() == null || query.executionId() == row.executionId());
        }
    }

    /** @param stateMachineArn null when it is about no execution */
    synchronized void add(@Nullable String stateMachineArn, List<DecisionRow> made) {
        for (DecisionRow row : made) {
            lastNumber++;
            decisions.put(lastNumber, new Decision(stateMachineArn, row.numbered(lastNumber)));
        }
    }

    synchronized List<DecisionRow> list(DecisionQuery query) {
        return decisions.headMap(query.before(), false).descendingMap().values().stream()
                .filter(decision -> decision.matches(query))
                .map(Decision::row)
                .limit(query.limit())
                .toList();
    }

    synchronized void delete(long executionId) {
        decisions.values().removeIf(decision -> decision.row.executionId() == executionId);
    }

    /** Forgets what was decided of dead letters before an instant, at most so many; returns how many. */
    synchronized int prune(Instant before, int limit) {
        List<Long> old = new ArrayList<>();
        decisions.forEach((number, decision) -> {
            boolean isOld = decision.row.executionId() == 0 && decision.row.at().isBefore(before);
            if (isOld && old.size() < limit) old.add(number);
        });
        old.forEach(decisions::remove);
        return old.size();
    }
}
