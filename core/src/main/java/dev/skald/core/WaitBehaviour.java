package dev.skald.core;

import dev.skald.asl.WaitState;
import java.time.Instant;

/** What a Wait state does: nothing until its instant, which was evaluated when it was entered. */
final class WaitBehaviour {
    private WaitBehaviour() {}

    static void perform(Turn turn, Frame frame, WaitState state) {
        if (!(frame.doing instanceof Doing.Waiting(Instant dueAt)))
            throw new IllegalStateException("scope " + frame.scope + " waits for nothing");
        if (!dueAt.isAfter(turn.now)) exit(turn, frame, state);
    }

    /** The instant has come. */
    static void wake(Turn turn, Frame frame) {
        if (turn.state(frame) instanceof WaitState state) exit(turn, frame, state);
    }

    private static void exit(Turn turn, Frame frame, WaitState state) {
        turn.exit(frame, turn.effective(frame, state).input(), state.next());
    }
}
