package dev.skald.engine.matrix;

import dev.skald.asl.TaskRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What took effect at the participants. They are good ones: a call whose key they know does nothing again, an undo blocks the
 * action that comes after it. But they know no key that nobody sends them.
 */
final class Ledger {
    private final Map<String, TaskRole> roles;
    private final Map<String, List<String>> undoneBy = new HashMap<>();
    private final Map<String, Visit> visits = new LinkedHashMap<>();
    private final Map<String, Integer> visitsOf = new HashMap<>();
    private final Map<String, Boolean> blocked = new HashMap<>();
    private final Set<String> undosCalled = new LinkedHashSet<>();
    private final Set<String> undosNeeded = new LinkedHashSet<>();
    private int effects;

    /** @param undos of hand-written undos: the undo by its step */
    Ledger(Map<String, TaskRole> roles, Map<String, String> undos) {
        this.roles = roles;
        undos.forEach((step, undo) ->
                undoneBy.computeIfAbsent(undo, _ -> new ArrayList<>()).add(step));
    }

    Visit visit(String key, String state) {
        Visit known = visits.get(key);
        if (known != null) return known;
        int number = visitsOf.merge(state, 1, Integer::sum) - 1;
        Visit visit = new Visit(key, state, roles.getOrDefault(state, TaskRole.NEUTRAL), number);
        visits.put(key, visit);
        return visit;
    }

    /** Notes that an undo was called. */
    void undoCalled(String state) {
        undosCalled.add(state);
    }

    /** The states that were called to undo something. */
    Set<String> undosCalled() {
        return undosCalled;
    }

    /** Those that found something to undo. */
    Set<String> undosNeeded() {
        return undosNeeded;
    }

    Collection<Visit> visits() {
        return visits.values();
    }

    /**
     * An action, or a hand-written undo, takes effect.
     *
     * @param keyed whether the participant can tell a repeated call
     */
    void act(Visit visit, boolean keyed) {
        if (visit.role == TaskRole.UNDO) undoOf(visit, keyed);
        else happens(visit, keyed);
    }

    private void happens(Visit visit, boolean keyed) {
        if (keyed && (visit.doneAt > 0 || blocked.containsKey(visit.key))) return;
        visit.effects++;
        visit.effectsMost = Math.max(visit.effectsMost, visit.effects);
        if (visit.doneAt == 0) visit.doneAt = ++effects;
    }

    /** A hand-written undo knows what it undoes by what the business calls it: the last visit that stands. */
    private void undoOf(Visit undo, boolean keyed) {
        if (keyed && undo.doneAt > 0) return;
        undo.doneAt = ++effects;
        List<String> steps = undoneBy.getOrDefault(undo.state, List.of());
        List<Visit> standing = visits.values().stream()
                .filter(visit -> steps.contains(visit.state) && visit.stands())
                .toList();
        if (!standing.isEmpty()) undone(standing.getLast(), undo.state);
    }

    /** A compensation takes effect. Without a key the participant cannot know what it is to undo. */
    void undo(Visit visit, String by, boolean keyed) {
        if (!keyed) return;
        blocked.put(visit.key, true);
        if (visit.stands()) undone(visit, by);
    }

    private void undone(Visit visit, String by) {
        undosNeeded.add(by);
        visit.effects--;
        visit.undoneAt = ++effects;
    }
}
