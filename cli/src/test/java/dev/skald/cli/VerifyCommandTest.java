package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {
    private static final String EXAMPLE =
            Path.of("../examples/order/order.asl.yaml").toAbsolutePath().toString();
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

    @TempDir
    private Path folder;

    private CommandLineRun skald;

    @BeforeEach
    void write() throws Exception {
        skald = new CommandLineRun(folder);
        Files.writeString(folder.resolve("results.yaml"), "Validate: {valid: true, terminal: quiet}\n");
        Files.writeString(
                folder.resolve("input.json"),
                "{\"item\": \"teapot\", \"quantity\": 2, \"cents\": 42, \"city\": \"Oslo\"}");
        Files.writeString(folder.resolve("half.yaml"), """
                StartAt: A
                States:
                  A: {Type: Task, Resource: '%1$sa', TimeoutSeconds: 9, Next: B}
                  B: {Type: Task, Resource: '%1$sb', TimeoutSeconds: 9, Compensate: {Resource: '%1$su'}, End: true}
                """.formatted(FUNCTION));
    }

    @Test
    void shouldShowTheTable() {
        assertThat(skald.run("verify", EXAMPLE, "--input", "@input.json", "--results", "results.yaml"))
                .as(skald.err())
                .isZero();
        assertThat(skald.out())
                .contains("STEP      fails ", "Compensate Ship ", "parked")
                .contains("All or nothing, in order, with one key per visit.");
    }

    @Test
    void shouldShowWhatIsWrong() {
        assertThat(skald.run("verify", "half.yaml")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out())
                .contains("WRONG")
                .contains("but 'A' stands: it has no Compensate")
                .contains("The first, step by step:");
    }

    @Test
    void shouldLookIntoWhatItStarts() throws Exception {
        Files.writeString(folder.resolve("parent.yaml"), """
                StartAt: P
                States:
                  P: {Type: Task, Resource: '%1$sp', TimeoutSeconds: 9, Compensate: {Resource: '%1$su'}, Next: Q}
                  Q: {Type: Task, Resource: 'arn:aws:states:::states:startExecution.sync', TimeoutSeconds: 99, End: true,
                      Parameters: {StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:half'}}
                """.formatted(FUNCTION));
        assertThat(skald.run("verify", "parent.yaml", "--machine", "half=half.yaml"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("but 'A' stands: it has no Compensate");
    }

    @Test
    void shouldPrintJson() {
        assertThat(skald.run("verify", "half.yaml", "--json")).isEqualTo(ExitCode.FAILED);
        JsonNode report = JsonMapper.shared().readTree(skald.out());
        assertThat(report.path("ok").asBoolean(true)).isFalse();
        assertThat(report.path("rows").path(0).path("cells").path("FAILS").asString())
                .isEqualTo("OK");
        assertThat(report.path("findings").path(0).path("fault").asString()).isEqualTo("TIMES_OUT_DONE");
        assertThat(report.path("trace").isEmpty()).isFalse();
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        assertThat(skald.run("verify", "none.yaml")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("there is no ");
        assertThat(skald.run("verify", "half.yaml", "--input", "{")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("--input is no JSON");
        assertThat(skald.run("verify", EXAMPLE)).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("With input 1 the execution fails before anything goes wrong: States.");
        Files.writeString(folder.resolve("list.json"), "[]");
        assertThat(skald.run("verify", "half.yaml", "--results", "list.json")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("Results are an object");
        Files.writeString(folder.resolve("broken.json"), "{\"a\": [");
        assertThat(skald.run("verify", "half.yaml", "--results", "broken.json")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("neither JSON nor YAML");
        String plain = Path.of("../examples/order-saga/order-saga.asl.yaml")
                .toAbsolutePath()
                .toString();
        assertThat(skald.run("verify", plain)).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err())
                .contains("These look like undos: 'Cancel shipment', 'Release stock', 'Refund payment'.");
    }
}
