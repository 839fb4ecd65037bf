package dev.skald.asl;

/**
 * How long one expression may run, by the wall clock: the last resort behind the counted limits, for what costs more than
 * its count says. Who decides sets it around the decision ({@link #CURRENT}); where nobody does, only the counts hold.
 *
 * <p>A replay never evaluates, so it does not matter to it that a clock ended an expression: the events hold the outcome.
 */
@FunctionalInterface
public interface TimeLimit {
    /** The limit for what the current thread evaluates. */
    ScopedValue<TimeLimit> CURRENT = ScopedValue.newInstance();

    /** No limit. */
    TimeLimit NONE = () -> () -> false;

    /** Starts to measure one expression. */
    Running begin();

    /** The limit of one expression that runs. */
    @FunctionalInterface
    interface Running {
        /** Whether its time is up. Asked often. */
        boolean isOver();
    }
}
