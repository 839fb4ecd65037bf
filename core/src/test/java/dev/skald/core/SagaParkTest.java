package dev.skald.core;

import static dev.skald.core.SagaMachines.compensated;
import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.park;
import static dev.skald.core.SagaMachines.step;
import static dev.skald.core.SagaMachines.three;
import static dev.skald.core.SagaMachines.undo;
import static dev.skald.core.SagaMachines.undoOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given a saga of which something cannot be done, when a person says what to do, then it goes on. */
class SagaParkTest {
    @Test
    void shouldRetryACompensationThenParkIt() {
        var story = three("Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1, IntervalSeconds: 5}]")
                .complete("A", "{}")
                .fail("B", "Broken", "x")
                .fail("Compensate A", Effect.REPORTED);
        assertThat(story.tasks()).isEmpty();
        story.after(Duration.ofSeconds(5)).fail("Compensate A", Effect.UNCERTAIN);

        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);
        assertThat(story.execution.parks()).extracting(Park::state).containsExactly("Compensate A");
        assertThat(story.execution.undoLog())
                .extracting(UndoEntry::progress)
                .containsExactly(UndoEntry.Progress.PARKED);
        story.after(Duration.ofDays(30));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
    }

    /** A step that nobody is there to do: its retriers are not asked. */
    private static Story unregistered() {
        String retry = "Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 9}], ";
        var story = Story.given(
                        machine("", compensated("A", "B"), step("B", retry + undo("B"), "C"), step("C", "", null)))
                .start("{}")
                .complete("A", "{}");
        story.when(new Command.FailTask(story.task("B"), Park.NOT_REGISTERED, "no function b", Effect.NONE));
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.STEP);
        assertThat(story.tasks()).isEmpty();
        return story;
    }

    @Test
    void shouldParkAStepThatNobodyIsThereToDo() {
        var retried = unregistered();
        retried.operate(OperatorAction.RETRY, park(retried), null);
        assertThat(retried.tasks()).containsExactly("B");

        var refused = unregistered();
        refused.operate(OperatorAction.COMPENSATE, park(refused), null);
        assertThat(refused.tasks()).containsExactly("Compensate A");
        assertThat(refused.complete("Compensate A", "{}").execution.error()).isEqualTo(Park.NOT_REGISTERED);
    }

    @Test
    void shouldUndoAParkedStepThatAPersonSaysHappened() {
        var story = unregistered();
        story.operate(OperatorAction.HAPPENED, park(story), "{}");
        story.fail("C", "Broken", "x");
        assertThat(story.tasks()).containsExactly("Compensate B");
        assertThat(undoOf(story, "B")).asString().contains("Succeeded");
    }

    @Test
    void shouldStopAtAStepThatNobodyIsThereToDo() {
        var story = unregistered().stop();
        assertThat(story.tasks()).containsExactly("Compensate A");
        story.when(new Command.FailTask(story.task("Compensate A"), Park.NOT_REGISTERED, "no undo", Effect.NONE));
        assertThat(story.tasks()).isEmpty();
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.COMPENSATION);
        story.operate(OperatorAction.DONE, park(story), null);
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
    }

    private static Story parked() {
        return three("Retry: []")
                .complete("A", "{}")
                .complete("B", "{}")
                .fail("C", "Broken", "x")
                .fail("Compensate B", Effect.NONE);
    }

    @Test
    void shouldTakeAPersonsWordForAParkedCompensation() {
        for (OperatorAction action : List.of(OperatorAction.SKIP, OperatorAction.DONE)) {
            var story = parked();
            story.operate(action, park(story), null);
            assertThat(story.tasks()).containsExactly("Compensate A");
            story.complete("Compensate A", "{}");
            assertThat(story.execution.status()).isEqualTo(Status.FAILED);
            boolean done = action == OperatorAction.DONE;
            assertThat(story.execution.sagaStatus())
                    .isEqualTo(done ? SagaStatus.COMPENSATED : SagaStatus.COMPENSATION_FAILED);
            assertThat(story.execution.undoLog()).hasSize(done ? 0 : 1);
        }
    }

    @Test
    void shouldTryAParkedCompensationAgainWithAnotherInput() {
        var story = parked();
        story.operate(OperatorAction.RETRY, park(story), "{\"Key\":\"mine\"}");

        assertThat(undoOf(story, "B")).contains("{\"Key\":\"mine\"}");
        story.complete("Compensate B", "{}").complete("Compensate A", "{}");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldKeepTheLogOfWhatIsAbandoned() {
        var story = parked();
        story.operate(OperatorAction.ABANDON, 0, null);

        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.error()).isEqualTo("Broken");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATION_FAILED);
        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactly("B", "A");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        var story = parked();
        int events = story.history().size();
        for (var command : List.of(
                new Command.Operate(OperatorAction.RETRY, 1, null, "ada", "x"),
                new Command.Operate(OperatorAction.HAPPENED, park(story), null, "ada", "x"),
                new Command.Operate(OperatorAction.COMPENSATE, park(story), null, "ada", "x"))) {
            assertThat(story.execution.refusal(command)).isPresent();
            story.when(command);
        }
        assertThat(story.history()).hasSize(events);
    }
}
