package dev.skald.acceptance.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/java-trip} as a reader runs it: killed in the middle, and started again. */
class JavaTripTest {
    private static final int MINUTES_MAX = 6;
    private static final int SHORT = 30;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldGoOnAfterAKill() throws Exception {
        Path script = SourceTree.root().resolve("examples/java-trip/kill-and-resume");
        String said = run(script.toString());
        assertThat(said)
                .contains("killed in the middle", "started again:")
                .containsPattern("trip-0 +Oslo +flight \\d+, hotel \\d+, transfer \\d+")
                .containsPattern("trip-1 +Atlantis +COMPENSATED, KnownFailure: com.example.trip.NoTransfer")
                .containsPattern("trip-3 +Vineta +COMPENSATED, UnknownFailure: java.lang.IllegalStateException")
                .contains("The books balance: 2 trips are booked with all three, the others with none.");
    }

    @Test
    void shouldFitInAShortMain() throws Exception {
        Path program = SourceTree.root().resolve("examples/java-trip/ShortTrip.java");
        assertThat(Files.readAllLines(program)).hasSizeLessThan(SHORT);

        assertThat(shortTrip(program, "Oslo")).contains("Oslo: COMMITTED");
        assertThat(shortTrip(program, "Atlantis"))
                .containsSubsequence("release hotel in Atlantis", "cancel flight to Atlantis", "Atlantis: COMPENSATED");
        assertThat(shortTrip(program, "Atlantis"))
                .contains("Atlantis: COMPENSATED")
                .doesNotContain("cancel");
    }

    private String shortTrip(Path program, String city) throws Exception {
        return run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                program.toString(),
                folder.resolve("trips.db").toString(),
                city);
    }

    private String run(String... command) throws Exception {
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SKALD_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SKALD_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KILL_AFTER", "0.5");
        Process process = builder.redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said;
    }
}
