package dev.skald.acceptance.saga.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invariants that never fail prove nothing: each planted bug must be caught. */
class PlantedSagaFaultTest {
    private static final long SEEDS_MAX = 1_000;

    @ParameterizedTest
    @EnumSource(value = PlantedSagaFault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldCatchEachPlantedFault(PlantedSagaFault fault) {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            SagaInvariant.Violation caught = violation(seed, fault);
            if (caught == null || !fault.explains(caught)) continue;
            System.out.printf("%s: caught with seed %d: %.160s%n", fault, seed, caught.getMessage());
            return;
        }
        assertThat(false).as("%s goes unnoticed in %d seeds", fault, SEEDS_MAX).isTrue();
    }

    private static SagaInvariant.@Nullable Violation violation(long seed, PlantedSagaFault fault) {
        try {
            SagaRun.run(seed, fault, new SagaCensus(), _ -> {});
            return null;
        } catch (SagaInvariant.Violation violation) {
            return violation;
        } catch (RuntimeException broken) {
            // What else breaks under a bug does not count: an invariant has to say it.
            return null;
        }
    }
}
