package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random sagas, exported, against participants that fail in every way: what is left over, and in which order it was undone. */
class ExportedRandomSagaTest {
    private static final int SAGAS = 500;

    private final Map<Status, Integer> ends = new EnumMap<>(Status.class);
    private final Map<String, Integer> effects = new TreeMap<>();

    @Test
    void shouldLeaveNothingBehindAndKeepTheOrder() {
        for (long seed = 0; seed < SAGAS; seed++) check(seed);

        assertThat(ends.get(Status.FAILED)).as("%s %s", ends, effects).isGreaterThan(SAGAS / 5);
        assertThat(ends.get(Status.SUCCEEDED)).as("%s %s", ends, effects).isGreaterThan(SAGAS / 5);
        assertThat(effects.get("-")).as("%s %s", ends, effects).isGreaterThan(SAGAS / 2);
    }

    private void check(long seed) {
        var saga = new RandomSaga(seed);
        try (SagaWorld world = new SagaWorld(new Ledger(new RandomScript(seed)), seed)) {
            String execution = world.run(Sagas.exported(saga.definition), "{\"n\": 1}");
            String about = "seed " + seed + ": " + world.result(execution) + " " + world.ledger.effects() + "\n"
                    + saga.definition;
            Status status = world.status(execution);
            ends.merge(status, 1, Integer::sum);
            world.ledger.effects().forEach(effect -> effects.merge(effect.substring(0, 1), 1, Integer::sum));

            assertThat(status).as(about).isNotEqualTo(Status.RUNNING);
            assertThat(world.result(execution).error())
                    .as(about)
                    .isNotIn("States.QueryEvaluationError", "States.Runtime");
            if (status == Status.FAILED)
                assertThat(undoable(saga, world.ledger.standing())).as(about).isEmpty();
            checkOrder(saga, world.ledger.effects(), about);
        }
    }

    private static Set<String> undoable(RandomSaga saga, Set<String> visits) {
        return visits.stream()
                .filter(visit -> saga.places.containsKey(RandomSaga.step(visit)))
                .collect(Collectors.toSet());
    }

    /** What was done later is undone sooner, unless the two stand side by side. */
    static void checkOrder(RandomSaga saga, List<String> effects, String about) {
        for (int i = 0; i < effects.size(); i++) {
            String undone = effects.get(i);
            if (!undone.startsWith("-")) continue;
            int done = effects.indexOf("+" + undone.substring(1));
            assertThat(done).as(about).isBetween(0, i - 1);
            for (String between : effects.subList(done + 1, i)) {
                String other = between.substring(1);
                boolean later = between.startsWith("+")
                        && saga.places.containsKey(RandomSaga.step(other))
                        && saga.inOrder(undone.substring(1), other);
                if (later)
                    assertThat(effects.subList(done, i))
                            .as("%s before %s, %s", other, undone, about)
                            .contains("-" + other);
            }
        }
    }
}
