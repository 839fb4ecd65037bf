package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.StateType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One scope in which control is somewhere: the root, a branch, or an iteration. Changed only by {@link Execution#apply}. */
final class Frame {
    static final int ROOT = 0;
    static final int NO_PARENT = -1;

    final int scope;
    final int parent;

    /** Which branch or iteration of the parent. */
    final int index;

    /** The scopes from the root to here, with entry ordinals: part of {@link StepKey}. */
    final String path;

    /** AWS's {@code previousEventId} of the next event here. */
    long lastEventId;

    /** The raw input of the state that is entered, or about to be. */
    Payload input;

    @Nullable
    String state;

    @Nullable
    StateType type;

    /** The id of the StateEntered event: AWS's error texts name it. */
    long enteredId;

    /** The event before it, in AWS's order: an expression that fails on entry shows it as its previous one too. */
    long beforeEnteredId;

    Instant enteredAt;

    /** Which visit of the state in this scope this is, from 1. */
    int visit;

    /** How often each state of this scope has been entered. */
    final Map<String, Integer> visits = new TreeMap<>();

    /** How often each retrier of the state, by its index, has caused a retry in this visit. */
    final Map<Integer, Integer> retries = new TreeMap<>();

    /** What states of this scope have assigned. Section 1.9. */
    final Map<String, Payload> variables = new LinkedHashMap<>();

    /** How many attempts of this visit began before those that {@link #retries} counts: redrives set the counters back. */
    int earlierAttempts;

    /** Whether the last step of this scope failed, and a catcher took it that names the error. */
    boolean caughtByName;

    Doing doing;

    /** The step that is undone here; 0 unless this is the scope of a compensation. */
    long undoes;

    /** The sequence of the event that last began branches or iterations here. */
    long forkedAt;

    /** How long the saga's log of this scope was when the state was entered. */
    int logMark;

    /** Whether it is unknown whether the state's task has happened. */
    boolean uncertain;

    /** How the scopes below come to rest; null unless they do. */
    @Nullable
    Draining draining;

    /** The sequence of the outstanding task, or 0. */
    long taskSequence;

    /** The sequence of the outstanding timer, or 0. */
    long timerSequence;

    Frame(int scope, int parent, int index, String path, long lastEventId, Payload input, Instant at, Doing doing) {
        this.scope = scope;
        this.parent = parent;
        this.index = index;
        this.path = path;
        this.lastEventId = lastEventId;
        this.input = input;
        this.enteredAt = at;
        this.doing = doing;
    }

    boolean isRoot() {
        return scope == ROOT;
    }

    /** Whether it is in a state, as opposed to between two. */
    boolean inState() {
        return !(doing instanceof Doing.Entering);
    }

    String stateName() {
        if (state == null) throw new IllegalStateException("scope " + scope + " has entered no state");
        return state;
    }

    int retryCount() {
        int count = 0;
        for (int n : retries.values()) count += n;
        return count;
    }

    int retriesBy(int retrier) {
        return retries.getOrDefault(retrier, 0);
    }

    /** The path of a branch or iteration that begins here now. */
    String pathOf(int childIndex) {
        int attempt = earlierAttempts + retryCount();
        return path + '/' + state + '#' + visit + '.' + attempt + '[' + childIndex + ']';
    }

    /** The state is visited once more, though it was not left. */
    void newVisit() {
        visit = visits.merge(stateName(), 1, Integer::sum);
    }

    /** Sets the retriers' counters back; the attempt itself goes on. */
    void forgetRetries() {
        earlierAttempts += retryCount();
        retries.clear();
    }

    @Override
    public String toString() {
        return "Frame[" + scope + " in " + parent + "[" + index + "] " + path + " last=" + lastEventId + " " + state
                + "/"
                + type + "@" + enteredId + " " + enteredAt + " before=" + beforeEnteredId + " input=" + input
                + " variables=" + variables + " visit=" + visit + visits
                + " retries="
                + retries + "+" + earlierAttempts + (caughtByName ? " caught " : " ") + doing + " task=" + taskSequence
                + " timer=" + timerSequence
                + " saga=" + undoes + "," + forkedAt + "," + logMark + "," + uncertain + "," + draining + "]";
    }
}
