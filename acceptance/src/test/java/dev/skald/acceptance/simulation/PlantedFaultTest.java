package dev.skald.acceptance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invariants that never fail prove nothing: each planted bug must be caught. */
@ExtendWith(SilentEngine.class)
class PlantedFaultTest {
    private static final long SEEDS_MAX = 400;

    @TestFactory
    Stream<DynamicTest> shouldCatchEachPlantedFault() {
        return Arrays.stream(PlantedFault.values())
                .filter(fault -> fault != PlantedFault.NONE)
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> shouldCatch(fault)));
    }

    private static void shouldCatch(PlantedFault fault) {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            Invariant.Violation caught = violation(seed, fault);
            if (caught == null || !fault.explains(caught)) continue;
            System.out.printf("%s: caught with seed %d: %.160s%n", fault, seed, caught.getMessage());
            return;
        }
        assertThat(false).as("%s goes unnoticed in %d seeds", fault, SEEDS_MAX).isTrue();
    }

    private static Invariant.@Nullable Violation violation(long seed, PlantedFault fault) {
        try {
            Simulation.run(seed, fault, new Census(), Journal.Trace.none());
            return null;
        } catch (Invariant.Violation violation) {
            return violation;
        } catch (RuntimeException broken) {
            // What else breaks under a bug does not count: an invariant has to say it.
            return null;
        }
    }
}
