package dev.skald.core;

import static dev.skald.core.SagaMachines.compensated;
import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.park;
import static dev.skald.core.SagaMachines.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import org.junit.jupiter.api.Test;

/** Given a saga that has ended, when somebody asks for it, then what it did is undone, and its end stays. */
class ReversingTest {
    private static Story succeeded() {
        return Story.given(machine("Retry: []", compensated("A", "B"), compensated("B", null)))
                .start("{}")
                .complete("A", "{\"a\":1}")
                .complete("B", "{\"b\":2}");
    }

    private static Story compensate(Story story) {
        return story.operate(OperatorAction.COMPENSATE, 0, null);
    }

    @Test
    void shouldUndoWhatSucceeded() {
        var story = succeeded();
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
        var stoppedAt = story.execution.stoppedAt();

        compensate(story);
        assertThat(story.execution.settled()).isFalse();
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(story.tasks()).containsExactly("Compensate B");
        story.complete("Compensate B", "{}").complete("Compensate A", "{}");

        assertThat(story.execution.settled()).isTrue();
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(story.execution.output()).isEqualTo(Payload.ofText("{\"b\":2}"));
        assertThat(story.execution.stoppedAt()).isEqualTo(stoppedAt);
        assertThat(story.execution.undoLog()).isEmpty();
        int events = story.history().size();
        assertThat(compensate(story).history()).hasSize(events);
    }

    @Test
    void shouldIgnoreWhatElseIsAskedMeanwhile() {
        var story = compensate(succeeded());
        int events = story.history().size();
        story.stop().redrive();
        compensate(story);
        assertThat(story.history()).hasSize(events);
        assertThat(Redrivability.refusal(story.execution, Limits.AWS)).isPresent();
    }

    @Test
    void shouldParkWhatCannotBeUndone() {
        var story = compensate(succeeded()).fail("Compensate B", "Broken", "x");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);
        assertThat(story.execution.parks()).extracting(Park::state).containsExactly("Compensate B");

        story.operate(OperatorAction.SKIP, park(story), null).complete("Compensate A", "{}");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATION_FAILED);
        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactly("B");

        compensate(story).complete("Compensate B", "{}");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldEndWhenAbandoned() {
        var story = compensate(succeeded()).operate(OperatorAction.ABANDON, 0, null);

        assertThat(story.execution.settled()).isTrue();
        assertThat(story.tasks()).isEmpty();
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATION_FAILED);
        assertThat(story.execution.undoLog()).hasSize(2);
    }

    @Test
    void shouldUndoWhatWasStoppedAtOnce() {
        var story = Story.given(machine("OnStop: Abort", compensated("A", "B"), compensated("B", null)))
                .start("{}")
                .complete("A", "{}")
                .stop();
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.ABANDONED);

        compensate(story).complete("Compensate B", "{}").complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(Redrivability.refusal(story.execution, Limits.AWS)).isPresent();
    }

    @Test
    void shouldNotUndoWhatIsPastItsPivot() {
        var story = Story.given(machine("", compensated("A", "B"), step("B", "Pivot: true, ", null)))
                .start("{}")
                .complete("A", "{}")
                .complete("B", "{}");

        assertThat(story.execution.refusal(new Command.Operate(OperatorAction.COMPENSATE, 0, null, "ada", "because")))
                .contains("The execution is past its pivot.");
        assertThat(compensate(story).execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
    }
}
