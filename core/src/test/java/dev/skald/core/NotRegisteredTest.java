package dev.skald.core;

import static dev.skald.core.SagaMachines.compensated;
import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.park;
import static dev.skald.core.SagaMachines.step;
import static dev.skald.core.SagaMachines.undo;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Given a saga, when nobody is there to do a step, then a person is asked, and nothing is undone for it. */
class NotRegisteredTest {
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
        assertThat(story.run("Compensate B").parameters().text()).contains("Succeeded");
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
}
