package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Task is in a saga: the Skald fields {@code Compensate}, {@code Pivot}, {@code Retriable}, {@code Record}, {@code
 * UncertainErrors}.
 *
 * @param compensation the name of the state that undoes it, {@link StateMachine#state} knows it; null unless compensatable
 * @param record what the compensation must remember, evaluated over the task's result; null when there is none
 * @param uncertainErrors as {@link Saga#uncertainErrors()}, for this step, those of the machine included
 */
public record SagaStep(
        Role role, @Nullable String compensation, @Nullable Expression<Payload> record, List<String> uncertainErrors) {

    /** In the words of the saga literature. */
    public enum Role {
        /** No part of a saga, or nothing to undo. */
        PLAIN,
        COMPENSATABLE,
        /** The point of no return: once it surely happened, nothing is undone any more. */
        PIVOT,
        /** Forward recovery: it is repeated until it succeeds. */
        RETRIABLE
    }

    static final SagaStep NONE = new SagaStep(Role.PLAIN, null, null, List.of());
}
