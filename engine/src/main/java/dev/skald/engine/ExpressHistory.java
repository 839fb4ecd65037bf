package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.engine.store.ExecutionRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The histories of the latest EXPRESS executions, in memory, when {@link Settings#keepExpressHistory()} asks for it. A
 * history over the limit of STANDARD executions is kept up to it.
 */
final class ExpressHistory implements EngineListener {
    private final int executionsMax;
    private final int eventsMax;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    ExpressHistory(Settings settings) {
        executionsMax = settings.keepExpressHistory();
        eventsMax = settings.limits().historyEventsMax();
    }

    private record Kept(ExecutionRow row, List<Event> events) {}

    /** An execution is about to begin. */
    synchronized void begins(ExecutionRow row) {
        if (executionsMax == 0 || row.type() != MachineType.EXPRESS) return;
        if (kept.size() >= executionsMax) kept.remove(kept.keySet().iterator().next());
        kept.put(row.arn(), new Kept(row, new ArrayList<>()));
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        if (executionsMax == 0 || identity.type() != MachineType.EXPRESS) return;
        synchronized (this) {
            Kept one = kept.get(identity.arn());
            if (one == null) return;
            int room = eventsMax - one.events.size();
            one.events.addAll(events.subList(0, Math.min(room, events.size())));
        }
    }

    synchronized Optional<ExecutionDescription> describe(String arn) {
        Kept one = kept.get(arn);
        if (one == null || one.events.isEmpty()) return Optional.empty();
        Execution state = Execution.replay(StoredExecutions.identity(one.row), one.events);
        return Optional.of(DescribeExecution.of(one.row, state));
    }

    /** As it was right after one of its events. */
    synchronized Optional<Execution> foldTo(String arn, long sequence) {
        Kept one = kept.get(arn);
        if (one == null || one.events.isEmpty()) return Optional.empty();
        return Optional.of(Execution.replay(
                StoredExecutions.identity(one.row),
                one.events.stream()
                        .filter(event -> event.sequence() <= sequence)
                        .toList()));
    }

    synchronized Optional<List<Event>> events(String arn, long fromSequence, int limit) {
        Kept one = kept.get(arn);
        if (one == null || one.events.isEmpty()) return Optional.empty();
        return Optional.of(one.events.stream()
                .filter(event -> event.sequence() >= fromSequence)
                .limit(limit)
                .toList());
    }
}
