package dev.skald.core;

import dev.skald.asl.FailState;

/** What a Fail state does: fails its scope. It is entered but never exited. */
final class FailBehaviour {
    private FailBehaviour() {}

    static void perform(Turn turn, Frame frame, FailState state) {
        var scope = turn.scope(frame);
        String error = state.error() == null ? null : state.error().evaluate(scope);
        String cause = state.cause() == null ? null : state.cause().evaluate(scope);
        turn.failScope(frame, Failure.of(error, cause == null ? null : Turn.clipped(cause)));
    }
}
