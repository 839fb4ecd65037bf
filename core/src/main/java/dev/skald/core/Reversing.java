package dev.skald.core;

import org.jspecify.annotations.Nullable;

/**
 * How what an execution did is undone after it has ended: a person asks for it, or the execution whose step it was. Its
 * status, output and stop date stay; the events of the undo follow the one that ended it.
 */
final class Reversing {
    private Reversing() {}

    /** Why an execution that has ended is not undone; null when it can be. */
    static @Nullable String refusal(Execution execution, Command.Operate command) {
        if (command.action() != OperatorAction.COMPENSATE) return "The execution is " + execution.status() + ".";
        if (execution.saga.pastPivot) return "The execution is past its pivot.";
        if (Compensating.endedInDoubt(execution))
            return "It is not known whether its pivot happened: redrive the execution instead.";
        return execution.sagaStatus() == SagaStatus.COMPENSATED ? "It is compensated already." : null;
    }

    static void begin(Turn turn, Command.Operate command) {
        if (Compensating.refusal(turn.execution, command) != null) return;
        turn.note(Frame.ROOT, turn.execution.lastEventId(), Compensating.acted(command));
        Compensating.advance(turn);
    }

    /** All is undone that can be. */
    static void end(Turn turn) {
        turn.note(Frame.ROOT, turn.execution.lastEventId(), new Event.CompensationEnded());
    }

    // Folding.

    static void begin(Execution execution) {
        Frame root = execution.frames.get(Frame.ROOT);
        if (root != null) Draining.cutOff(execution, root);
        execution.saga.reversal = SagaState.Reversal.UNDER_WAY;
        execution.saga.givenUp = false;
        execution.saga.log.resume();
    }

    static void end(Execution execution) {
        execution.saga.reversal = SagaState.Reversal.OVER;
        Compensating.stopped(execution);
        execution.outstanding.clear();
        execution.runnable.clear();
    }
}
