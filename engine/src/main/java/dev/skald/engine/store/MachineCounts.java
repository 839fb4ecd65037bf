package dev.skald.engine.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the executions of one machine are doing.
 *
 * @param running open executions in somebody's memory
 * @param sleeping open executions at rest
 * @param parked open executions whose saga waits for a person
 * @param waitingTasks tasks that wait for their tokens
 * @param knownFailures executions that ended as the business expects of a failure, and are still kept
 * @param unknownFailures executions that ended otherwise without success, and are still kept
 */
public record MachineCounts(
        String stateMachineArn,
        long running,
        long sleeping,
        long parked,
        long waitingTasks,
        long knownFailures,
        long unknownFailures) {

    /** Nothing to count. */
    public static MachineCounts none(String stateMachineArn) {
        return new MachineCounts(stateMachineArn, 0, 0, 0, 0, 0, 0);
    }

    /** Both together, under the ARN of this one. */
    public MachineCounts plus(MachineCounts other) {
        return new MachineCounts(
                stateMachineArn,
                running + other.running,
                sleeping + other.sleeping,
                parked + other.parked,
                waitingTasks + other.waitingTasks,
                knownFailures + other.knownFailures,
                unknownFailures + other.unknownFailures);
    }

    /** Counts by machine, the children of its distributed Maps with it. */
    public static Map<String, MachineCounts> byMachine(List<MachineCounts> counts) {
        Map<String, MachineCounts> byMachine = new HashMap<>();
        for (MachineCounts each : counts) {
            String machine = MachineArns.machineOf(each.stateMachineArn);
            byMachine.put(
                    machine, byMachine.getOrDefault(machine, none(machine)).plus(each));
        }
        return byMachine;
    }
}
