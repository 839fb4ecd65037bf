package dev.skald.asl;

/**
 * Sees the values between the stages of a state's data flow, as they are made: for TestState's inspection data. Nobody
 * watches an execution.
 */
@FunctionalInterface
public interface Watch {
    /** Sees nothing. */
    Watch NONE = (stage, value) -> {};

    /** A stage has made a value; of a stage that is evaluated again the last value counts. */
    void saw(Stage stage, Payload value);

    /** The stages, under AWS's names: {@code AFTER_INPUT_PATH} is {@code afterInputPath}. */
    enum Stage {
        INPUT,
        AFTER_ARGUMENTS,
        AFTER_INPUT_PATH,
        AFTER_PARAMETERS,
        RESULT,
        AFTER_RESULT_SELECTOR,
        AFTER_RESULT_PATH,
        AFTER_ITEMS_PATH,
        AFTER_ITEM_SELECTOR,
        AFTER_ITEM_BATCHER,
        AFTER_ITEMS_POINTER
    }

    /** The expression, whose values are seen as those of a stage. */
    static Expression<Payload> watched(Stage stage, Expression<Payload> expression) {
        return scope -> {
            Payload value = expression.evaluate(scope);
            scope.watch().saw(stage, value);
            return value;
        };
    }
}
