package dev.skald.core;

import java.util.Optional;

/** Whether an execution may be redriven. Section 3.4 of the reference; there is no limit of 14 days here. */
public final class Redrivability {
    private Redrivability() {}

    /** Why an execution cannot be redriven; empty when it can. A saga that waits at its failure can, though it runs. */
    public static Optional<String> refusal(Execution execution, Limits limits) {
        if (execution.sagaStatus() == SagaStatus.COMPENSATED && execution.saga.undone)
            return Optional.of("Execution is compensated and cannot be redriven");
        if (!execution.settled() && execution.status().terminal())
            return Optional.of("Execution is being compensated and cannot be redriven");
        Status status = execution.saga.waitsAtFailure() ? Status.FAILED : execution.status();
        return refusal(status, execution.lastEventId(), limits);
    }

    /**
     * Why an execution cannot be redriven, in AWS's words; empty when it can.
     *
     * @param events how many published events its history has: one must fit behind that of the redrive
     */
    public static Optional<String> refusal(Status status, long events, Limits limits) {
        return switch (status) {
            case RUNNING, SUCCEEDED -> Optional.of("Execution is " + status + " and cannot be redriven");
            case FAILED, TIMED_OUT, ABORTED ->
                events < limits.historyEventsMax() - 1L
                        ? Optional.empty()
                        : Optional.of("Execution history event limit exceeded");
        };
    }
}
