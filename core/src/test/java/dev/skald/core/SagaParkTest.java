package dev.skald.core;

import static dev.skald.core.SagaMachines.park;
import static dev.skald.core.SagaMachines.three;
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
