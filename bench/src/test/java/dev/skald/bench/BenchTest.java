package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each workload runs, tiny, so that it cannot rot. It checks its own counts; no time is asserted. */
class BenchTest {
    private static final Duration TIME = Duration.ofMillis(100);
    private static final int SLEEPERS = 30;
    private static final int MAP_RUNS = 1;
    private static final int ITEMS = 100;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> eachWorkloadCountsWhatHappened() {
        return Bench.workloads().stream()
                .map(workload -> DynamicTest.dynamicTest(workload.name(), () -> assertCounts(workload)));
    }

    private void assertCounts(Workload workload) throws Exception {
        Report report = new Report(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        workload.measure(tiny(), report);
        assertThat(report.counts())
                .isNotEmpty()
                .allSatisfy((_, count) -> assertThat(count).isPositive());
        assertThat(report.counts()).containsAllEntriesOf(expected(workload.name()));
    }

    private Scale tiny() {
        return new Scale(
                folder, TIME, Duration.ZERO, TIME, 4, List.of(1, 4), SLEEPERS, List.of(10, 100), MAP_RUNS, ITEMS);
    }

    private static Map<String, Long> expected(String workload) {
        return switch (workload) {
            case "w4" -> Map.of("w4", (long) SLEEPERS);
            case "w5" -> Map.of("w5 of 10", (long) MAP_RUNS, "w5 of 100", (long) MAP_RUNS);
            case "w6" -> Map.of("w6", (long) ITEMS);
            case "readers" -> Map.of("large.jsonl", (long) ITEMS, "small.csv", (long) ITEMS);
            default -> Map.of();
        };
    }
}
