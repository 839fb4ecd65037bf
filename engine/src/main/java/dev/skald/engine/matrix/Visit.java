package dev.skald.engine.matrix;

import dev.skald.asl.TaskRole;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One visit of a Task: what its participant did for it, and what the history says of it. */
final class Visit {
    /** A place in the tree of scopes: in which scope of which execution, and at which event there. */
    record Place(String execution, int scope, long position) {}

    final String key;
    final String state;
    final TaskRole role;
    /** Which visit of its state, from 0. */
    final int number;

    final Set<String> attempts = new HashSet<>();
    final Set<String> undoAttempts = new HashSet<>();

    /** How often it stands: more than once when the participant could not tell a repeated call. */
    int effects;
    /** When it took effect first and was undone last, in the order of all effects; 0 means never. */
    int doneAt;

    int undoneAt;
    /** The most that it ever stood. */
    int effectsMost;
    /** What sort of participant it is: for who was called without a key. */
    String participant = "";

    // What the history says.

    /** From the root to here: the states around it, then itself; empty until the history is read. */
    List<Place> places = List.of();

    boolean succeeded;

    Visit(String key, String state, TaskRole role, int number) {
        this.key = key;
        this.state = state;
        this.role = role;
        this.number = number;
    }

    boolean stands() {
        return effects > 0;
    }

    /** Whether all-or-nothing speaks of it. */
    boolean counts() {
        return switch (role) {
            case STEP, COMPENSATABLE, PIVOT, RETRIABLE -> true;
            case NEUTRAL, UNDO -> false;
        };
    }

    /** Whether this one came before another in a sequence, not beside it. */
    boolean before(Visit other) {
        for (int i = 0; i < places.size() && i < other.places.size(); i++) {
            Place mine = places.get(i);
            Place theirs = other.places.get(i);
            if (!mine.execution().equals(theirs.execution()) || mine.scope() != theirs.scope()) return false;
            if (mine.position() != theirs.position()) return mine.position() < theirs.position();
        }
        return false;
    }

    String name() {
        return number == 0 ? "'" + state + "'" : "'" + state + "' (visit " + (number + 1) + ")";
    }
}
