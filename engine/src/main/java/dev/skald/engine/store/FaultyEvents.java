package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;

/** The events of a {@link FaultyStore}: what is written breaks as its appends do. */
record FaultyEvents(EventStore target, FaultyStore store) implements ForwardingEvents {
    @Override
    public void apply(EventChanges changes) {
        store.write(() -> target.apply(changes));
    }

    @Override
    public void define(String application, List<EventDefinitionRow> definitions) {
        store.write(() -> target.define(application, definitions));
    }

    @Override
    public int prune(Instant acceptedBefore, Instant deadBefore, int limit) {
        int[] pruned = new int[1];
        store.write(() -> pruned[0] = target.prune(acceptedBefore, deadBefore, limit));
        return pruned[0];
    }

    @Override
    public void recordStatusChanges(boolean wanted) {
        store.write(() -> target.recordStatusChanges(wanted));
    }
}
