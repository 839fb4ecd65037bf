package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks with {@code aws-sdk:sfn}: a machine that drives the very engine it runs on. */
class SdkTaskTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.with(builder -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RunResult run(String action, String parameters) {
        String definition = Machines.task("arn:aws:states:::aws-sdk:sfn:" + action)
                .replace("\"End\"", "\"Parameters\":" + parameters + ",\"End\"");
        String machine = server.skald().deploy("sdk-" + action, definition, MachineType.STANDARD);
        return server.skald().await(server.skald().start(machine, null, Payload.EMPTY_OBJECT), SOON);
    }

    @Test
    void shouldRunAnExpressMachine() {
        String express = server.skald().deploy("express-child", PASS, MachineType.EXPRESS);
        RunResult result = run("startSyncExecution", "{\"StateMachineArn\":\"" + express + "\",\"Input\":{\"n\":1}}");
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output().node().path("Output").asString()).isEqualTo("{\"n\":1}");
        assertThat(result.output().node().path("Status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void shouldCreateAndListMachines() {
        String parameters = "{\"Name\":\"made\",\"RoleArn\":\"" + Machines.ROLE + "\",\"Definition\":" + PASS + "}";
        RunResult created = run("createStateMachine", parameters);
        assertThat(created.output().node().path("StateMachineArn").asString()).endsWith(":stateMachine:made");
        RunResult listed = run("listStateMachines", "{\"MaxResults\":1000}");
        assertThat(listed.output().node().path("StateMachines").findValuesAsString("Name"))
                .contains("made");
    }

    @Test
    void shouldNameWhatTheApiRefuses() {
        String arn = "arn:aws:states:us-east-1:000000000000:stateMachine:nowhere";
        RunResult result = run("describeStateMachine", "{\"StateMachineArn\":\"" + arn + "\"}");
        assertThat(result.error()).isEqualTo("Sfn.StateMachineDoesNotExistException");
        assertThat(result.cause())
                .matches(
                        "State Machine Does Not Exist: '" + arn
                                + "' \\(Service: Sfn, Status Code: 400, Request ID: [0-9a-f-]{36}\\) \\(SDK Attempt Count: 1\\)");
    }

    @Test
    void shouldNameAParameterThatTheActionDoesNotHave() {
        RunResult result = run("describeStateMachine", "{\"Arn\":\"x\"}");
        assertThat(result.error()).isEqualTo("States.Runtime");
        assertThat(result.cause()).contains("[The field \"Arn\" is not supported by Step Functions]");
    }
}
