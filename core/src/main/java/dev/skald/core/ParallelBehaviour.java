package dev.skald.core;

import dev.skald.asl.ParallelState;
import dev.skald.asl.Payload;
import java.util.List;

/** What a Parallel state does: begins its branches together, and joins their outputs in the order of the branches. */
final class ParallelBehaviour {
    private ParallelBehaviour() {}

    static void perform(Turn turn, Frame frame, ParallelState state) {
        Payload arguments = state.flow().arguments().evaluate(turn.effective(frame, state));
        List<String> startAt =
                state.branches().stream().map(ParallelState.Branch::startAt).toList();
        turn.emit(frame, new Event.ParallelStarted(arguments, turn.execution.nextScope, startAt));
    }

    /** A branch has ended. */
    static void join(Turn turn, Frame frame, Doing.Joining joining) {
        if (joining.ended < joining.outputs.length) return;
        turn.emit(frame, new Event.ParallelSucceeded());
        if (turn.state(frame) instanceof ParallelState state)
            turn.exit(frame, JoinedOutputs.of(joining.outputs), state.next());
    }

    /** A branch has failed: where a saga is concerned, the others come to rest first. */
    static void fail(Turn turn, Frame frame, Doing.Joining joining, Frame branch, Failure failure) {
        if (!Draining.begins(turn, frame, branch.scope, failure)) failed(turn, frame, joining, branch, failure);
    }

    static void drained(Turn turn, Frame frame, Doing.Joining joining, Draining draining) {
        failed(turn, frame, joining, turn.execution.frame(draining.failedScope()), draining.failure());
    }

    /** AWS aborts the state it was in too, then the siblings. */
    private static void failed(Turn turn, Frame frame, Doing.Joining joining, Frame branch, Failure failure) {
        turn.abortState(branch, branch.lastEventId);
        for (int sibling : List.copyOf(joining.children)) {
            if (sibling != branch.scope) turn.abortChild(frame, turn.execution.frame(sibling), branch.lastEventId);
        }
        var failed = new Event.ParallelFailed(failure.error(), failure.cause());
        turn.failFork(frame, branch.lastEventId, failure.ofScope(), failed);
    }
}
