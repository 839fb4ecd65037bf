package dev.skald.acceptance.saga.simulation;

import dev.skald.asl.SagaStep;
import java.util.List;

/** One visit of a step, as the journal tells it. */
final class Visit {
    /** A place in the tree of scopes: in which scope, and at which event there. */
    record Place(int scope, long position) {}

    final String key;
    final String state;
    final SagaStep.Role role;

    /** From the root to here: the forks around it, then itself. */
    final List<Place> places;

    boolean open;
    boolean claimed;
    boolean succeeded;
    boolean uncertain;
    boolean undoing;
    /** Which undo of all its latest is; 0 when none has begun: it may have taken effect, whatever was heard of it. */
    int undoBegun;

    boolean undone;
    /** Its undo failed for good, or a person skipped it. */
    boolean givenUp;
    /** It lies before a pivot that has passed. */
    boolean beyondUndo;

    Visit(String key, String state, SagaStep.Role role, List<Place> places) {
        this.key = key;
        this.state = state;
        this.role = role;
        this.places = places;
    }

    int scope() {
        return places.getLast().scope();
    }

    boolean within(int scope) {
        return places.stream().anyMatch(place -> place.scope() == scope);
    }

    boolean mayHaveHappened() {
        return open || succeeded || uncertain;
    }

    /** Whether the log should hold it. */
    boolean inLog() {
        return role == SagaStep.Role.COMPENSATABLE && mayHaveHappened() && !undone && !beyondUndo;
    }

    /** Whether it must be undone before an earlier one is. */
    boolean inTheWay() {
        return inLog() && !givenUp;
    }

    /** Whether this one came before another in a sequence, not beside it in other branches. */
    boolean before(Visit other) {
        for (int i = 0; i < places.size() && i < other.places.size(); i++) {
            Place mine = places.get(i);
            Place theirs = other.places.get(i);
            if (mine.scope() != theirs.scope()) return false;
            if (mine.position() != theirs.position()) return mine.position() < theirs.position();
        }
        return false;
    }

    @Override
    public String toString() {
        return state + " " + key + places + (open ? " open" : "") + (succeeded ? " succeeded" : "")
                + (uncertain ? " uncertain" : "") + (undone ? " undone" : "")
                + (givenUp ? " given up" : "") + (beyondUndo ? " beyond undo" : "");
    }
}
