package dev.skald.acceptance.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.acceptance.SourceTree;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The page of an execution folds its events itself. Here its model is given the histories of random executions, and must show after each
 * moment the same open states as the engine has, with what each of them waits for and until when.
 */
class TraceTest {
    private static final int HISTORIES = 300;
    private static final long PROGRAM_SECONDS_MAX = 120;
    private static final Path CONSOLE = SourceTree.root().resolve("console");

    @Test
    void shouldShowTheStatesThatTheEngineIsIn() throws Exception {
        assumeThat(CONSOLE.resolve("node_modules/.bin/vite"))
                .as("the console's packages are installed: run .ci/console")
                .exists();
        Path file = Path.of("target/console/histories.jsonl").toAbsolutePath();
        Files.createDirectories(file.getParent());
        try (var histories = new RandomHistories();
                BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (long seed = 1; seed <= HISTORIES; seed++)
                lines.append(histories.run(seed).toString()).append('\n');
        }
        compare(file);
    }

    private static void compare(Path histories) throws Exception {
        Path output = histories.resolveSibling("histories.txt");
        Process program = new ProcessBuilder("npm", "run", "--silent", "histories", "--", histories.toString())
                .directory(CONSOLE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = program.waitFor(PROGRAM_SECONDS_MAX, TimeUnit.SECONDS);
        if (!ended) program.destroyForcibly();
        assertThat(ended && program.exitValue() == 0)
                .as(Files.readString(output, StandardCharsets.UTF_8))
                .isTrue();
    }
}
