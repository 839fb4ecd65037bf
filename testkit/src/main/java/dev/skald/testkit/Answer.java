package dev.skald.testkit;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;

/** What a scripted task does with one call. */
sealed interface Answer {
    record Returns(Payload result) implements Answer {}

    record Fails(String error, String cause) implements Answer {}

    /** It may have happened, and the caller hears only that something broke. */
    record BreaksOff() implements Answer {}

    /** No answer, ever. */
    record Hangs() implements Answer {}

    /** Whatever the handler does. */
    record Does(Handler handler) implements Answer {}
}
