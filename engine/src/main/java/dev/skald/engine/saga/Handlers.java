package dev.skald.engine.saga;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The user's typed functions, as the engine calls them. */
final class Handlers {
    /** The error when what a step is given is not of its type: a program that has changed since the saga began. */
    static final String UNREADABLE = "Skald.UnreadableInput";

    private Handlers() {}

    /**
     * A step: answers {@code {Result, Record}}.
     *
     * @param record makes of the result what the undo must remember
     */
    record Doing<I, R>(
            Class<I> input, Steps.Action<I, R> action, Function<R, @Nullable Object> record, ErrorNames errors)
            implements Handler {
        @Override
        public Payload handle(Payload flow, StepContext context) throws TaskFailure, InterruptedException {
            I value = read(() -> TypedJson.required("The input", flow.node().path(SagaMachine.INPUT), input));
            var step = new Step(context, flow.node());
            return errors.in(() -> answer(action.act(value, step)));
        }

        private Payload answer(@Nullable R result) {
            ObjectNode answer = Json.object();
            answer.set(SagaMachine.RESULT, TypedJson.node(result));
            answer.set(SagaMachine.RECORD, result == null ? Json.nullNode() : TypedJson.node(record.apply(result)));
            return Payload.of(answer);
        }

        Doing<I, R> recording(Function<R, @Nullable Object> record) {
            return new Doing<>(input, action, record, errors);
        }
    }

    /** A compensation. */
    record Undoing<I, M>(Class<I> input, Class<M> record, Steps.Compensation<I, M> compensation, ErrorNames errors)
            implements Handler {
        @Override
        public Payload handle(Payload request, StepContext context) throws TaskFailure, InterruptedException {
            Undo<I, M> undo = read(() -> new Undo<>(request.node(), context, input, record));
            return errors.in(() -> {
                compensation.undo(undo);
                return Payload.EMPTY_OBJECT;
            });
        }
    }

    /** A function that only computes what the saga does next: answers {@code {Result}}. */
    record Computing<I>(Class<I> input, BiFunction<I, Results, ?> function) implements Handler {
        @Override
        public Payload handle(Payload flow, StepContext context) throws TaskFailure {
            JsonNode node = flow.node();
            I value = read(() -> TypedJson.required("The input", node.path(SagaMachine.INPUT), input));
            ObjectNode answer = Json.object();
            answer.set(SagaMachine.RESULT, computed(value, new Results(node.path(SagaMachine.RESULTS))));
            return Payload.of(answer);
        }

        private JsonNode computed(I value, Results results) throws TaskFailure {
            try {
                return TypedJson.node(function.apply(value, results));
            } catch (RuntimeException | StackOverflowError thrown) {
                var failure =
                        new TaskFailure(thrown.getClass().getName(), String.valueOf(thrown.getMessage()), Effect.NONE);
                failure.initCause(thrown);
                throw failure;
            }
        }
    }

    private static <T> T read(ErrorNames.Call<T> reading) throws TaskFailure {
        try {
            return reading.call();
        } catch (Exception unreadable) {
            var failure = new TaskFailure(UNREADABLE, unreadable.getMessage(), Effect.NONE);
            failure.initCause(unreadable);
            throw failure;
        }
    }
}
