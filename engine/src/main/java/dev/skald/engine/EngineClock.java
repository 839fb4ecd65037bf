package dev.skald.engine;

import dev.skald.asl.TimeLimit;
import java.time.Instant;

/**
 * The engine's only source of time. {@link SystemClock} is the wall clock, {@link VirtualClock} one that a test moves.
 */
public interface EngineClock {
    /** The current instant, in whole milliseconds. May jump in both directions, as wall clocks do. */
    Instant now();

    /**
     * Makes an alarm that is not set.
     *
     * @param ring called when it goes off: quick, on a thread of the clock's
     */
    Alarm alarm(Runnable ring);

    /** How long one expression may be evaluated. Without a limit, where time is not the wall clock's, only its counts end it. */
    default TimeLimit expressionLimit() {
        return TimeLimit.NONE;
    }

    /** Goes off once for each time it is set: never before the instant, and as little after it as possible. */
    interface Alarm extends AutoCloseable {
        /** Sets the alarm; an earlier setting is forgotten. For an instant that has come it goes off at once. */
        void set(Instant at);

        /** Never goes off again. */
        @Override
        void close();
    }
}
