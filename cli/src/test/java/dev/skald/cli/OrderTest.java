package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a saga with a pivot, as a newcomer runs it. */
class OrderTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("skald.root", ".."), "examples", "order");

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNoFindings() throws Exception {
        String definition = Files.readString(EXAMPLE.resolve("order.asl.yaml"));

        assertThat(Asl.lint(definition, MachineType.STANDARD)).isEmpty();
    }

    @Test
    void shouldDeliverRejectAndCompensate() {
        CommandLineRun skald = new CommandLineRun(folder);
        int exit = skald.run(
                "run", EXAMPLE.toString(), "--store", folder.resolve("skald.db").toString());

        assertThat(exit).as(skald.err()).isEqualTo(ExitCode.OK);
        assertThat(lines(skald.out()))
                .containsSubsequence(
                        "delivered-1",
                        "✗ Charge attempt 2",
                        "✓ Charge attempt 3",
                        "✓ Notify attempt 1",
                        "rejected-1",
                        "shipping-fails-1",
                        "✗ Ship attempt 1",
                        "↩ Compensate Reserve attempt 1",
                        "The books balance:");
    }

    /** Each line up to its attempt. */
    private static List<String> lines(String out) {
        return out.lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .map(line -> line.replaceAll("(attempt \\d+|The books balance:).*", "$1"))
                .toList();
    }
}
