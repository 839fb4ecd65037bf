package dev.skald.engine.saga;

import dev.skald.engine.task.StepContext;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a step may know beside its input: the key that makes it idempotent, and what earlier steps came to. */
public final class Step {
    private final StepContext context;
    private final Outer flow;

    Step(StepContext context, JsonNode flow) {
        this.context = context;
        this.flow = new Outer(flow);
    }

    /** The same for all attempts of this visit of the step, and after a crash. Its undo is told the same key. */
    public String key() {
        return context.key();
    }

    /** How many attempts went before. */
    public int retryCount() {
        return context.retryCount();
    }

    /** When the engine gives this attempt up; null means never. */
    public @Nullable Instant deadline() {
        return context.deadline();
    }

    /** With what an approval is answered: {@code Skald.completeTask} and {@code failTask} take it. */
    public String taskToken() {
        String token = context.taskToken();
        if (token == null) throw new IllegalStateException("'" + context.state() + "' is no approval");
        return token;
    }

    /** All that the engine knows of the attempt. */
    public StepContext context() {
        return context;
    }

    /** The results of the steps before. */
    public Results results() {
        return flow.results();
    }

    /** {@link Results#get} of {@link #results()}. */
    public <T> T result(String step, Class<T> type) {
        return results().get(step, type);
    }

    /** {@link Results#find} of {@link #results()}. */
    public <T> Optional<T> find(String step, Class<T> type) {
        return results().find(step, type);
    }

    /**
     * What flows around this {@code forEach} or inner saga.
     *
     * @throws IllegalStateException in the saga itself
     */
    public Outer outer() {
        return flow.outer();
    }
}
