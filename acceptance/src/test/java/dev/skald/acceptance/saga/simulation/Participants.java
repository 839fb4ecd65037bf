package dev.skald.acceptance.saga.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What took effect outside, by the key of the step: a repeated action or undo takes effect once, and an undo blocks the
 * action that comes after it, as good participants do.
 */
final class Participants {
    private static final class Entry {
        boolean happened;
        boolean undone;
        boolean blocked;
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final SagaCensus census;
    private final Consumer<String> onUndo;

    /** @param onUndo gets each key of which an action is undone, in order */
    Participants(SagaCensus census, Consumer<String> onUndo) {
        this.census = census;
        this.onUndo = onUndo;
    }

    private Entry entry(String key) {
        return entries.computeIfAbsent(key, _ -> new Entry());
    }

    void act(String key) {
        Entry entry = entry(key);
        if (entry.blocked) census.count(SagaOccurrence.LATE_ACTION_BLOCKED);
        else entry.happened = true;
    }

    void undo(String key) {
        Entry entry = entry(key);
        entry.blocked = true;
        if (!entry.happened) census.count(SagaOccurrence.UNDO_OF_WHAT_NEVER_HAPPENED);
        if (!stands(key)) return;
        entry.undone = true;
        onUndo.accept(key);
    }

    boolean happened(String key) {
        return entries.containsKey(key) && entry(key).happened;
    }

    boolean blocked(String key) {
        return entries.containsKey(key) && entry(key).blocked;
    }

    /** Whether an action took effect and is not undone. */
    boolean stands(String key) {
        return happened(key) && !entry(key).undone;
    }

    Iterable<String> keys() {
        return entries.keySet();
    }
}
