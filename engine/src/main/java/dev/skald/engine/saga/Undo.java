package dev.skald.engine.saga;

import dev.skald.engine.task.StepContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a compensation is asked to undo: one visit of a step.
 *
 * @param <I> the input that the step had
 * @param <M> what the step recorded: its result, unless {@link Steps#record} says otherwise
 */
public final class Undo<I, M> {
    /** What is known of the step. */
    public enum Outcome {
        /** It surely happened. */
        SUCCEEDED,
        /** Nobody knows: undo it if it happened, and make sure that it cannot happen any more. */
        UNCERTAIN
    }

    private final JsonNode request;
    private final I input;
    private final @Nullable M record;
    private final Step step;

    Undo(JsonNode request, StepContext context, Class<I> input, Class<M> record) {
        JsonNode flow = request.path("Input");
        this.request = request;
        this.input = TypedJson.required("The step's input", flow.path(SagaMachine.INPUT), input);
        this.record = TypedJson.value(request.path("Record"), record);
        this.step = new Step(context, flow);
    }

    /** The key that the step was called with. */
    public String key() {
        return request.path("Key").stringValue();
    }

    public Outcome outcome() {
        return request.path("Outcome").asString("").equals("Succeeded") ? Outcome.SUCCEEDED : Outcome.UNCERTAIN;
    }

    /** The input that the step had. */
    public I input() {
        return input;
    }

    /** What the step recorded; empty when it is uncertain whether it happened, or it answered nothing. */
    public Optional<M> record() {
        return Optional.ofNullable(record);
    }

    /** The error of the step's last attempt, when that is why it is uncertain. */
    public Optional<String> error() {
        return Optional.ofNullable(TypedJson.value(request.path("Error"), String.class));
    }

    /** The results of the steps before the one to undo. */
    public Results results() {
        return step.results();
    }

    /**
     * What flowed around the step.
     *
     * @throws IllegalStateException in the saga itself
     */
    public Outer outer() {
        return step.outer();
    }

    /** What the engine knows of this attempt to undo; its key is {@link #key()} with {@code ~undo}. */
    public StepContext context() {
        return step.context();
    }
}
