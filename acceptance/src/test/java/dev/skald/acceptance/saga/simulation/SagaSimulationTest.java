package dev.skald.acceptance.saga.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeds, each another saga. {@code -Dskald.saga.seeds=N} runs more; {@code -Dskald.saga.seed=N} repeats one and
 * prints what happens.
 */
class SagaSimulationTest {
    private static final long SEEDS = Long.getLong("skald.saga.seeds", 8_000);
    private static final long SOAK_SEEDS = 40_000;
    private static final long LEAST = 40;
    private static final long ALL_SEEDS = -1;

    @Test
    void shouldDoAllOrNothingWhateverHappens() throws Exception {
        long one = Long.getLong("skald.saga.seed", ALL_SEEDS);
        if (one == ALL_SEEDS) runAll(0, SEEDS);
        else run(one, new SagaCensus(), System.out::println);
    }

    @Test
    @Tag("soak")
    void shouldDoAllOrNothingForLonger() throws Exception {
        runAll(SEEDS, SOAK_SEEDS);
    }

    private static void runAll(long first, long count) throws Exception {
        SagaCensus census = runOnAllCores(first, count);
        System.out.printf("Over %,d sagas there occurred:%n%s", count, census);
        if (count >= SEEDS) assertThat(census.rarerThan(LEAST)).isEmpty();
    }

    private static SagaCensus runOnAllCores(long first, long count) throws Exception {
        var next = new AtomicLong(first);
        int cores = Runtime.getRuntime().availableProcessors();
        List<Future<SagaCensus>> parts = new ArrayList<>();
        var sum = new SagaCensus();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            for (int i = 0; i < cores; i++) parts.add(threads.submit(() -> runSome(next, first + count)));
            for (Future<SagaCensus> part : parts) sum.add(part.get());
        }
        return sum;
    }

    private static SagaCensus runSome(AtomicLong next, long end) {
        var census = new SagaCensus();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            try {
                run(seed, census, _ -> {});
            } catch (RuntimeException | Error failed) {
                next.set(end);
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
