package dev.skald.acceptance.saga.simulation;

import dev.skald.core.Effect;
import dev.skald.core.Execution;
import dev.skald.core.UndoEntry;
import dev.skald.core.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A bug planted around the decider, to see that an invariant catches it. */
enum PlantedSagaFault {
    /** No bug. */
    NONE(null),
    /** Nobody wrote down how one of the steps is undone. */
    FORGETS_AN_UNDO(SagaInvariant.LOG_IS_TRUE),
    /** Who does not answer has surely done nothing. */
    IGNORES_UNCERTAINTY(SagaInvariant.ALL_OR_NOTHING),
    /** A call in flight when the engine crashed has surely done nothing. */
    FORGETS_CALLS_BEFORE_A_CRASH(SagaInvariant.ALL_OR_NOTHING),
    /** Each attempt gets another key. */
    CHANGES_KEYS(SagaInvariant.KEYS),
    /** An undo that was refused is taken for done. */
    BELIEVES_EVERY_UNDO(SagaInvariant.ALL_OR_NOTHING),
    /** The first step is undone first. */
    SWAPS_UNDOS(SagaInvariant.REVERSE_ORDER),
    /** A pivot that is refused has passed. */
    PASSES_THE_PIVOT_EARLY(SagaInvariant.ALL_OR_NOTHING);

    private final @Nullable SagaInvariant caughtBy;

    PlantedSagaFault(@Nullable SagaInvariant caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** Whether a violation is one that this bug means: whatever else it breaks proves less. */
    boolean explains(SagaInvariant.Violation violation) {
        return violation.invariant() == caughtBy;
    }

    /** The machine that is run, where another was meant. */
    String definition(String definition) {
        if (this != FORGETS_AN_UNDO) return definition;
        JsonNode machine = JsonMapper.shared().readTree(definition);
        JsonNode step = machine.findParent("Compensate");
        if (step instanceof ObjectNode task && task.path("Type").asString().equals("Task"))
            task.remove(List.of("Compensate", "Record"));
        return machine.toString();
    }

    /** The key with which a participant is called. */
    String key(Work.RunTask run, Execution execution) {
        if (this == CHANGES_KEYS) return run.retryCount() + run.key();
        List<UndoEntry> log = execution.undoLog();
        boolean swapped = this == SWAPS_UNDOS && run.key().endsWith(Call.UNDO) && !log.isEmpty();
        return swapped ? log.getLast().key() + Call.UNDO : run.key();
    }

    /**
     * What a caller can tell: nothing is sure about a call that may have been made before a crash.
     *
     * @param repeated whether the call may have been made before
     */
    Effect effect(Effect effect, boolean repeated) {
        if (this == IGNORES_UNCERTAINTY && effect == Effect.UNCERTAIN) return Effect.NONE;
        return effect == Effect.NONE && repeated && this != FORGETS_CALLS_BEFORE_A_CRASH ? Effect.UNCERTAIN : effect;
    }

    /** Whether a refusal is taken for success. */
    boolean believes(Call call, boolean pivot) {
        if (call.plan != Call.Plan.REFUSES) return false;
        return this == BELIEVES_EVERY_UNDO && call.undoes || this == PASSES_THE_PIVOT_EARLY && pivot;
    }
}
