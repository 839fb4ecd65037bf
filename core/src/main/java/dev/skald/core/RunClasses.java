package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateMachine;
import dev.skald.asl.StateType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which class an execution ends: what its terminal state says, else what its error says, else, when a Fail state ended
 * it, whether the failure that led there was caught by name.
 */
final class RunClasses {
    /** Names of errors that stand for many: to be caught by one of them is not to be known. */
    private static final Set<String> WILDCARDS = Set.of(ErrorName.ALL, ErrorName.TASK_FAILED);

    private RunClasses() {}

    /** Folds in that a state was left: only what may fail counts. */
    static void exited(Frame frame, Event.StateExited exited) {
        switch (exited.type()) {
            case Task, Parallel, Map -> frame.caughtByName = exited.caughtByName();
            case Pass, Choice, Wait, Succeed, Fail -> {}
        }
    }

    /** Whether a catcher with these names takes an error by its name. */
    static boolean byName(List<String> errorEquals, String error) {
        List<String> names =
                errorEquals.stream().filter(name -> !WILDCARDS.contains(name)).toList();
        return ErrorName.matches(names, error, false);
    }

    /** The end, in its class. The execution is about to end with it. */
    static Event.End classified(Event.End end, StateMachine machine, Execution execution) {
        return switch (end) {
            case Event.ExecutionSucceeded e -> e.in(succeeded(machine, execution));
            case Event.ExecutionFailed e -> e.in(failed(e.error(), machine, execution));
            case Event.ExecutionTimedOut e -> e.in(stopped(e.error() == null ? ErrorName.TIMEOUT : e.error(), machine));
            case Event.ExecutionAborted e -> e.in(stopped(e.error(), machine));
        };
    }

    private static RunClass succeeded(StateMachine machine, Execution execution) {
        RunClass said = said(machine, execution);
        return said == null ? RunClass.Success : said;
    }

    private static @Nullable RunClass said(StateMachine machine, Execution execution) {
        String last = execution.frame(Frame.ROOT).state;
        return last == null ? null : machine.runClasses().get(last);
    }

    private static RunClass failed(@Nullable String error, StateMachine machine, Execution execution) {
        Frame root = execution.frame(Frame.ROOT);
        RunClass said = root.type == StateType.Fail ? said(machine, execution) : null;
        if (said != null) return said;
        boolean known = isKnown(error, machine) || failedAfterKnown(execution, root);
        return known ? RunClass.KnownFailure : RunClass.UnknownFailure;
    }

    private static RunClass stopped(@Nullable String error, StateMachine machine) {
        return isKnown(error, machine) ? RunClass.KnownFailure : RunClass.UnknownFailure;
    }

    private static boolean isKnown(@Nullable String error, StateMachine machine) {
        return error != null && machine.knownErrors().contains(error);
    }

    /** Whether a Fail state ended the scope, or one below it, after a failure that was caught by name. */
    private static boolean failedAfterKnown(Execution execution, @Nullable Frame frame) {
        if (frame == null) return false;
        if (frame.type == StateType.Fail) return frame.caughtByName;
        if (!(frame.doing instanceof Doing.Forked forked)) return false;
        return forked.children().stream().anyMatch(child -> failedAfterKnown(execution, execution.frames.get(child)));
    }
}
