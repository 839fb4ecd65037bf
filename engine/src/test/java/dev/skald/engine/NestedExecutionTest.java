package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.OpenState;
import dev.skald.core.Status;
import dev.skald.engine.store.FaultyStore.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NestedExecutionTest {
    private static final String WAIT = World.machine("'W': {'Type': 'Wait', 'Seconds': 86400, 'End': true}");
    private static final String FAIL = World.machine("'F': {'Type': 'Fail', 'Error': 'No', 'Cause': 'not today'}");
    private static final String ECHO = World.machine("'P': {'Type': 'Pass', 'End': true}");
    private static final String CHILD = "arn:aws:states:us-east-1:000000000000:execution:child:";

    private final World world = new World();

    private static String nested(String pattern, String parameters) {
        return World.machine("'N': {'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution" + pattern
                + "', 'Parameters': {'StateMachineArn':"
                + " 'arn:aws:states:us-east-1:000000000000:stateMachine:child'" + parameters + "}, 'End': true}");
    }

    private String start(String pattern, String parameters) {
        return world.skald.start(world.deploy("parent", nested(pattern, parameters)), "p", Payload.EMPTY_OBJECT);
    }

    private Status status(String executionArn) {
        return world.skald.describeExecution(executionArn).result().status();
    }

    @Test
    void shouldGoOnAfterTheStart() {
        world.deploy("child", WAIT);
        RunResult result = world.await(start("", ", 'Name': 'c', 'Input': {'n': 1}"));
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output().node().path("ExecutionArn").asString()).isEqualTo(CHILD + "c");
        assertThat(result.output()
                        .node()
                        .path("SdkHttpMetadata")
                        .path("HttpStatusCode")
                        .asInt())
                .isEqualTo(200);
        assertThat(status(CHILD + "c")).isEqualTo(Status.RUNNING);
        assertThat(world.skald.describeExecution(CHILD + "c").result().input()).isEqualTo(World.json("{'n':1}"));
    }

    @Test
    void shouldEndWithTheChildAndGiveItsOutputAsText() {
        world.deploy("child", ECHO);
        String parent = start(".sync", ", 'Name': 'c', 'Input': {'n': 1}");
        RunResult result = world.await(parent);
        assertThat(result.output().node().path("Output").asString()).isEqualTo("{\"n\":1}");
        assertThat(result.output().node().path("Input").asString()).isEqualTo("{\"n\":1}");
        assertThat(result.output().node().path("Status").asString()).isEqualTo("SUCCEEDED");
        assertThat(result.output().text())
                .contains("\"RedriveCount\":0,\"RedriveStatus\":\"NOT_REDRIVABLE\",\"RedriveStatusReason\":"
                        + "\"Execution is SUCCEEDED and cannot be redriven\",\"StartDate\":");
        assertThat(world.history(parent))
                .containsExactly(
                        "ExecutionStarted",
                        "StateEntered",
                        "TaskScheduled",
                        "TaskStarted",
                        "TaskSubmitted",
                        "TaskSucceeded",
                        "StateExited",
                        "ExecutionSucceeded");
    }

    @Test
    void shouldGiveTheChildsOutputAsJson() {
        world.deploy("child", ECHO);
        RunResult result = world.await(start(".sync:2", ", 'Input': {'n': 1}"));
        assertThat(result.output().node().path("Output").path("n").asInt()).isEqualTo(1);
        assertThat(result.output().node().path("Input").path("n").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFailWithWhatTheChildFailedWith() {
        world.deploy("child", FAIL);
        RunResult result = world.await(start(".sync:2", ", 'Name': 'c'"));
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(result.error()).isEqualTo("States.TaskFailed");
        assertThat(result.cause())
                .startsWith("{\"Cause\":\"not today\",\"Error\":\"No\",\"ExecutionArn\":\"" + CHILD
                        + "c\",\"Input\":\"{}\"")
                .contains("\"RedriveStatus\":\"REDRIVABLE\",\"StartDate\":", "\"Status\":\"FAILED\"");
    }

    @Test
    void shouldNameTheRefusalOfAStart() {
        RunResult result = world.await(start("", ""));
        assertThat(result.error()).isEqualTo("StepFunctions.StateMachineDoesNotExistException");
        assertThat(result.cause())
                .startsWith("State Machine Does Not Exist: 'arn:aws:states:us-east-1:000000000000:stateMachine:child'"
                        + " (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist;"
                        + " Request ID: ")
                .endsWith("; Proxy: null)");
    }

    @Test
    void shouldRestWhileTheChildRunsAndHearOfItsEnd() {
        world.deploy("child", WAIT);
        String parent = start(".sync", ", 'Name': 'c'");
        world.clock.advance(Duration.ofMinutes(5));
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        world.clock.advance(Duration.ofHours(20));
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(status(parent)).isEqualTo(Status.RUNNING);
        world.skald.stopExecution(CHILD + "c", "Enough", null);
        assertThat(world.skald.await(parent, Duration.ofSeconds(1)).cause()).contains("\"Status\":\"ABORTED\"");
    }

    @Test
    void shouldFindOutAfterACrashThatTheChildHasEnded() {
        world.deploy("child", WAIT);
        String parent = start(".sync", ", 'Name': 'c'");
        world.clock.advance(Duration.ofMinutes(5));
        world.skald.stopExecution(CHILD + "c", null, null);
        world.crash();
        RunResult result = world.skald.await(parent, StartExecutionTask.LOOK_AT_OWN.plusMinutes(1));
        assertThat(result.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldWaitOnAfterARestart() {
        world.deploy("child", WAIT);
        String parent = start(".sync", "");
        world.crash();
        assertThat(world.await(parent).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldStartOnceWhenAnAttemptIsRepeated() {
        world.deploy("child", ECHO);
        String machine = world.deploy("parent", nested(".sync", ""));
        world.faults = batch -> holdsSubmit() ? Fault.BEFORE_COMMIT : Fault.NONE;
        String parent = world.skald.start(machine, "p", Payload.EMPTY_OBJECT);
        world.clock.advance(Duration.ofSeconds(1));
        world.faults = batch -> Fault.NONE;
        world.crash();
        assertThat(world.await(parent).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.heard.stream().filter(line -> line.endsWith(":ExecutionStarted")))
                .hasSize(2);
    }

    private boolean holdsSubmit() {
        return world.heard.stream().anyMatch(line -> !line.startsWith("p:"));
    }

    @Test
    void shouldStopTheChildWithTheParent() {
        world.deploy("child", WAIT);
        String parent = start(".sync", ", 'Name': 'c'");
        world.clock.advance(Duration.ofMinutes(5));
        world.skald.stopExecution(parent, null, null);
        assertThat(world.skald.await(CHILD + "c", Duration.ofSeconds(1)).status())
                .isEqualTo(Status.ABORTED);
    }

    @Test
    void shouldStopTheChildWhenTheTaskTimesOut() {
        world.deploy("child", WAIT);
        String definition =
                nested(".sync", ", 'Name': 'c'").replace("'Type': 'Task'", "'Type': 'Task', 'TimeoutSeconds': 7");
        String parent = world.skald.start(world.deploy("parent", definition), "p", Payload.EMPTY_OBJECT);
        assertThat(world.await(parent).error()).isEqualTo("States.Timeout");
        assertThat(world.skald.await(CHILD + "c", Duration.ofSeconds(1)).status())
                .isEqualTo(Status.ABORTED);
    }

    @Test
    void shouldEndByTheTokenThatTheChildWasGiven() {
        world.deploy("child", WAIT);
        String parent = start(".waitForTaskToken", ", 'Name': 'c', 'Input': {'token.$': '$$.Task.Token'}");
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.skald.describeExecution(parent).openStates())
                .extracting(OpenState::waitingFor)
                .containsExactly(OpenState.WaitingFor.CALLBACK);
        String token = world.skald
                .describeExecution(CHILD + "c")
                .result()
                .input()
                .node()
                .path("token")
                .asString();
        world.skald.completeTask(token, World.json("42"));
        assertThat(world.await(parent).output()).isEqualTo(World.json("42"));
    }
}
