package dev.skald.engine.store;

import dev.skald.core.Status;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a {@link Store} that keeps Map Runs; they are purged with the execution that they belong to. */
public interface MapRunStore {
    /** Inserts or replaces a Map Run, by its ARN. */
    void putMapRun(MapRunRow run);

    Optional<MapRunRow> mapRun(String arn);

    /** Those of an execution, newest first, that began before one of its events. */
    List<MapRunRow> mapRuns(long executionId, long beforeSequence, int limit);

    /** Those that run, by ascending ARN, after one. */
    List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit);

    /** The children of a Map Run by ascending index, from an index on. */
    List<ExecutionRow> children(String mapRunArn, long fromIndex, int limit);

    /** How many children a Map Run has with each status; statuses that none has may be left out. */
    List<ChildCount> childCounts(String mapRunArn);

    /**
     * Children with one status.
     *
     * @param items how many items they got together
     */
    record ChildCount(Status status, long executions, long items) {}
}
