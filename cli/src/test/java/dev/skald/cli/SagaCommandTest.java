package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.SagaStatus;
import dev.skald.engine.Skald;
import dev.skald.engine.task.TaskFailure;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SagaCommandTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String SAGA = """
            StartAt: A
            States:
              A: {Type: Task, Resource: "%1$sok", Next: F,
                  Compensate: {Resource: "%1$sbad", Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 0}]}}
              F: {Type: Fail, Error: "No"}
            """.formatted(FUNCTION);

    @TempDir
    private Path folder;

    private Skald engine;
    private SkaldServer server;
    private CommandLineRun skald;
    private String execution = "";

    @BeforeEach
    void startASagaThatParks() throws Exception {
        engine = Skald.inMemory()
                .register("ok", (input, step) -> input)
                .register("bad", (input, step) -> {
                    if (input.node().has("edited")) return input;
                    throw new TaskFailure("Broken", "is broken");
                })
                .open();
        server = SkaldServer.start(engine, ServerSettings.DEFAULTS.withPort(0));
        skald = new CommandLineRun(folder).with("SKALD_ENDPOINT", "http://127.0.0.1:" + server.port());
        execution = engine.start(engine.deploy("a", SAGA, MachineType.STANDARD), "one", Payload.EMPTY_OBJECT);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (engine.describeSaga(execution).status() != SagaStatus.PARKED && System.nanoTime() < end)
            Thread.onSpinWait();
    }

    @AfterEach
    void stop() {
        server.close();
        engine.close();
    }

    private JsonNode json() {
        return JsonMapper.shared().readTree(skald.out());
    }

    @Test
    void shouldShowAndAbandon() {
        assertThat(skald.run("saga", "show", "a/one")).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .startsWith("a/one is RUNNING, its saga PARKED\n")
                .contains("Compensate A", "Broken: is broken")
                .contains("SUCCEEDED  PARKED");
        assertThat(skald.run("saga", "preview", "a/one")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("1     A     SUCCEEDED").doesNotContain("Broken");
        assertThat(skald.run("saga", "preview", "a/one", "--json")).isEqualTo(ExitCode.OK);
        assertThat(json().path("log").path(0).path("compensation").asString()).isEqualTo("Compensate A");

        assertThat(skald.run("history", "a/one")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).containsPattern("CompensationStarted .* until=\\d{4}-\\d{2}-\\d{2}T");

        assertThat(skald.run("saga", "abandon", "a/one", "--who", "ann", "--why", "by hand"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("a/one is FAILED, its saga COMPENSATION_FAILED\n");
    }

    @Test
    void shouldListByStatus() {
        assertThat(skald.run("saga", "list")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).startsWith("EXECUTION  STATUS   SAGA    STARTED\na/one      RUNNING  PARKED  ");
        assertThat(skald.run("saga", "list", "--machine", "a", "--status", "PARKED,ACTIVE", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(json().path("executions").size()).isEqualTo(1);
        assertThat(json().path("executions").path(0).path("sagaStatus").asString())
                .isEqualTo("PARKED");
        assertThat(skald.run("saga", "list", "--status", "COMPENSATED")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("no sagas\n");
        assertThat(skald.run("saga", "list", "--status", "LOST")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldRetryWithAnotherInput() {
        assertThat(skald.run("saga", "edit", "a/one", "--why", "mended", "--input", "{\"edited\": 1}"))
                .isEqualTo(ExitCode.OK);
        engine.await(execution, Duration.ofSeconds(20));
        assertThat(skald.run("saga", "show", "a/one")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("a/one is FAILED, its saga COMPENSATED\nnothing to undo\n");
    }

    @Test
    void shouldExitWith1WhenItMakesNoSense() {
        assertThat(skald.run("saga", "compensate", "a/one", "--why", "x")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err())
                .isEqualTo("skald: SagaActionRefused: A compensation is parked: say 'done' or 'skip'.\n");
        assertThat(skald.run("saga", "skip", "a/one", "--why", "x", "--park", "1"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("Nothing is parked under 1.");
        assertThat(skald.run("saga", "edit", "a/one", "--why", "x", "--input", "{"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).startsWith("skald: ValidationException: 'input' is no JSON");
        assertThat(skald.run("saga", "show", "a/none")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldExitWith2WhenTheCommandLineIsWrong() {
        assertThat(skald.run("saga")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("saga", "skip", "a/one")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("--why");
        assertThat(skald.run("saga", "edit", "a/one", "--why", "x")).isEqualTo(ExitCode.USAGE);
    }
}
