package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Given an execution that ended, when it is redriven, then it goes on with what was entered and not exited. */
class RedriveTest {
    private static final String TASK =
            "\"Type\": \"Task\", \"Resource\": \"arn:aws:lambda:us-east-1:000000000000:function:f\"";

    private static final String TWO_STEPS = """
            {"TimeoutSeconds": 100, "StartAt": "A", "States": {
              "A": {"Type": "Pass", "Result": {"a": 1}, "Next": "T"},
              "T": {%s, "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}], "TimeoutSeconds": 50, "End": true}}}""".formatted(TASK);

    @Test
    void shouldGoOnWithTheTaskThatFailed() {
        var story = Story.given(TWO_STEPS).start("{}");
        String key = key(story, "T");
        story.fail("T", "Broken", "x").news();

        story.after(Duration.ofDays(30)).redrive();

        assertThat(story.news())
                .containsExactly(
                        "9<8 ExecutionRedriven", "10<7 LambdaFunctionScheduled", "11<10 LambdaFunctionStarted");
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        assertThat(story.execution.error()).isNull();
        assertThat(story.execution.stoppedAt()).isNull();
        assertThat(story.execution.redriveCount()).isEqualTo(1);
        assertThat(story.execution.redrivenAt()).isEqualTo(story.now);
        assertThat(key(story, "T")).isEqualTo(key);

        story.complete("T", "{\"t\": 2}");
        assertThat(story.news())
                .containsExactly(
                        "12<11 LambdaFunctionSucceeded", "13<12 TaskStateExited T", "14<13 ExecutionSucceeded");
    }

    @Test
    void shouldCountRetriesAndTimeoutsAnew() {
        var story = Story.given(TWO_STEPS).start("{}").fail("T", "Busy", "x");
        story.after(Duration.ofSeconds(2)).fail("T", "Busy", "x");
        assertThat(story.execution.error()).isEqualTo("Busy");

        story.after(Duration.ofSeconds(500)).redrive();
        story.fail("T", "Busy", "x").after(Duration.ofSeconds(2));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);

        story.after(Duration.ofSeconds(49));
        assertThat(story.execution.error()).isEqualTo("States.Timeout");
        story.redrive().after(Duration.ofSeconds(51)).redrive().fail("T", "Busy", "x");
        assertThat(story.execution.redriveCount()).isEqualTo(3);
        assertThat(timers(story)).contains(story.now.plusSeconds(100));
    }

    private static List<java.time.Instant> timers(Story story) {
        return story.execution.work().stream()
                .filter(Work.Timer.class::isInstance)
                .map(work -> ((Work.Timer) work).dueAt())
                .toList();
    }

    @Test
    void shouldTimeOutAgainAfterTheFullTimeAndTakeNothingOfTheRunBefore() {
        var story = Story.given(
                        "{\"TimeoutSeconds\": 100, \"StartAt\": \"T\", \"States\": {\"T\": {%s, \"End\": true}}}"
                                .formatted(TASK))
                .start("{}");
        long before = story.task("T");
        story.after(Duration.ofSeconds(100));
        assertThat(story.execution.status()).isEqualTo(Status.TIMED_OUT);

        story.redrive().when(new Command.CompleteTask(before, Payload.ofText("1")));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.after(Duration.ofSeconds(99));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.after(Duration.ofSeconds(1));
        assertThat(story.execution.status()).isEqualTo(Status.TIMED_OUT);
        assertThat(story.redrive().complete("T", "1").execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRedriveNeitherWhatRunsNorWhatSucceeded() {
        var story = Story.given(TWO_STEPS).start("{}");
        story.news();
        assertThat(story.redrive().news()).isEmpty();
        story.complete("T", "1").news();
        assertThat(story.redrive().news()).isEmpty();
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRedriveNothingWhoseHistoryIsFull() {
        var story = Story.given(TWO_STEPS, Limits.AWS.withHistoryEventsMax(9))
                .start("{}")
                .fail("T", "Broken", "x");
        assertThat(story.execution.lastEventId()).isEqualTo(8);
        story.news();

        assertThat(story.redrive().news()).isEmpty();
        assertThat(Redrivability.refusal(Status.FAILED, 8, Limits.AWS.withHistoryEventsMax(9)))
                .contains("Execution history event limit exceeded");
        assertThat(Redrivability.refusal(Status.RUNNING, 7, Limits.AWS))
                .contains("Execution is RUNNING and cannot be redriven");
    }

    @Test
    void shouldEnterAFailStateAgain() {
        var story = Story.given("""
                {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}}""").start("{}");
        story.news();

        assertThat(story.redrive().news())
                .containsExactly("4<3 ExecutionRedriven", "5<2 FailStateEntered F", "6<5 ExecutionFailed E");
        assertThat(story.redrive().execution.redriveCount()).isEqualTo(2);
    }

    @Test
    void shouldLeaveAPassThatFailedWithItsInput() {
        var story = Story.given("""
                {"StartAt": "P", "States": {"P": {"Type": "Pass", "InputPath": "$.absent", "Next": "S"}, "S": {"Type": "Succeed"}}}""").start("{\"x\": 1}");
        story.news();

        assertThat(story.redrive().news()).startsWith("4<3 ExecutionRedriven", "5<2 PassStateExited P");
        assertThat(story.execution.output()).hasToString("{\"x\": 1}");
    }

    @Test
    void shouldPerformAPassAgainWithAnotherInput() {
        var story = Story.given("""
                {"StartAt": "P", "States": {"P": {"Type": "Pass", "InputPath": "$.absent", "Next": "S"}, "S": {"Type": "Succeed"}}}""").start("{\"x\": 1}");

        story.when(new Command.Redrive(null, Payload.ofText("{\"absent\": 7}"), null));

        assertThat(story.execution.output()).hasToString("7");
    }

    @Test
    void shouldAskTheRulesOfAChoiceAgain() {
        var story = Story.given("""
                {"StartAt": "C", "States": {
                  "C": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "S"}]}, "S": {"Type": "Succeed"}}}""").start("{\"n\": 0}");
        assertThat(story.redrive().execution.error()).isEqualTo("States.NoChoiceMatched");

        story.when(new Command.Redrive(null, Payload.ofText("{\"n\": 1}"), null));
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldWaitAnewInFull() {
        var story = Story.given("""
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}""").start("{}");
        story.after(Duration.ofSeconds(50)).stop();

        story.after(Duration.ofSeconds(100)).redrive().after(Duration.ofSeconds(59));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        story.after(Duration.ofSeconds(1));
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldNotWaitForAPastTimestamp() {
        var story = Story.given("""
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Timestamp": "2026-01-01T01:00:00Z", "End": true}}}""").start("{}");
        story.after(Duration.ofSeconds(50)).stop().after(Duration.ofHours(2)).news();

        assertThat(story.redrive().news())
                .containsExactly("4<3 ExecutionRedriven", "5<2 WaitStateExited W", "6<5 ExecutionSucceeded");
    }

    private static final String PARALLEL = """
            {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}],
              "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": {%1$s, "End": true}}},
              {"StartAt": "B", "States": {"B": {%1$s, "Next": "B2"}, "B2": {%1$s, "End": true}}},
              {"StartAt": "C", "States": {"C": {%1$s, "End": true}}}]}}}""".formatted(TASK);

    @Test
    void shouldRedriveTheBranchesThatFailedOrWereAborted() {
        var story = Story.given(PARALLEL).start("{}").complete("A", "1").complete("B", "2");
        String key = key(story, "B2");
        story.fail("B2", "Broken", "x").news();
        assertThat(story.execution.statesToRedrive()).containsExactly("B2", "C");

        story.redrive();

        assertThat(story.execution.openStates()).extracting(OpenState::name).containsExactly("P", "B2", "C");
        assertThat(key(story, "B2")).isEqualTo(key);
        story.complete("C", "3").complete("B2", "4");
        assertThat(story.execution.output()).hasToString("[1,4,3]");
    }

    @Test
    void shouldKeepTheKeysOfTheAttemptThatGoesOnAndOfNoOther() {
        var story = Story.given(PARALLEL).start("{}");
        String first = key(story, "A");
        story.fail("A", "Busy", "x").after(Duration.ofSeconds(1));
        String second = key(story, "A");
        story.fail("A", "Busy", "x").redrive();

        assertThat(key(story, "A")).isEqualTo(second).isNotEqualTo(first);

        story.fail("A", "Busy", "x").after(Duration.ofSeconds(1));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);
        assertThat(key(story, "A")).isNotIn(first, second);
    }

    @Test
    void shouldRunAllBranchesAgainAfterTooMuchData() {
        var story = Story.given(PARALLEL, Limits.AWS.withPayloadBytesMax(20)).start("{}");
        String key = key(story, "A");
        story.complete("A", "\"0123456789\"").complete("B", "2").complete("B2", "2");
        story.complete("C", "\"0123456789\"");
        assertThat(story.execution.error()).isEqualTo("States.DataLimitExceeded");

        story.redrive();

        assertThat(key(story, "A")).isNotEqualTo(key);
        story.complete("A", "1").complete("B", "2").complete("B2", "3").complete("C", "4");
        assertThat(story.execution.output()).hasToString("[1,3,4]");
    }

    @Test
    void shouldRunAllBranchesAgainWhenABranchHadTooMuchData() {
        var story = Story.given(PARALLEL, Limits.AWS.withPayloadBytesMax(20)).start("{}");
        story.complete("B", "2").complete("C", "\"0123456789012345678901\"");
        assertThat(story.execution.error()).isEqualTo("States.DataLimitExceeded");

        assertThat(story.redrive().execution.openStates())
                .extracting(OpenState::name)
                .containsExactly("P", "A", "B", "C");
    }

    private static final String MAP = """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 2, "End": true,
              "ItemProcessor": {"StartAt": "I", "States": {"I": {%s, "End": true}}}}}}""".formatted(TASK);

    @Test
    void shouldRedriveTheIterationsThatFailedOrWereAbortedAndBeginTheRest() {
        var story =
                Story.given(MAP).start("[10, 11, 12, 13]").complete("I", "0").fail("I", "Broken", "x");
        assertThat(story.execution.statesToRedrive()).containsExactly("I", "I");
        story.news();

        assertThat(story.redrive().news())
                .containsExactly(
                        "25<24 ExecutionRedriven",
                        "26<19 LambdaFunctionScheduled",
                        "27<26 LambdaFunctionStarted",
                        "28<18 LambdaFunctionScheduled",
                        "29<28 LambdaFunctionStarted");
        story.complete("I", "1").complete("I", "2").complete("I", "3");
        assertThat(story.execution.output()).hasToString("[0,1,2,3]");
    }

    @Test
    void shouldGoOnWithAMapInsideAParallelThatWasStopped() {
        var story = Story.given("""
                {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
                     "ItemProcessor": {"StartAt": "I", "States": {"I": {%1$s, "End": true}}}}}},
                  {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": true}}}]}}}""".formatted(TASK));
        story.start("[1, 2]").complete("I", "1").stop();
        assertThat(story.execution.openStates()).isEmpty();

        story.redrive().complete("I", "2").after(Duration.ofSeconds(10));

        assertThat(story.execution.output()).hasToString("[[1,2],[1, 2]]");
    }

    @Test
    void shouldGoOnInPiecesAndSurviveAStopInBetween() {
        var limits = new Limits(262_144, 25_000, 5, 1 << 20, 40);
        var story = Story.given(MAP.replace("2", "0"), limits)
                .start("[1,2,3,4,5,6,7,8]")
                .stop();

        story.redrive().stop().redrive();

        for (int i = 0; i < 8; i++) story.complete("I", "" + i);
        assertThat(story.execution.output()).hasToString("[0,1,2,3,4,5,6,7]");
    }

    @Test
    void shouldForgetWhatACatcherLeft() {
        var story = Story.given("""
                {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Next": "F", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "F"}],
                  "Branches": [{"StartAt": "A", "States": {"A": {%s, "End": true}}}]}, "F": {"Type": "Fail", "Error": "E"}}}""".formatted(TASK));
        story.start("{}").fail("A", "Broken", "x");

        assertThat(story.execution.statesToRedrive()).containsExactly("F");
    }

    @Test
    void shouldRememberTenTokensForFifteenMinutes() {
        var story = Story.given("""
                {"StartAt": "F", "States": {"F": {"Type": "Fail"}}}""").start("{}");
        for (int i = 0; i < 11; i++) story.when(new Command.Redrive("t" + i, null, null));

        assertThat(story.execution.redrivenBy("t0", story.now)).isEmpty();
        assertThat(story.execution.redrivenBy("t1", story.now)).contains(story.now);
        assertThat(story.execution.redrivenBy("t1", story.now.plusSeconds(899))).isPresent();
        assertThat(story.execution.redrivenBy("t1", story.now.plusSeconds(900))).isEmpty();
    }

    @Test
    void shouldShowTheRedriveInTheContextObject() {
        var story = Story.given("""
                {"StartAt": "T", "States": {"T": {%s, "Parameters": {"c.$": "$$.Execution.RedriveCount"}, "End": true}}}""".formatted(TASK));
        story.start("{}").fail("T", "Broken", "x").after(Duration.ofSeconds(1)).redrive();

        var parameters =
                ((Work.RunTask) story.execution.outstanding(story.task("T")).orElseThrow()).parameters();
        assertThat(parameters).hasToString("{\"c\":1}");
    }

    private static String key(Story story, String state) {
        return ((Work.RunTask) story.execution.outstanding(story.task(state)).orElseThrow()).key();
    }
}
