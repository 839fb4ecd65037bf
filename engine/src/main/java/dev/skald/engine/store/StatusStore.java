package dev.skald.engine.store;

import java.util.List;

/** The part of a {@link Store} that tells at a glance what goes on. Nothing here reads the events of an execution. */
public interface StatusStore {
    /** Tasks that wait for their tokens. */
    List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query);

    /** Counts of each machine that has any, by ascending ARN, machines that are deleted included; at most so many. */
    List<MachineCounts> machineCounts(int limit);
}
