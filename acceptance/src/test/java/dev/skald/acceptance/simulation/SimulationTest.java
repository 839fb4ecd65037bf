package dev.skald.acceptance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thousands of seeds, each another machine with other crashes. {@code -Dskald.simulation.seeds=N} runs more; {@code
 * -Dskald.simulation.seed=N} repeats one and prints its events.
 */
@ExtendWith(SilentEngine.class)
class SimulationTest {
    private static final long SEEDS = Long.getLong("skald.simulation.seeds", 8_000);
    private static final long SOAK_SEEDS = 100_000;
    private static final long REPEATED = 20;
    private static final long LEAST = 200;
    private static final long ALL_SEEDS = -1;

    @Test
    void shouldHoldItsInvariantsWhateverHappens() throws Exception {
        long one = Long.getLong("skald.simulation.seed", ALL_SEEDS);
        if (one == ALL_SEEDS) runAll(0, SEEDS);
        else run(one, new Census(), true);
    }

    @Test
    @Tag("soak")
    void shouldHoldItsInvariantsForLonger() throws Exception {
        runAll(SEEDS, SOAK_SEEDS);
    }

    @Test
    void shouldRepeatASeedExactly() {
        for (long seed = 0; seed < REPEATED; seed++) assertThat(events(seed)).isEqualTo(events(seed));
    }

    private static List<Event> events(long seed) {
        List<Event> events = new ArrayList<>();
        Simulation.run(seed, PlantedFault.NONE, new Census(), (execution, event) -> events.add(event));
        return events;
    }

    private static void runAll(long first, long count) throws Exception {
        Census census = runOnAllCores(first, count);
        System.out.printf("Over %,d seeds there occurred:%n%s", count, census);
        if (count >= SEEDS) assertThat(census.rarerThan(LEAST)).isEmpty();
    }

    private static Census runOnAllCores(long first, long count) throws Exception {
        var next = new AtomicLong(first);
        int cores = Runtime.getRuntime().availableProcessors();
        List<Future<Census>> parts = new ArrayList<>();
        var sum = new Census();
        try (ExecutorService threads = Executors.newFixedThreadPool(cores)) {
            for (int i = 0; i < cores; i++) parts.add(threads.submit(() -> runSome(next, first + count)));
            for (Future<Census> part : parts) sum.add(part.get());
        }
        return sum;
    }

    private static Census runSome(AtomicLong next, long end) {
        var census = new Census();
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            try {
                run(seed, census, false);
            } catch (RuntimeException | Error failed) {
                next.set(end);
                throw failed;
            }
        }
        return census;
    }

    private static void run(long seed, Census census, boolean traced) {
        try {
            Simulation.run(seed, PlantedFault.NONE, census, traced ? SimulationTest::print : Journal.Trace.none());
        } catch (RuntimeException | Error failed) {
            throw new AssertionError("seed " + seed + " fails; repeat it with -Dskald.simulation.seed=" + seed, failed);
        }
    }

    private static void print(String execution, Event event) {
        System.out.println(execution + " " + event);
    }
}
