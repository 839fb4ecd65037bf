package dev.skald.core;

import static dev.skald.core.SagaMachines.compensated;
import static dev.skald.core.SagaMachines.line;
import static dev.skald.core.SagaMachines.machine;
import static dev.skald.core.SagaMachines.parallel;
import static dev.skald.core.SagaMachines.step;
import static dev.skald.core.SagaMachines.three;
import static dev.skald.core.SagaMachines.undo;
import static dev.skald.core.SagaMachines.undoOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Given a saga, when it cannot go on, then what was done is undone. */
class SagaTest {
    private static final Payload EMPTY = Payload.ofText("{}");

    @Test
    void shouldUndoInReverseBeforeItFails() {
        var story = three("").complete("A", "{\"a\":1}").complete("B", "{}");
        String key = keyOfStep(story, 0);

        story.fail("C", "Broken", "x");
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(story.tasks()).containsExactly("Compensate B");

        story.complete("Compensate B", "{}");
        assertThat(story.tasks()).containsExactly("Compensate A");
        assertThat(story.run("Compensate A").key()).isEqualTo(key + "~undo");
        assertThat(undoOf(story, "A"))
                .contains("\"Key\":\"" + key + "\"")
                .contains("\"Outcome\":\"Succeeded\"")
                .contains("\"Input\":{\"n\":1}")
                .contains("\"Arguments\":{\"FunctionName\":\"A\"}");
        story.news();

        story.complete("Compensate A", "{}");
        assertThat(story.news())
                .containsExactly(
                        "24<23 TaskSucceeded", "25<24 TaskStateExited Compensate A", "26<25 ExecutionFailed Broken");
        assertThat(story.execution.error()).isEqualTo("Broken");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    private static String keyOfStep(Story story, int index) {
        return story.history().stream()
                .map(Event::detail)
                .filter(Event.TaskScheduled.class::isInstance)
                .map(detail -> ((Event.TaskScheduled) detail).key())
                .skip(index)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCommitOnSuccess() {
        var story = three("").complete("A", "{}").complete("B", "{}").complete("C", "{}");

        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMMITTED);
        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactly("B", "A");
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void shouldUndoWhatMayHaveHappened(Effect effect) {
        var story = three("").complete("A", "{}").fail("B", effect);

        boolean uncertain = effect == Effect.UNCERTAIN;
        assertThat(story.tasks()).containsExactly(uncertain ? "Compensate B" : "Compensate A");
        if (uncertain) assertThat(undoOf(story, "B")).contains("\"Outcome\":\"Uncertain\"", "\"Error\":\"Broken\"");
    }

    @Test
    void shouldUndoWhatReportedAnErrorThatProvesNothing() {
        var story = three("UncertainErrors: [Busy]").complete("A", "{}").fail("B", "Busy", "x");

        assertThat(story.tasks()).containsExactly("Compensate B");
    }

    @Test
    void shouldUndoAStepThatFailedCleanlyAfterAnUncertainAttempt() {
        var story = Story.given(machine(
                        "",
                        step(
                                "A",
                                undo("A")
                                        + "Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1, IntervalSeconds: 1}], ",
                                null)))
                .start("{}")
                .fail("A", Effect.UNCERTAIN)
                .after(Duration.ofSeconds(1))
                .fail("A", Effect.NONE);

        assertThat(story.tasks()).containsExactly("Compensate A");
    }

    @Test
    void shouldUndoAfterATimeOutOfTheTask() {
        var story = Story.given(machine("", step("A", undo("A") + "TimeoutSeconds: 10, ", null)))
                .start("{}")
                .after(Duration.ofSeconds(10));

        assertThat(story.tasks()).containsExactly("Compensate A");
        story.complete("Compensate A", "{}");
        assertThat(story.execution.error()).isEqualTo("States.Timeout");
    }

    @Test
    void shouldDrainThenUndoWhenTheMachineTimesOut() {
        var story = Story.given("TimeoutSeconds: 100\n"
                        + machine("DrainSeconds: 30", compensated("A", "B"), compensated("B", null)))
                .start("{}")
                .complete("A", "{}")
                .after(Duration.ofSeconds(100));
        assertThat(story.tasks()).containsExactly("B");

        story.complete("B", "{}");
        assertThat(story.tasks()).containsExactly("Compensate B");
        assertThat(undoOf(story, "B")).contains("\"Outcome\":\"Succeeded\"");
        story.complete("Compensate B", "{}").after(Duration.ofSeconds(200));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void shouldGiveUpACallThatOutlivesTheDrain() {
        var story = three("DrainSeconds: 30").complete("A", "{}").stop();
        long late = story.task("B");
        story.after(Duration.ofSeconds(30));

        assertThat(story.tasks()).containsExactly("Compensate B");
        assertThat(undoOf(story, "B")).contains("\"Outcome\":\"Uncertain\"");
        story.when(new Command.CompleteTask(late, EMPTY))
                .complete("Compensate B", "{}")
                .complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldAnswerASecondStopLikeTheFirst() {
        var story = three("").complete("A", "{}").complete("B", "{}").stop();
        var first = story.execution.stopRequestedAt();
        int events = story.history().size();

        story.after(Duration.ofSeconds(5)).stop();
        assertThat(story.history()).hasSize(events);
        assertThat(story.execution.stopRequestedAt()).isEqualTo(first).isNotNull();
    }

    @Test
    void shouldStopAtOnceWhereTheSagaSaysSo() {
        var story = three("OnStop: Abort").complete("A", "{}").stop();

        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.ABANDONED);
        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactly("B", "A");
        story.redrive();
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.complete("B", "{}").fail("C", "Broken", "x");
        assertThat(story.tasks()).containsExactly("Compensate B");
    }

    @Test
    void shouldStopAtOnceWhatWaitsAtItsFailure() {
        var story = three("OnStop: Abort, OnFailure: Park")
                .complete("A", "{}")
                .fail("B", "Broken", "x")
                .stop();

        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.ABANDONED);
    }

    @Test
    void shouldUndoAtAFailState() {
        var story = Story.given(machine("", compensated("A", "B"), "  B: {Type: Fail, Error: No}\n"))
                .start("{}")
                .complete("A", "{}")
                .complete("Compensate A", "{}");

        assertThat(story.execution.error()).isEqualTo("No");
    }

    @Test
    void shouldUndoWhatSucceededThoughItsOutputCannotBeEvaluated() {
        var story = Story.given(
                        machine("", step("A", undo("A") + "Output: '{% $states.result.x.y + \"a\" %}', ", null)))
                .start("{}")
                .complete("A", "{}");

        assertThat(undoOf(story, "A")).contains("\"Outcome\":\"Succeeded\"");
    }

    @Test
    void shouldUndoWhenTheHistoryIsFull() {
        var limits = Limits.AWS.withHistoryEventsMax(12);
        var story = Story.given(machine("", compensated("A", "B"), compensated("B", "C"), step("C", "", null)), limits)
                .start("{}")
                .complete("A", "{}")
                .complete("B", "{}");

        story.after(Duration.ofMinutes(2)).complete("Compensate B", "{}").complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.error()).isEqualTo("States.Runtime");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldRememberTheRecord() {
        String record = undo("A") + "Record: {id: '{% $states.result.id %}'}, ";
        var story = Story.given(machine("", step("A", record, "B"), step("B", "", null)))
                .start("{}")
                .complete("A", "{\"id\":7}")
                .fail("B", "Broken", "x");

        assertThat(undoOf(story, "A")).contains("\"Record\":{\"id\":7}");
    }

    @Test
    void shouldGoOnWithoutACompensationThatFailed() {
        var story = three("Retry: [], OnCompensationFailure: Continue")
                .complete("A", "{}")
                .complete("B", "{}")
                .fail("C", "Broken", "x")
                .fail("Compensate B", Effect.NONE)
                .complete("Compensate A", "{}");

        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATION_FAILED);
        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactly("B");
    }

    @Test
    void shouldUndoWhatWasGivenUpWhenItFailsAgainAfterARedrive() {
        var story = three("Retry: [], OnCompensationFailure: Continue")
                .complete("A", "{}")
                .complete("B", "{}")
                .fail("C", "Broken", "x")
                .fail("Compensate B", Effect.NONE)
                .fail("Compensate A", Effect.NONE)
                .redrive()
                .fail("C", "Broken", "x")
                .complete("Compensate B", "{}")
                .complete("Compensate A", "{}");

        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(story.execution.undoLog()).isEmpty();
    }

    @Test
    void shouldCallAStepThatWasUndoneWithANewKeyAfterARedrive() {
        var story = three("Retry: [], OnCompensationFailure: Fail").complete("A", "{}");
        String key = story.run("B").key();
        story.fail("B", Effect.UNCERTAIN).complete("Compensate B", "{}").fail("Compensate A", Effect.NONE);

        story.redrive();
        assertThat(story.run("B").key()).isNotEqualTo(key);
    }

    @Test
    void shouldRememberWhatWasInFlightWhenItIsRedriven() {
        var story = Story.given(
                        "TimeoutSeconds: 10\n" + machine("OnFailure: Park", compensated("A", "B"), step("B", "", null)))
                .start("{}")
                .after(Duration.ofSeconds(10))
                .redrive()
                .fail("A", Effect.REPORTED);

        assertThat(story.execution.undoLog())
                .extracting(UndoEntry::outcome)
                .containsExactly(UndoEntry.Outcome.UNCERTAIN);
    }

    @Test
    void shouldForgetWithBranchesWhatHadNoEffect() {
        var story = Story.given(
                        machine("Retry: [], OnCompensationFailure: Fail", compensated("A", "P"), parallel("", null)))
                .start("{}");
        story.complete("A", "{}").fail("X", Effect.NONE).fail("Y", Effect.NONE).fail("Compensate A", Effect.NONE);
        story.redrive();

        assertThat(story.execution.undoLog()).extracting(UndoEntry::state).containsExactlyInAnyOrder("X", "Y", "A");
    }

    @Test
    void shouldEndAtOnceWithACompensationThatFailed() {
        var story = three("Retry: [], OnCompensationFailure: Fail")
                .complete("A", "{}")
                .complete("B", "{}")
                .fail("C", "Broken", "x")
                .fail("Compensate B", Effect.NONE);

        assertThat(story.execution.error()).isEqualTo("Broken");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.COMPENSATION_FAILED);
        story.redrive();
        assertThat(story.tasks()).containsExactly("C");
    }

    @Test
    void shouldRefuseARedriveOfWhatIsCompensated() {
        var story = three("").complete("A", "{}").fail("B", "Broken", "x").complete("Compensate A", "{}");

        story.redrive();
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(Redrivability.refusal(story.execution, Limits.AWS))
                .contains("Execution is compensated and cannot be redriven");
    }

    @Test
    void shouldWaitAtAFailureForRedriveOrCompensation() {
        var story = three("OnFailure: Park").complete("A", "{}").fail("B", "Broken", "x");
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.PARKED);
        assertThat(story.execution.parks()).extracting(Park::kind).containsExactly(Park.Kind.FAILURE);

        story.redrive().fail("B", "Broken", "y").operate(OperatorAction.COMPENSATE, 0, null);
        assertThat(story.tasks()).containsExactly("Compensate A");
        story.complete("Compensate A", "{}");
        assertThat(story.execution.cause()).isEqualTo("y");
    }

    @Test
    void shouldUndoWhenWhatWaitsAtItsFailureIsStopped() {
        var story = three("OnFailure: Park")
                .complete("A", "{}")
                .fail("B", "Broken", "x")
                .stop();
        assertThat(story.tasks()).containsExactly("Compensate A");

        story.complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
    }

    @Test
    void shouldGoOnAfterARedriveOfWhatWasStoppedInADrain() {
        var story = Story.given(machine("OnStop: Abort", parallel("", null)).replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .complete("X", "{}")
                .fail("X2", "Broken", "x")
                .stop()
                .redrive();
        assertThat(story.tasks()).containsExactlyInAnyOrder("X2", "Y");

        story.complete("X2", "{}").complete("Y", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldUndoEachTurnOfALoopWithItsOwnKey() {
        String again = "  B: {Type: Choice, Choices: [{Condition: '{% $states.input.more %}', Next: A}], Default: C}\n";
        String outcome = undo("A") + "Output: '{% $states.result %}', ";
        var story = Story.given(machine("", step("A", outcome, "B"), again, "  C: {Type: Fail}\n"))
                .start("{}")
                .complete("A", "{\"more\":true}")
                .complete("A", "{\"more\":true}")
                .complete("A", "{\"more\":false}");
        String third = story.run("Compensate A").key();
        story.complete("Compensate A", "{}");
        String second = story.run("Compensate A").key();
        story.complete("Compensate A", "{}").complete("Compensate A", "{}");

        assertThat(second).isNotEqualTo(third);
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldUndoBranchesSideBySideBeforeWhatCameEarlier() {
        var story = Story.given(machine("", compensated("A", "P"), parallel("", "C"), "  C: {Type: Fail}\n"))
                .start("{}")
                .complete("A", "{}")
                .complete("X", "{}")
                .complete("Y", "{}")
                .complete("X2", "{}");
        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate X", "Compensate Y");

        story.complete("Compensate Y", "{}");
        assertThat(story.tasks()).containsExactly("Compensate X");
        story.complete("Compensate X", "{}");
        assertThat(story.tasks()).containsExactly("Compensate A");
        story.complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldDrainSiblingsBeforeACatcherGoesOn() {
        var story = Story.given(machine(
                                "",
                                parallel("Catch: [{ErrorEquals: [States.ALL], Next: C, Compensate: true}], ", "C"),
                                step("C", "", null))
                        .replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .complete("X", "{}")
                .fail("X2", "Broken", "x");
        assertThat(story.tasks()).containsExactly("Y");

        story.complete("Y", "{}");
        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate X", "Compensate Y");
        story.complete("Compensate X", "{}").complete("Compensate Y", "{}");
        assertThat(story.tasks()).containsExactly("C");
        story.complete("C", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(story.execution.undoLog()).isEmpty();
    }

    @Test
    void shouldNotWaitForASiblingLongerThanTheDrain() {
        var story = Story.given(machine("DrainSeconds: 9", parallel("", null)).replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .complete("X", "{}")
                .fail("X2", "Broken", "x")
                .after(Duration.ofSeconds(9));

        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate X", "Compensate Y");
        assertThat(undoOf(story, "Y")).contains("\"Outcome\":\"Uncertain\"");
        story.complete("Compensate X", "{}").complete("Compensate Y", "{}");
        assertThat(story.execution.error()).isEqualTo("Broken");
    }

    @Test
    void shouldWaitForTheDrainOfTheWholeNotForThatOfAPart() {
        var story = Story.given(machine("DrainSeconds: 30", parallel("", null)).replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .complete("X", "{}")
                .fail("X2", "Broken", "x")
                .after(Duration.ofSeconds(20))
                .stop()
                .after(Duration.ofSeconds(29));
        assertThat(story.tasks()).containsExactly("Y");

        story.after(Duration.ofSeconds(1));
        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate X", "Compensate Y");
    }

    @Test
    void shouldAskForNoTimerOfADrainWithinAnother() {
        String inner = "W: {Type: Parallel, End: true, Branches: [{StartAt: X, States: {" + line(step("X", "", null))
                + "}}, {StartAt: Y, States: {" + line(compensated("Y", null)) + "}}]}";
        String outer = "  P: {Type: Parallel, End: true, Branches: [{StartAt: W, States: {" + inner + "}}, "
                + "{StartAt: Z, States: {" + line(compensated("Z", null)) + "}}, "
                + "{StartAt: V, States: {" + line(step("V", "", null)) + "}}]}\n";
        var story = Story.given(machine("DrainSeconds: 30", outer).replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .fail("X", "Broken", "x")
                .after(Duration.ofSeconds(20))
                .fail("V", "Broken", "v");

        assertThat(story.execution.work().stream().filter(Work.Timer.class::isInstance))
                .singleElement()
                .extracting(timer -> ((Work.Timer) timer).dueAt())
                .isEqualTo(story.now.plusSeconds(30));
        story.after(Duration.ofSeconds(30));
        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate Y", "Compensate Z");
    }

    @Test
    void shouldNotGoOnWhileABranchIsBeingUndone() {
        String p =
                "  P: {Type: Parallel, Catch: [{ErrorEquals: [States.ALL], Compensate: false, Next: Q}], Next: Q, Branches: ["
                        + "{StartAt: W, States: {W: {Type: Parallel, Next: X3, Catch: [{ErrorEquals: [States.ALL], Compensate: true, Next: X3}], Branches: ["
                        + "{StartAt: X, States: {" + line(step("X", undo("X"), "X2")) + ", "
                        + line(step("X2", "", null)) + "}}]}, "
                        + line(step("X3", "", null)) + "}}, {StartAt: Y, States: {" + line(step("Y", "", null))
                        + "}}]}\n";
        var story = Story.given(
                        machine("DrainSeconds: 0", p, step("Q", "", null)).replace("StartAt: A", "StartAt: P"))
                .start("{}")
                .complete("X", "{}")
                .fail("X2", "Broken", "x")
                .fail("Y", "Broken", "y");
        assertThat(story.tasks()).containsExactly("Compensate X");

        story.complete("Compensate X", "{}");
        assertThat(story.tasks()).containsExactly("Q");
    }

    @Test
    void shouldUndoAFailedAttemptBeforeTheNextWithNewKeys() {
        String retry = "Retry: [{ErrorEquals: [States.ALL], MaxAttempts: 1, IntervalSeconds: 1}], ";
        var story = Story.given(machine("", parallel(retry, null)).replace("StartAt: A", "StartAt: P"))
                .start("{}");
        String key = story.run("X").key();
        story.complete("X", "{}").complete("Y", "{}").fail("X2", "Broken", "x");
        assertThat(story.tasks()).containsExactlyInAnyOrder("Compensate X", "Compensate Y");

        story.complete("Compensate Y", "{}").complete("Compensate X", "{}").after(Duration.ofSeconds(1));
        assertThat(story.tasks()).containsExactlyInAnyOrder("X", "Y");
        assertThat(story.run("X").key()).isNotEqualTo(key);
        story.complete("X", "{}").complete("Y", "{}").fail("X2", "Broken", "x").complete("Compensate X", "{}");
        story.complete("Compensate Y", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldUndoEverythingForACatcherOfAll() {
        String caught = "Catch: [{ErrorEquals: [States.ALL], Next: C, Compensate: All}], ";
        var story = Story.given(machine("", compensated("A", "B"), step("B", caught, "C"), step("C", "", null)))
                .start("{}")
                .complete("A", "{}")
                .fail("B", "Broken", "x")
                .complete("Compensate A", "{}");

        assertThat(story.tasks()).containsExactly("C");
    }

    @Test
    void shouldUndoMapIterationsAFewAtATime() {
        String map =
                "  M: {Type: Map, MaxConcurrency: 2, Items: [1, 2, 3, 4, 5], End: true, ItemProcessor: {StartAt: X,"
                        + " States: {" + line(compensated("X", null))
                        + "}}, Catch: [{ErrorEquals: [None], Next: M}]}\n";
        var story = Story.given(machine("", map).replace("StartAt: A", "StartAt: M"))
                .start("{}");
        for (int i = 0; i < 4; i++) story.complete("X", "{}");
        story.fail("X", "Broken", "x");

        for (int i = 0; i < 4; i++) {
            assertThat(story.tasks()).hasSize(Math.min(2, 4 - i)).containsOnly("Compensate X");
            story.complete("Compensate X", "{}");
        }
        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldStopInTheMiddleOfAnUndo() {
        String caught = "Catch: [{ErrorEquals: [States.ALL], Next: C, Compensate: All}], ";
        var story = Story.given(machine(
                        "", compensated("A", "B"), compensated("B", "D"), step("D", caught, "C"), step("C", "", null)))
                .start("{}")
                .complete("A", "{}")
                .complete("B", "{}")
                .fail("D", "Broken", "x")
                .stop();
        assertThat(story.tasks()).containsExactly("Compensate B");

        story.complete("Compensate B", "{}").complete("Compensate A", "{}");
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
    }

    @Test
    void shouldNotBeChangedByFieldsThatAMachineDoesNotHave() {
        var story = Story.given("StartAt: A\nQueryLanguage: JSONata\nStates:\n" + step("A", "", null))
                .start("{}");

        story.stop();
        assertThat(story.execution.status()).isEqualTo(Status.ABORTED);
        assertThat(story.execution.sagaStatus()).isEqualTo(SagaStatus.NONE);
    }
}
