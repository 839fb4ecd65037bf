package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private final World world = new World();

    private ExecutionRow row(String arn) {
        return world.skald.describeExecution(arn).row();
    }

    @Test
    void shouldRestInItsFirstAppendAndWakeAfterAYear() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 31536000, 'End': true}");
        assertThat(world.skald.statistics().commits()).isEqualTo(1);
        world.thread.runAll();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        Instant due = world.clock.now().plus(YEAR);
        assertThat(row(arn).atRest()).isTrue();
        assertThat(row(arn).wakeAt()).isEqualTo(due);
        world.crash();
        world.clock.advance(YEAR.minusMillis(1));
        assertThat(row(arn).status()).isEqualTo(Status.RUNNING);
        world.clock.advance(Duration.ofMillis(1));
        assertThat(row(arn).stoppedAt()).isEqualTo(due);
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldRestInTheAppendOfALaterTurn() {
        world.handler("f", (input, step) -> input);
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f") + ", 'Next': 'W'},"
                + " 'W': {'Type': 'Wait', 'Seconds': 3600, 'Next': 'T2'},"
                + " 'T2': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
        world.thread.runAll();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(world.skald.statistics().commits()).isEqualTo(2);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(row(arn).stoppedAt()).isEqualTo(row(arn).startedAt().plusSeconds(3600));
    }

    @Test
    void shouldRestAfterAWhileWithoutTimer() {
        world.handler("f", (input, step) -> Payload.of(input.node()));
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                + " 'Parameters': {'FunctionName': 'f', 'Payload': {'token.$': '$$.Task.Token'}}, 'End': true}");
        world.thread.runAll();
        assertThat(row(arn).atRest()).isFalse();
        world.clock.advance(Settings.DEFAULTS.restAfter());
        assertThat(row(arn).atRest()).isTrue();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldNotRestWhenSomethingIsDueSoon() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 59, 'End': true}");
        world.clock.advance(Duration.ofSeconds(30));
        assertThat(row(arn).atRest()).isFalse();
        assertThat(world.skald.statistics().liveExecutions()).isOne();
    }

    @Test
    void shouldStopAtRest() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 31536000, 'End': true}");
        world.thread.runAll();
        world.clock.advance(Duration.ofDays(10));
        Instant stopped = world.skald.stopExecution(arn, "Enough", "of it");
        assertThat(stopped).isEqualTo(world.clock.now());
        RunResult result = world.await(arn);
        assertThat(result.status()).isEqualTo(Status.ABORTED);
        assertThat(result.error()).isEqualTo("Enough");
        assertThat(world.memory.dueBefore(Instant.parse("9999-01-01T00:00:00Z"), 10))
                .isEmpty();
        assertThat(world.skald.stopExecution(arn, null, null)).isEqualTo(stopped);
    }

    @Test
    void shouldRestAgainAndAgain() {
        String definition = World.machine("'P': {'Type': 'Pass', 'Result': 0, 'ResultPath': '$.n', 'Next': 'W'},"
                + " 'W': {'Type': 'Wait', 'Seconds': 86400, 'Next': 'I'},"
                + " 'I': {'Type': 'Pass', 'Parameters': {'n.$': 'States.MathAdd($.n, 1)'}, 'Next': 'C'},"
                + " 'C': {'Type': 'Choice', 'Choices': [{'Variable': '$.n', 'NumericLessThan': 5, 'Next': 'W'}],"
                + " 'Default': 'S'}, 'S': {'Type': 'Succeed'}");
        String arn = world.skald.start(world.deploy("m", definition), null, Payload.EMPTY_OBJECT);
        RunResult result = world.await(arn);
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(Duration.between(result.startedAt(), result.stoppedAt())).isEqualTo(Duration.ofDays(5));
        assertThat(world.skald.statistics().commits()).isEqualTo(6);
    }

    @Test
    void shouldWakeMoreThanFitIntoAPage() {
        String machine = world.deploy("m", World.machine("'W': {'Type': 'Wait', 'Seconds': 86400, 'End': true}"));
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < 2 * Sleepers.PAGE + 100; i++)
            arns.add(world.skald.start(machine, null, Payload.EMPTY_OBJECT));
        world.thread.runAll();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        world.clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(world.skald.statistics().openExecutions()).isZero();
        assertThat(world.await(arns.getLast()).status()).isEqualTo(Status.SUCCEEDED);
    }
}
