package dev.skald.engine.saga;

import tools.jackson.databind.JsonNode;

/** What flows around a {@code forEach} or a saga within another: the input and the results out there. */
public final class Outer {
    private final JsonNode flow;

    Outer(JsonNode flow) {
        this.flow = flow;
    }

    /**
     * The input out there.
     *
     * @throws IllegalArgumentException when it is of another type
     */
    public <T> T input(Class<T> type) {
        return TypedJson.required("The input", flow.path(SagaMachine.INPUT), type);
    }

    /** The results of the steps before, out there. */
    public Results results() {
        return new Results(flow.path(SagaMachine.RESULTS));
    }

    /**
     * What flows around that.
     *
     * @throws IllegalStateException when nothing does: this is the outermost saga
     */
    public Outer outer() {
        JsonNode outer = flow.path(SagaMachine.OUTER);
        if (outer.isMissingNode()) throw new IllegalStateException("there is nothing around: this is the saga itself");
        return new Outer(outer);
    }
}
