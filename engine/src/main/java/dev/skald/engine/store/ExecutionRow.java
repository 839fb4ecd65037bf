package dev.skald.engine.store;

import dev.skald.asl.MachineType;
import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the store keeps of an execution beside its events.
 *
 * @param id the store's own number; ids grow in the order of starts
 * @param stateMachineArn the machine, without version or alias
 * @param name unique among the executions of a machine
 * @param definitionHash which text of the definition it runs, see {@link MachineRow#definitionHash()}
 * @param roleArn the role as it was at the start
 * @param inputHash a hash of the input text: the same name with the same input is the same start
 * @param stoppedAt null while it runs
 * @param wakeAt the next timer of a resting execution; null when it has none or is not at rest
 * @param atRest whether it is asleep: open, but in nobody's memory
 * @param searchAttributes what people search by, with the text of each value
 * @param origin through what it was started
 * @param redriveCount how often it was redriven
 * @param redrivenAt when it was redriven last; null when it never was
 * @param runClass how it ended in the eyes of the business; null while it runs
 * @param sagaStatus what has become of its saga
 */
public record ExecutionRow(
        long id,
        String stateMachineArn,
        String name,
        String arn,
        MachineType type,
        String definitionHash,
        String roleArn,
        String inputHash,
        Status status,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        boolean atRest,
        @Nullable Instant wakeAt,
        Map<String, String> searchAttributes,
        Origin origin,
        int redriveCount,
        @Nullable Instant redrivenAt,
        @Nullable RunClass runClass,
        SagaStatus sagaStatus) {

    public ExecutionRow {
        searchAttributes = Map.copyOf(searchAttributes);
    }

    /** No saga, and in the class that its status lets expect. */
    public ExecutionRow(
            long id,
            String stateMachineArn,
            String name,
            String arn,
            MachineType type,
            String definitionHash,
            String roleArn,
            String inputHash,
            Status status,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            boolean atRest,
            @Nullable Instant wakeAt,
            Map<String, String> searchAttributes,
            Origin origin,
            int redriveCount,
            @Nullable Instant redrivenAt) {
        this(
                id,
                stateMachineArn,
                name,
                arn,
                type,
                definitionHash,
                roleArn,
                inputHash,
                status,
                startedAt,
                stoppedAt,
                atRest,
                wakeAt,
                searchAttributes,
                origin,
                redriveCount,
                redrivenAt,
                expected(status),
                SagaStatus.NONE);
    }

    /** The class of an execution of which nothing else is known; null while it runs. */
    public static @Nullable RunClass expected(Status status) {
        return switch (status) {
            case RUNNING -> null;
            case SUCCEEDED -> RunClass.Success;
            case FAILED, TIMED_OUT, ABORTED -> RunClass.UnknownFailure;
        };
    }

    /** An execution that has just been started. */
    public static ExecutionRow started(
            long id,
            String stateMachineArn,
            String name,
            String arn,
            MachineType type,
            String definitionHash,
            String roleArn,
            String inputHash,
            Instant startedAt,
            Map<String, String> searchAttributes,
            Origin origin) {
        return new ExecutionRow(
                id,
                stateMachineArn,
                name,
                arn,
                type,
                definitionHash,
                roleArn,
                inputHash,
                Status.RUNNING,
                startedAt,
                null,
                false,
                null,
                searchAttributes,
                origin,
                0,
                null);
    }

    public ExecutionRow withName(String name) {
        return with(name, status, startedAt, stoppedAt, atRest, wakeAt, runClass);
    }

    public ExecutionRow withStartedAt(Instant startedAt) {
        return with(name, status, startedAt, stoppedAt, atRest, wakeAt, runClass);
    }

    /** The row after a rest, a wake, or an end of which no more than the status is known. */
    public ExecutionRow withState(
            Status status, @Nullable Instant stoppedAt, boolean atRest, @Nullable Instant wakeAt) {
        return with(name, status, startedAt, stoppedAt, atRest, wakeAt, expected(status));
    }

    /** The row after a rest or a wake. */
    public ExecutionRow withRest(boolean atRest, @Nullable Instant wakeAt) {
        return with(name, status, startedAt, stoppedAt, atRest, wakeAt, runClass);
    }

    /** Whether it has ended, and is not being undone. */
    public boolean settled() {
        return status.terminal() && !sagaStatus.unsettled();
    }

    /** The row after the end. */
    public ExecutionRow ended(Status status, Instant stoppedAt, RunClass runClass) {
        return with(name, status, startedAt, stoppedAt, false, null, runClass);
    }

    /** The row when its saga has come to another status. */
    public ExecutionRow withSagaStatus(SagaStatus sagaStatus) {
        return new ExecutionRow(
                id,
                stateMachineArn,
                name,
                arn,
                type,
                definitionHash,
                roleArn,
                inputHash,
                status,
                startedAt,
                stoppedAt,
                atRest,
                wakeAt,
                searchAttributes,
                origin,
                redriveCount,
                redrivenAt,
                runClass,
                sagaStatus);
    }

    /** The outermost of those that wait for one that this one starts. */
    public long rootOfChildren() {
        return origin.root() == null ? id : origin.root();
    }

    /** The row after a redrive: it runs again, another text if one is given. */
    public ExecutionRow redriven(int redriveCount, Instant redrivenAt, @Nullable String definitionHash) {
        return new ExecutionRow(
                        id,
                        stateMachineArn,
                        name,
                        arn,
                        type,
                        definitionHash == null ? this.definitionHash : definitionHash,
                        roleArn,
                        inputHash,
                        Status.RUNNING,
                        startedAt,
                        null,
                        false,
                        null,
                        searchAttributes,
                        origin,
                        redriveCount,
                        redrivenAt)
                .withSagaStatus(sagaStatus);
    }

    private ExecutionRow with(
            String name,
            Status status,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            boolean atRest,
            @Nullable Instant wakeAt,
            @Nullable RunClass runClass) {
        return new ExecutionRow(
                id,
                stateMachineArn,
                name,
                arn,
                type,
                definitionHash,
                roleArn,
                inputHash,
                status,
                startedAt,
                stoppedAt,
                atRest,
                wakeAt,
                searchAttributes,
                origin,
                redriveCount,
                redrivenAt,
                runClass,
                sagaStatus);
    }

    /**
     * Through what an execution was started.
     *
     * @param versionArn the version of the machine; null when it was started by the machine's own ARN
     * @param aliasArn the alias that chose the version; null when there was none
     * @param mapItem which item of a Distributed Map it is the child for; null when it is no child
     * @param traceHeader the trace that whoever started it named; null when none was
     * @param root the outermost execution that waits for it, by way of others or itself; null when none does. It is kept
     *     for as long as that is, which may have to undo it
     */
    public record Origin(
            @Nullable String versionArn,
            @Nullable String aliasArn,
            @Nullable MapItem mapItem,
            @Nullable String traceHeader,
            @Nullable Long root) {
        /** By the machine's own ARN. */
        public static final Origin MACHINE = new Origin(null, null, null, null);

        /** No execution waits for it. */
        public Origin(
                @Nullable String versionArn,
                @Nullable String aliasArn,
                @Nullable MapItem mapItem,
                @Nullable String traceHeader) {
            this(versionArn, aliasArn, mapItem, traceHeader, null);
        }

        public Origin withTraceHeader(@Nullable String traceHeader) {
            return new Origin(versionArn, aliasArn, mapItem, traceHeader, root);
        }

        public Origin withRoot(@Nullable Long root) {
            return new Origin(versionArn, aliasArn, mapItem, traceHeader, root);
        }
    }

    /**
     * A child's place in its Map Run.
     *
     * @param index from 0, in the order of the items, or of the batches
     * @param itemCount how many items it got: 1, or the size of its batch
     */
    public record MapItem(String mapRunArn, long index, int itemCount) {}
}
