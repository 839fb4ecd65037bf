package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.Watch;
import java.time.Duration;
import java.util.function.Supplier;

/** Looks into the turns of a state under test, and sets up what it begins with. Executions have none. */
interface Probe {
    /** Sees and changes nothing. */
    Probe NONE = new Probe() {};

    /** Sees the values between the stages of the state's data flow. */
    default Watch watch() {
        return Watch.NONE;
    }

    /** The context object that expressions see. */
    default Supplier<Payload> context(ContextObject context) {
        return context;
    }

    /** How many retries a retrier is taken to have caused before. */
    default int retries(Frame frame, int retrier) {
        return frame.retriesBy(retrier);
    }

    /** A retrier matches the failure, exhausted or not. */
    default void retrierMatched(int retrier) {}

    /** The state will be retried. */
    default void retrying(Failure failure, Duration delay) {}

    /** A catcher takes the failure. */
    default void caught(Failure failure, int catcher) {}
}
