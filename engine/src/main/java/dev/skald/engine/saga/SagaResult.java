package dev.skald.engine.saga;

import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import java.util.Optional;

/**
 * How a run of a saga stands, or how it ended.
 *
 * @param run as the engine tells it
 */
public record SagaResult(RunResult run) {
    public boolean succeeded() {
        return run.status() == Status.SUCCEEDED;
    }

    /** Whether it has not ended within the time that was waited: see {@link #sagaStatus()} whether somebody must act. */
    public boolean running() {
        return run.status() == Status.RUNNING;
    }

    /** Success, known failure or unknown failure; empty while it runs. */
    public Optional<RunClass> runClass() {
        return Optional.ofNullable(run.runClass());
    }

    /** Whether it was compensated, is parked for a person, and so on. */
    public SagaStatus sagaStatus() {
        return run.sagaStatus();
    }

    /** The name of the error with which it failed: of an exception, the full name of its class. */
    public Optional<String> error() {
        return Optional.ofNullable(run.error());
    }

    /**
     * The results of its steps.
     *
     * @throws SagaFailedException when it failed
     * @throws IllegalStateException when it has not ended
     */
    public Results results() {
        if (running()) throw new IllegalStateException("The saga " + run.executionArn() + " is " + run.sagaStatus());
        Payload output = run.output();
        if (output == null) throw new SagaFailedException(this);
        return new Results(output.node());
    }

    /** {@link Results#get} of {@link #results()}. */
    public <T> T result(String step, Class<T> type) {
        return results().get(step, type);
    }
}
