package dev.skald.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How much to measure, and where.
 *
 * @param folder where the stores are made: its disk is what is measured
 * @param baseline how long the disk alone, and then the store alone, are measured before a load
 * @param warmUp how long each load runs before it is measured: most code is compiled within 5 s
 * @param measured how long each load is measured
 * @param connections how many connections the loads over HTTP keep
 * @param concurrencies how many clients the loads in process have, one after the other
 * @param sleepers how many executions wait a year
 * @param mapItems how many items the Map states get, one after the other
 * @param mapRuns how often each Map state runs
 * @param objectItems how many items each file has that is read
 */
record Scale(
        Path folder,
        Duration baseline,
        Duration warmUp,
        Duration measured,
        int connections,
        List<Integer> concurrencies,
        int sleepers,
        List<Integer> mapItems,
        int mapRuns,
        int objectItems) {

    /** As the documentation names it. */
    static Scale full(Path folder, Duration warmUp, Duration measured) {
        return new Scale(
                folder,
                Duration.ofSeconds(1),
                warmUp,
                measured,
                64,
                List.of(1, 50, 200),
                100_000,
                List.of(1_000, 10_000),
                7,
                1_000_000);
    }
}
