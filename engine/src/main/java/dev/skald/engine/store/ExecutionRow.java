package dev.skald.engine.store;

import dev.skald.asl.MachineType;
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
        Map<String, String> searchAttributes) {

    public ExecutionRow {
        searchAttributes = Map.copyOf(searchAttributes);
    }
}
