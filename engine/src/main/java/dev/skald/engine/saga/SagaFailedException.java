package dev.skald.engine.saga;

/** Somebody wants the results of a saga that failed. */
public final class SagaFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SagaResult result;

    SagaFailedException(SagaResult result) {
        super(text(result));
        this.result = result;
    }

    private static String text(SagaResult result) {
        return "The saga " + result.run().executionArn() + " is " + result.run().status() + ", " + result.sagaStatus()
                + ": " + result.run().error() + ": " + result.run().cause();
    }

    /** How it ended. */
    public SagaResult result() {
        return result;
    }
}
