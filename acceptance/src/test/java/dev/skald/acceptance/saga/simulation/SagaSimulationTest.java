package dev.skald.acceptance.saga.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeds, each another saga. {@code -Dskald.saga.seeds=N} runs more; {@code -Dskald.saga.seed=N} repeats one and
 * prints what happens.
 */
class SagaSimulationTest {
    private static final long SEEDS = Long.getLong("skald.saga.seeds", 20_000);
    private static final long LEAST = 100;
    private static final long ALL_SEEDS = -1;

    @Test
    void shouldDoAllOrNothingWhateverHappens() throws Exception {
        long one = Long.getLong("skald.saga.seed", ALL_SEEDS);
        if (one == ALL_SEEDS) runAll();
        else run(one, new SagaCensus(), System.out::println);
    }

    private static void runAll() throws Exception {
        SagaCensus census = runOnAllCores();
        System.out.printf("Over %,d sagas there occurred:%n%s", SEEDS, census);
        if (SEEDS >= 20_000) assertThat(census.rarerThan(LEAST)).isEmpty();
    }

    private static SagaCensus runOnAllCores() throws Exception {
        var next = new AtomicLong();
        int cores = Runtime.getRuntime().availableProcessors();
        List<Future<SagaCensus>> parts = new ArrayList<>();
        var sum = new SagaCensus();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            for (int i = 0; i < cores; i++) parts.add(threads.submit(() -> runSome(next)));
            for (Future<SagaCensus> part : parts) sum.add(part.get());
        }
        return sum;
    }

    private static SagaCensus runSome(AtomicLong next) {
        var census = new SagaCensus();
        for (long seed = next.getAndIncrement(); seed < SEEDS; seed = next.getAndIncrement()) {
            try {
                run(seed, census, _ -> {});
            } catch (RuntimeException | Error failed) {
                next.set(SEEDS);
                throw failed;
            }
        }
        return census;
    }

    private static void run(long seed, SagaCensus census, Consumer<Object> trace) {
        try {
            SagaRun.run(seed, PlantedSagaFault.NONE, census, trace);
        } catch (RuntimeException | Error failed) {
            throw new AssertionError("seed " + seed + " fails; repeat it with -Dskald.saga.seed=" + seed, failed);
        }
    }
}
