package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.Skald;
import dev.skald.engine.TaskDescription;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TaskCommandTest {
    private static final String ASK = """
            StartAt: Ask
            States:
              Ask:
                Type: Task
                Resource: arn:aws:states:::lambda:invoke.waitForTaskToken
                TimeoutSeconds: 7300
                Parameters: {FunctionName: f, Payload: {token.$: $$.Task.Token, sum: 12}}
                End: true
            """;

    @TempDir
    private Path folder;

    private Skald engine;
    private SkaldServer server;
    private CommandLineRun skald;
    private String execution = "";
    private String task = "";

    @BeforeEach
    void startWaiting() throws Exception {
        engine = Skald.inMemory().register("f", (input, step) -> input).open();
        server = SkaldServer.start(engine, ServerSettings.DEFAULTS.withPort(0));
        skald = new CommandLineRun(folder).with("SKALD_ENDPOINT", "http://127.0.0.1:" + server.port());
        execution = engine.start(engine.deploy("a", ASK, MachineType.STANDARD), "one", Payload.EMPTY_OBJECT);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<TaskDescription> tasks = List.of();
        while (tasks.isEmpty() && System.nanoTime() < end) {
            tasks = engine.listWaitingTasks(null, null, null, 1).tasks();
            Thread.onSpinWait();
        }
        task = tasks.getFirst().handle().toString();
    }

    @AfterEach
    void stop() {
        server.close();
        engine.close();
    }

    private String status() {
        assertThat(skald.run("status")).as(skald.err()).isEqualTo(ExitCode.OK);
        return skald.out();
    }

    @Test
    void shouldListAndApprove() {
        assertThat(skald.run("task", "list")).as(skald.err()).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .startsWith("TASK")
                .contains(task, "a/one", "Ask", "in 2 h", "\"sum\":12", TaskDescription.TOKEN_SHOWN);
        assertThat(skald.run("task", "list", "--execution", "a/one", "--machine", "a", "--limit", "1", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared().readTree(skald.out()).path("tasks").size())
                .isEqualTo(1);

        assertThat(skald.run("task", "approve", task, "--who", "ann", "--why", "fine", "--output", "{\"ok\":1}"))
                .as(skald.err())
                .isEqualTo(ExitCode.OK);

        assertThat(skald.out()).isEqualTo("a/one: Ask is approved\n");
        assertThat(engine.await(execution, Duration.ofSeconds(20)).output().text())
                .isEqualTo("{\"ok\":1}");
        assertThat(skald.run("task", "list")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("no tasks wait\n");
    }

    @Test
    void shouldReject() {
        assertThat(skald.run("task", "reject", task, "--who", "ann", "--why", "too much", "--error", "No"))
                .isEqualTo(ExitCode.OK);
        assertThat(engine.await(execution, Duration.ofSeconds(20)).error()).isEqualTo("No");
        assertThat(skald.run("task", "reject", task, "--why", "again")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).startsWith("skald: TaskTimedOut: ");
    }

    @Test
    void shouldMakeLinks() {
        assertThat(skald.run("task", "links", task, "--who", "ann", "--expires-in", "90"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("approve  http://127.0.0.1:" + server.port() + "/task-links/");
        assertThat(skald.run("task", "links", task, "--expires-in", "0")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldShowTheStatusOnOneScreen() {
        assertThat(status().lines().findFirst().orElseThrow())
                .contains("RUNNING", "SLEEPING", "TASKS WAITING", "PARKED", "KNOWN FAILURES", "UNKNOWN FAILURES");
        assertThat(status()).contains("waiting tasks:    skald task list").doesNotContain("parked sagas");
        assertThat(skald.run("task", "reject", task, "--why", "no")).isEqualTo(ExitCode.OK);
        engine.await(execution, Duration.ofSeconds(20));
        assertThat(status()).contains("unknown failures: skald list").doesNotContain("waiting tasks");
        assertThat(skald.run("status", "--json")).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared()
                        .readTree(skald.out())
                        .path("unknownFailures")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void shouldExitWith2WhenTheCommandLineIsWrong() {
        assertThat(skald.run("task")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("task", "approve", task)).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("task", "approve", "--why", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("task", "approve", "nine", "--why", "x")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("'nine' names no task");
    }
}
