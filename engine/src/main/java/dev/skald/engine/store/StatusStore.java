package dev.skald.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a {@link Store} that tells at a glance what goes on. Nothing here reads the events of an execution. */
public interface StatusStore {
    /** Tasks that wait for their tokens, those that wait longest first. */
    List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query);

    /** Executions in whose sagas something is parked, those that wait longest first. */
    List<ParkedRow> parked(ParkedQuery query);

    /** What persons decided, the newest first. It goes when the execution is purged; of dead letters, as they would. */
    List<DecisionRow> decisions(DecisionQuery query);

    /** How many failures are looked at, the newest executions first; of older ones nothing is counted. */
    int FAILURES_COUNTED_MAX = 100_000;

    /** How many acknowledgements are kept; the oldest make room. */
    int ACKNOWLEDGEMENTS_MAX = 10_000;

    /** Failures by machine, state and error, those seen last first. */
    List<FailureGroup> failures(FailureQuery query);

    /** Keeps that a person knows of a group of failures; a later one replaces an earlier one of the same group. */
    void acknowledge(Acknowledgement acknowledgement);

    /** The latest executions, newest first: of one machine, or of all. */
    List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit);

    /** The open executions of a machine, the oldest first. */
    List<ExecutionRow> oldestOpen(String stateMachineArn, int limit);

    /** Counts of each machine that has any, by ascending ARN, machines that are deleted included; at most so many. */
    List<MachineCounts> machineCounts(int limit);
}
