package dev.skald.engine.store;

import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Map Run: one attempt of a Map state in mode DISTRIBUTED. Its children are executions whose origin names it.
 *
 * @param arn {@code arn:...:mapRun:MACHINE/LABEL:UUID}
 * @param executionId the execution that the Map state belongs to
 * @param sequence the event that started it: unique in the execution
 * @param stateMachineArn the labelled machine of its children, {@code arn:...:stateMachine:MACHINE/LABEL}
 * @param status never {@link Status#TIMED_OUT}
 * @param settings what UpdateMapRun changes
 * @param items how many items there are: those read so far while it runs
 * @param executions how many children these items take
 * @param stoppedAt null while it runs
 * @param redrivenAt null when it never was
 */
public record MapRunRow(
        String arn,
        long executionId,
        String executionArn,
        long sequence,
        String stateMachineArn,
        Status status,
        Settings settings,
        long items,
        long executions,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        int redriveCount,
        @Nullable Instant redrivenAt) {

    /**
     * How much may run and fail.
     *
     * @param maxConcurrency how many children may run side by side; 0 means no limit of the state's own
     * @param toleratedFailureCount how many items may fail; 0 when only the percentage counts
     * @param toleratedFailurePercentage 0 to 100; 0 when only the count counts. With both 0 no item may fail
     */
    public record Settings(int maxConcurrency, long toleratedFailureCount, double toleratedFailurePercentage) {}

    public MapRunRow with(Settings settings) {
        return new MapRunRow(
                arn,
                executionId,
                executionArn,
                sequence,
                stateMachineArn,
                status,
                settings,
                items,
                executions,
                startedAt,
                stoppedAt,
                redriveCount,
                redrivenAt);
    }

    /** After all of its children have ended. */
    public MapRunRow ended(Status status, long items, long executions, Instant stoppedAt) {
        return new MapRunRow(
                arn,
                executionId,
                executionArn,
                sequence,
                stateMachineArn,
                status,
                settings,
                items,
                executions,
                startedAt,
                stoppedAt,
                redriveCount,
                redrivenAt);
    }

    /** It runs again. */
    public MapRunRow redriven(int redriveCount, Instant redrivenAt) {
        return new MapRunRow(
                arn,
                executionId,
                executionArn,
                sequence,
                stateMachineArn,
                Status.RUNNING,
                settings,
                items,
                executions,
                startedAt,
                null,
                redriveCount,
                redrivenAt);
    }
}
