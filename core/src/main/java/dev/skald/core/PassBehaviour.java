package dev.skald.core;

import dev.skald.asl.PassState;

/** What a Pass state does: its arguments are its result. */
final class PassBehaviour {
    private PassBehaviour() {}

    static void perform(Turn turn, Frame frame, PassState state) {
        turn.exit(frame, state.flow().arguments().evaluate(turn.effective(frame, state)), state.next());
    }
}
