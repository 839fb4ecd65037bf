package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.core.TaskToken;
import dev.skald.engine.store.FaultyStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {
    private final World world = new World();
    private final List<String> tokens = new ArrayList<>();

    @BeforeEach
    void registerFunction() {
        world.handler("f", (input, step) -> {
            tokens.add(step.taskToken());
            return input;
        });
    }

    private String startWaiting(String more) {
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                + " 'Parameters': {'FunctionName': 'f', 'Payload': {'token.$': '$$.Task.Token'}}, " + more
                + "'End': true}");
        world.thread.runAll();
        return arn;
    }

    private String token() {
        return tokens.getLast();
    }

    private void assertRefused(String code, String message, Runnable call) {
        assertThatThrownBy(call::run).hasMessage(message).extracting("code").isEqualTo(code);
    }

    @Test
    void shouldEndByToken() {
        String arn = startWaiting("");
        assertThat(token().length()).isLessThan(2_048);
        world.skald.completeTask(token(), World.json("{'done': 1}"));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'done': 1}"));
        assertThat(world.history(arn))
                .containsSubsequence("TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded");
    }

    @Test
    void shouldFailByToken() {
        String arn = startWaiting("");
        world.skald.failTask(token(), "No", "never");
        assertThat(world.await(arn).error()).isEqualTo("No");
        assertThat(world.await(arn).cause()).isEqualTo("never");
    }

    @Test
    void shouldRefuseSecondResult() {
        String arn = startWaiting("");
        world.skald.completeTask(token(), Payload.EMPTY_OBJECT);
        world.await(arn);
        String message = "Task Timed Out: 'Provided task does not exist anymore'";
        assertRefused("TaskTimedOut", message, () -> world.skald.completeTask(token(), Payload.EMPTY_OBJECT));
        assertRefused("TaskTimedOut", message, () -> world.skald.failTask(token(), null, null));
        assertRefused("TaskTimedOut", message, () -> world.skald.heartbeat(token()));
    }

    @Test
    void shouldRefuseLateResultOfOpenExecution() {
        startWaiting("'TimeoutSeconds': 5, 'Catch': [{'ErrorEquals': ['States.ALL'], 'Next': 'W'}], ".replace("''", "'")
                + "'Next': 'W'}, 'W': {'Type': 'Wait', 'Seconds': 500, ");
        world.clock.advance(Duration.ofSeconds(6));
        assertRefused(
                "TaskTimedOut",
                "Task Timed Out: 'Provided task does not exist anymore'",
                () -> world.skald.completeTask(token(), Payload.EMPTY_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "!!!!", "AAAA", "not a token at all, by any means", "ä"})
    void shouldRefuseGarbledToken(String garbled) {
        startWaiting("");
        assertRefused("InvalidToken", "Invalid Token: 'Invalid token'", () -> world.skald.heartbeat(garbled));
    }

    @Test
    void shouldRefuseTokenWithOtherSecret() {
        String arn = startWaiting("");
        TaskToken real = TaskToken.parse(token()).orElseThrow();
        String forged = new TaskToken(real.executionId(), real.sequence(), "0".repeat(32)).text();
        assertRefused(
                "InvalidToken",
                "Invalid Token: 'Invalid token'",
                () -> world.skald.completeTask(forged, Payload.EMPTY_OBJECT));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldRefuseTokenOfUnknownExecution() {
        String foreign = new TaskToken(999_999, 2, "0".repeat(32)).text();
        assertThatThrownBy(() -> world.skald.completeTask(foreign, Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("TaskDoesNotExist");
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldTakeTokenAtRestAndAfterRestart() {
        String arn = startWaiting("");
        world.clock.advance(Duration.ofSeconds(10));
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        world.crash();
        world.skald.heartbeat(token());
        world.skald.completeTask(token(), Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(tokens).hasSize(1);
    }

    @Test
    void shouldNotLoseExecutionForRefusedTokenAtRest() {
        String arn = startWaiting("");
        world.clock.advance(Duration.ofSeconds(10));
        TaskToken real = TaskToken.parse(token()).orElseThrow();
        String forged = new TaskToken(real.executionId(), real.sequence(), "0".repeat(32)).text();
        assertThatThrownBy(() -> world.skald.heartbeat(forged)).isInstanceOf(ServiceException.class);
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(world.skald.describeExecution(arn).row().atRest()).isTrue();
    }

    @Test
    void shouldMoveTimeoutByHeartbeat() {
        String arn = startWaiting("'HeartbeatSeconds': 10, ");
        for (int i = 0; i < 5; i++) {
            world.clock.advance(Duration.ofSeconds(9));
            world.skald.heartbeat(token());
        }
        world.clock.advance(Duration.ofMillis(9_999));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.await(arn).error()).isEqualTo("States.Timeout");
    }

    @Test
    void shouldTellCallerWhenResultIsLost() {
        String arn = startWaiting("");
        var first = new AtomicBoolean(true);
        world.faults = batch -> first.getAndSet(false) ? Fault.BEFORE_COMMIT : Fault.NONE;
        assertThatThrownBy(() -> world.skald.completeTask(token(), Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("InternalFailure");
        world.skald.completeTask(token(), Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldTellCallerWhenResultWasStoredAfterAll() {
        String arn = startWaiting("");
        var first = new AtomicBoolean(true);
        world.faults = batch -> first.getAndSet(false) ? Fault.AFTER_COMMIT : Fault.NONE;
        world.skald.completeTask(token(), Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }
}
