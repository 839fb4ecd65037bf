package dev.skald.core;

import dev.skald.asl.Next;
import dev.skald.asl.SucceedState;

/** What a Succeed state does: ends its scope. */
final class SucceedBehaviour {
    private SucceedBehaviour() {}

    static void perform(Turn turn, Frame frame, SucceedState state) {
        turn.exit(frame, turn.effective(frame, state).input(), new Next.End());
    }
}
