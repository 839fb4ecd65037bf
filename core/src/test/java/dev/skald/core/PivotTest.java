package dev.skald.core;

import static dev.skald.core.SagaMachines.compensated;
import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.park;
import static dev.skald.core.SagaMachines.step;
import static dev.skald.core.SagaMachines.undo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Given a saga with a point of no return, when it is passed, then nothing is undone any more. */
class PivotTest {
    private static Story pivot(String saga) {
        return Story.given(machine(
                        saga,
                        compensated("A", "B"),
                        step("B", "Pivot: true, ", "C"),
                        step("C", "Retriable: true, ", null)))
                .start("{}")
                .complete("A", "{}");
    }

    @Test
    void shouldUndoNothingPastThePivot() {
        var story = pivot("Retry: []").complete("B", "{}");
        assertThat(story.execution.undoLog()).isEmpty();

        story.stop();
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.fail("C", "Broken", "x");
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.STEP);
        story.operate(OperatorAction.HAPPENED, park(story), "{\"by\":\"hand\"}");
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(story.execution.output()).isEqualTo(Payload.ofText("{\"by\":\"hand\"}"));
    }

    @Test
    void shouldRepeatAnUncertainPivotThenParkIt() {
        var story = pivot("Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1, IntervalSeconds: 1}]");
        String key = story.run("B").key();
        story.fail("B", Effect.UNCERTAIN).after(Duration.ofSeconds(1));
        assertThat(story.run("B").key()).isEqualTo(key);
        story.fail("B", Effect.UNCERTAIN);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);

        story.operate(OperatorAction.COMPENSATE, park(story), null);
        assertThat(story.tasks()).containsExactly("Compensate A");
    }

    @Test
    void shouldUndoAPivotThatSurelyFailed() {
        var story = pivot("").fail("B", Effect.REPORTED);

        assertThat(story.tasks()).containsExactly("Compensate A");
    }

    @Test
    void shouldAskWhetherThePivotHappenedBeforeAStopUndoesAnything() {
        var story = pivot("DrainSeconds: 1").stop().after(Duration.ofSeconds(1));
        assertThat(story.tasks()).isEmpty();
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);

        story.operate(OperatorAction.HAPPENED, park(story), null);
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
    }

    @Test
    void shouldNotTimeOutPastThePivot() {
        var story = Story.given("TimeoutSeconds: 10\n"
                        + machine("", step("A", "Pivot: true, ", "B"), step("B", "Retriable: true, ", null)))
                .start("{}")
                .complete("A", "{}")
                .after(Duration.ofSeconds(20));
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);

        story.complete("B", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldTryAPivotAgainWhoseStopAsksForAPerson() {
        for (Effect effect : Effect.values()) {
            var story = pivot("DrainSeconds: 1").stop().after(Duration.ofSeconds(1));
            story.operate(OperatorAction.RETRY, park(story), null).fail("B", effect);

            if (effect == Effect.REPORTED) assertThat(story.tasks()).containsExactly("Compensate A");
            else assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);
        }
        var story = pivot("DrainSeconds: 1").stop().after(Duration.ofSeconds(1));
        story.operate(OperatorAction.RETRY, park(story), null).complete("B", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
    }

    @Test
    void shouldAskAboutThePivotWhenAParkedFailureIsToBeUndone() {
        var story = Story.given("TimeoutSeconds: 10\n"
                        + machine("OnFailure: Park, DrainSeconds: 1", step("A", "Pivot: true, ", null)))
                .start("{}")
                .after(Duration.ofSeconds(10))
                .fail("A", Effect.UNCERTAIN)
                .operate(OperatorAction.COMPENSATE, 0, null);

        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.STEP);
    }

    @Test
    void shouldAskAboutThePivotThatWaitedWhenItsParkedTimeOutIsToBeUndone() {
        var story = Story.given("TimeoutSeconds: 10\n"
                        + machine("OnFailure: Park, Retry: []", step("A", "Pivot: true, ", null)))
                .start("{}")
                .fail("A", Effect.UNCERTAIN)
                .after(Duration.ofSeconds(10))
                .operate(OperatorAction.COMPENSATE, 0, null);

        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.STEP);
    }

    @Test
    void shouldNotCallCompensatedWhatWasStoppedAtAPivot() {
        var story = Story.given(machine("OnStop: Abort", step("A", "Pivot: true, ", null)))
                .start("{}")
                .stop();

        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.ABANDONED);
    }

    @Test
    void shouldDropAtThePivotWhatWasGivenUp() {
        String caught = "Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: true}], ";
        var story = Story.given(machine(
                        "Retry: [], OnCompensationFailure: Continue",
                        step("A", undo("A") + caught, "B"),
                        step("B", "Pivot: true, ", "C"),
                        "  C: {Type: Fail}\n"))
                .start("{}")
                .fail("A", Effect.UNCERTAIN)
                .fail("Compensate A", Effect.NONE)
                .complete("B", "{}");

        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
    }

    @Test
    void shouldUndoWhenAPersonGivesUpARetriableStepBeforeThePivot() {
        var story = Story.given(machine("Retry: []", compensated("A", "B"), step("B", "Retriable: true, ", null)))
                .start("{}")
                .complete("A", "{}")
                .fail("B", "Broken", "x");

        story.operate(OperatorAction.COMPENSATE, park(story), null);
        assertThat(story.tasks()).containsExactly("Compensate A");
    }
}
