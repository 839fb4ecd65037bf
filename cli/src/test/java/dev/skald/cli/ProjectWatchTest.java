package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWatchTest {
    private static final int SECONDS_MAX = 30;
    private static final int LOOKS_MAX = 100;
    private static final Duration PAUSE = Duration.ofMillis(30);

    @TempDir
    private Path folder = Path.of("");

    private final Semaphore changes = new Semaphore(0);

    /** Waits until so many changes were told, and no more come. */
    private boolean quiet(int told) throws InterruptedException {
        int heard = 0;
        while (changes.tryAcquire(10 * PAUSE.toMillis(), TimeUnit.MILLISECONDS)) heard++;
        return heard >= told;
    }

    @Test
    void shouldTellOfChangesOfFilesThatTheProjectWasReadFromWhereverTheyAre() throws Exception {
        Path inside = Files.createDirectories(folder.resolve("project"));
        Path text = folder.resolve("elsewhere.txt");
        Path missing = folder.resolve("missing.txt");
        Set<Path> read = new ConcurrentSkipListSet<>(Set.of(text));
        Runnable failing = () -> {
            read.add(missing);
            changes.release();
            throw new IllegalStateException("a deployment that breaks");
        };
        try (ProjectWatch watch = new ProjectWatch(inside, () -> read, PAUSE, failing)) {
            watch.start();
            for (int i = 0; i < LOOKS_MAX && !quiet(1); i++) Files.writeString(text, "t".repeat(i + 1));
            Files.writeString(missing, "there now");
            assertThat(changes.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            assertThat(quiet(1)).as("told once").isFalse();
        }
    }

    @Test
    void shouldTellOfChangesOfWhatDescribesTheProject() throws Exception {
        Files.writeString(folder.resolve("serverless.yml"), "service: one");
        Files.createDirectories(folder.resolve("node_modules/a"));
        try (ProjectWatch watch = new ProjectWatch(folder, Set::of, PAUSE, changes::release)) {
            watch.start();
            // Written again and again: the watch may begin to look only after the first.
            for (int i = 0; i < LOOKS_MAX && !quiet(1); i++)
                Files.writeString(folder.resolve("serverless.yml"), "service: two" + "o".repeat(i));

            Files.writeString(folder.resolve("node_modules/a/package.json"), "{}");
            Files.writeString(folder.resolve("handler.js"), "exports.handler = 1");
            assertThat(changes.tryAcquire(10 * PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();

            Files.createDirectories(folder.resolve("machines"));
            Files.writeString(folder.resolve("machines/a.asl.json"), "{}");
            assertThat(changes.tryAcquire(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        }
    }
}
