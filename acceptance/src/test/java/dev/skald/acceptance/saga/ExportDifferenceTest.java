package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.SagaExport.Code;
import dev.skald.core.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The same random sagas against the same participants, once as they are and once exported: the end is the same, and so is what
 * stands of every visit of every step. What a warning of the export speaks of is left out, and counted.
 */
class ExportDifferenceTest {
    private static final int SAGAS = 500;
    private static final int COMPARED_MIN = 300;

    private final Map<Code, Integer> leftOut = new EnumMap<>(Code.class);
    private int compared;

    /** What came of one run. */
    private record Run(Status status, String error, Set<String> standing, List<String> effects, Set<String> troubled) {}

    @Test
    void shouldHaveTheSameEffects() {
        for (long seed = 0; seed < SAGAS; seed++) compare(seed);

        assertThat(compared).as("%s", leftOut).isGreaterThanOrEqualTo(COMPARED_MIN);
    }

    private void compare(long seed) {
        var saga = new RandomSaga(seed);
        Run own = run(saga.definition, seed);
        Run exported = run(Sagas.exported(saga.definition), seed);
        String about = "seed " + seed + "\n" + own + "\n" + exported + "\n" + saga.definition;
        ExportedRandomSagaTest.checkOrder(saga, own.effects, about);
        ExportedRandomSagaTest.checkOrder(saga, exported.effects, about);
        if (failedBesideOthers(saga, own) || failedBesideOthers(saga, exported)) {
            leftOut.merge(Code.DRAIN, 1, Integer::sum);
            return;
        }
        compared++;
        assertThat(exported.status).as(about).isEqualTo(own.status);
        assertThat(exported.error).as(about).isEqualTo(own.error);
        assertThat(exported.standing).as(about).isEqualTo(own.standing);
    }

    /** Where a branch or item fails, those beside it are stopped by the one run, and not by the other. */
    private static boolean failedBesideOthers(RandomSaga saga, Run run) {
        return run.troubled.stream()
                .anyMatch(step -> !saga.places.getOrDefault(step, List.of()).isEmpty());
    }

    private static Run run(String definition, long seed) {
        try (SagaWorld world = new SagaWorld(new Ledger(new RandomScript(seed)), seed)) {
            String execution = world.run(definition, "{\"n\": 1}");
            return new Run(
                    world.status(execution),
                    String.valueOf(world.result(execution).error()),
                    world.ledger.standing(),
                    world.ledger.effects(),
                    world.ledger.troubled());
        }
    }
}
