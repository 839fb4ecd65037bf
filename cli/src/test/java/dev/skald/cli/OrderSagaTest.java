package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example, as a newcomer runs it. */
class OrderSagaTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("skald.root", ".."), "examples", "order-saga");
    private static final long RUN_SECONDS_MAX = 60;

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNoFindings() throws Exception {
        String definition = Files.readString(EXAMPLE.resolve("order-saga.asl.yaml"));

        assertThat(Asl.lint(definition, MachineType.STANDARD)).isEmpty();
    }

    @Test
    void shouldDeliverRejectAndUndo() throws Exception {
        CommandLineRun skald = new CommandLineRun(folder);

        assertThat(run(skald)).as(skald.err()).isEqualTo(ExitCode.OK);

        assertThat(lines(skald.out()))
                .containsSubsequence(
                        "delivered-1",
                        "✗ Charge attempt 1",
                        "✗ Charge attempt 2",
                        "✓ Charge attempt 3",
                        "✓ Ship attempt 1",
                        "SUCCEEDED in",
                        "rejected-1",
                        "◇ Valid? → Rejected",
                        "FAILED in",
                        "shipping-fails-1",
                        "✗ Ship attempt 1",
                        "↩ Release stock attempt 1",
                        "↩ Refund payment attempt 1",
                        "FAILED in",
                        "The books balance:");
        assertThat(skald.out()).doesNotContain("Earlier executions");

        leaveATraceOf("shipping-fails-1");

        assertThat(run(skald)).as("a failed order left a trace").isEqualTo(ExitCode.FAILED);
        assertThat(lines(skald.out()))
                .containsSubsequence("Earlier executions", "shipping-fails-1 FAILED", "delivered-2");
        assertThat(skald.out())
                .contains("order shipping-fails-1 failed, but left a trace in the book of payment")
                .doesNotContain("not as expected");
    }

    private void leaveATraceOf(String order) throws SQLException {
        try (Connection payment = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("payment.db"));
                PreparedStatement update =
                        payment.prepareStatement("UPDATE line SET state = 'done' WHERE order_id = ?")) {
            update.setString(1, order);
            assertThat(update.executeUpdate()).isOne();
        }
    }

    /** Killed after a line that shows how far it came, the same command goes on with the same orders. */
    @Test
    void shouldGoOnAfterAKill() throws Exception {
        assertGoesOn("✓ Reserve", "delivered-1");
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({
        "✗ Charge, delivered-1",
        "✓ Ship, delivered-1",
        "✗ Ship, shipping-fails-1",
        "↩ Release, shipping-fails-1"
    })
    void shouldGoOnAfterAKillAtAnyStep(String line, String order) throws Exception {
        assertGoesOn(line, order);
    }

    private void assertGoesOn(String line, String order) throws Exception {
        kill(line);

        String again = runToItsEnd();

        assertThat(again).contains(order + " (goes on)", "The books balance:").doesNotContain("-2", "not as expected");
        assertThat(lines(again))
                .containsSubsequence("SUCCEEDED in", "FAILED in", "↩ Refund payment attempt 1", "FAILED in");
    }

    private int run(CommandLineRun skald) {
        return skald.run(
                "run", EXAMPLE.toString(), "--store", folder.resolve("skald.db").toString());
    }

    private void kill(String line) throws IOException, InterruptedException {
        Process process = start();
        try (BufferedReader reader = process.inputReader()) {
            String read;
            do read = reader.readLine();
            while (read != null && !read.strip().startsWith(line));
            assertThat(read).as("a line with " + line).isNotNull();
            process.destroyForcibly();
        }
        assertThat(process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    private String runToItsEnd() throws IOException, InterruptedException {
        Process process = start();
        String printed;
        try (BufferedReader reader = process.inputReader()) {
            printed = reader.readAllAsString();
        }
        assertThat(process.waitFor(RUN_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isEqualTo(ExitCode.OK);
        return printed;
    }

    private Process start() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.skald.cli.Main",
                "run",
                EXAMPLE.toString(),
                "--store",
                folder.resolve("skald.db").toString());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Lines without what changes from run to run: their first words. */
    private static List<String> lines(String out) {
        return Stream.of(out.split("\n"))
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .map(OrderSagaTest::shortened)
                .toList();
    }

    private static String shortened(String line) {
        for (String end : List.of(
                "attempt 1",
                "attempt 2",
                "attempt 3",
                "SUCCEEDED in",
                "FAILED in",
                "-1 FAILED",
                "The books balance:")) {
            int at = line.indexOf(end);
            if (at >= 0) return line.substring(0, at + end.length());
        }
        return line;
    }
}
