package dev.skald.asl;

import java.util.HashSet;
import java.util.Set;

/** Which states may fail in a valid machine, and how far their failures get. */
final class Failures {
    /** What is undone after a failure that no catcher takes: everything. */
    static final String EVERYTHING = "";

    private final Flow flow;

    Failures(Flow flow) {
        this.flow = flow;
    }

    /** A Fail, or a Task that is not repeated until it succeeds. */
    boolean begin(LintedState state) {
        return switch (flow.machine().state(state.name())) {
            case FailState _ -> true;
            case TaskState task -> task.saga().role() != SagaStep.Role.RETRIABLE;
            case PassState _, ChoiceState _, WaitState _, SucceedState _, ParallelState _, MapState _ -> false;
        };
    }

    /** Whether a state may fail, and its failure get to one of the states around it. */
    boolean reach(LintedState state, String around) {
        if (!begin(state) || takesAll(state)) return false;
        for (LintedState each : flow.around(state)) {
            if (each.name().equals(around)) return true;
            if (takesAll(each)) return false;
        }
        return false;
    }

    private boolean takesAll(LintedState state) {
        return flow.machine().state(state.name()) instanceof State.Fallible fallible && Handlers.catchesAll(fallible);
    }

    /**
     * What the saga may undo when a state fails: the names of Parallel and Map states whose steps are undone, or {@link
     * #EVERYTHING}; empty when it cannot fail, or when catchers take its failure and undo nothing but what it did itself.
     */
    Set<String> undo(LintedState state) {
        Set<String> undone = new HashSet<>();
        if (!begin(state) || handle(state, state, undone)) return undone;
        for (LintedState around : flow.around(state)) if (handle(around, state, undone)) return undone;
        undone.add(EVERYTHING);
        return undone;
    }

    /** Adds what the catchers of one state undo; whether they take every failure. */
    private boolean handle(LintedState handler, LintedState failed, Set<String> undone) {
        if (!(flow.machine().state(handler.name()) instanceof State.Fallible fallible)) return false;
        for (Catcher catcher : fallible.catchers()) {
            switch (catcher.compensate()) {
                case NONE -> {}
                case STATE -> {
                    if (handler != failed) undone.add(handler.name());
                }
                case ALL -> undone.add(EVERYTHING);
            }
        }
        return Handlers.catchesAll(fallible);
    }
}
