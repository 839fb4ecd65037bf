package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Given a machine, when commands come, then AWS's events follow, in AWS's order. */
class StateBehaviourTest {

    private static final String LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:a";

    @Test
    void shouldPassAndSucceed() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Result": {"x": 1}, "ResultPath": "$.a", "Next": "B"},
                  "B": {"Type": "Succeed", "InputPath": "$.a"}}}""").start("{\"in\": 0}");

        assertThat(story.news())
                .containsExactly(
                        "1<0 ExecutionStarted",
                        "2<0 PassStateEntered A",
                        "3<2 PassStateExited A",
                        "4<3 SucceedStateEntered B",
                        "5<4 SucceedStateExited B",
                        "6<5 ExecutionSucceeded");
        assertThat(story.execution.output()).hasToString("{\"x\":1}");
        assertThat(story.execution.work()).isEmpty();
    }

    @Test
    void shouldNotScheduleATaskWithParametersOfTheWrongForm() {
        String definition = """
                {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::apigateway:invoke",
                  "Parameters": {"ApiEndpoint": "a", "Method": "GET", "Headers.$": "$"}, "End": true}}}""";

        var wrong = Story.given(definition).start("{\"h\": \"text\"}");
        assertThat(wrong.news())
                .containsExactly(
                        "1<0 ExecutionStarted", "2<0 TaskStateEntered T", "3<2 ExecutionFailed States.Runtime");
        assertThat(wrong.execution.cause())
                .isEqualTo(
                        "An error occurred while executing the state 'T' (entered at the event id #2). The Parameters"
                                + " '{\"ApiEndpoint\":\"a\",\"Method\":\"GET\",\"Headers\":{\"h\":\"text\"}}' could not be used"
                                + " to start the Task: [The value of the field 'Headers' has an invalid format]");
        assertThat(Story.given(definition).start("{\"h\": [\"text\"]}").news())
                .contains("3<2 TaskScheduled", "4<3 TaskStarted");
    }

    @Test
    void shouldFailWithoutExit() {
        var story = Story.given("""
                {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}}""").start("{}");

        assertThat(story.news())
                .containsExactly("1<0 ExecutionStarted", "2<0 FailStateEntered F", "3<2 ExecutionFailed E");
        assertThat(story.execution.cause()).isEqualTo("C");
    }

    @Test
    void shouldChooseTheFirstRuleThatHolds() {
        String definition = """
                {"StartAt": "C", "States": {
                  "C": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Big"}], "Default": "Small"},
                  "Big": {"Type": "Succeed"}, "Small": {"Type": "Succeed"}}}""";

        assertThat(Story.given(definition).start("{\"n\": 2}").news()).contains("4<3 SucceedStateEntered Big");
        assertThat(Story.given(definition).start("{\"n\": 1}").news()).contains("4<3 SucceedStateEntered Small");
    }

    @Test
    void shouldFailWhenNoChoiceMatches() {
        var story = Story.given("""
                {"StartAt": "C", "States": {
                  "C": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "S"}]},
                  "S": {"Type": "Succeed"}}}""").start("{\"n\": 0}");

        assertThat(story.execution.error()).isEqualTo("States.NoChoiceMatched");
        assertThat(story.execution.cause())
                .startsWith("An error occurred while executing the state 'C' (entered at the event id #2). ");
    }

    @Test
    void shouldWaitUntilDueAndNotBefore() {
        var story = Story.given("""
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}""").start("{}");
        var timer = (Work.Timer) story.execution.work().iterator().next();

        story.when(new Command.FireTimer(timer.sequence()));
        assertThat(story.execution.status()).isEqualTo(Status.RUNNING);

        story.after(Duration.ofSeconds(60));
        assertThat(story.news()).endsWith("3<2 WaitStateExited W", "4<3 ExecutionSucceeded");
    }

    @Test
    void shouldRunATaskAndDecideNothingTwice() {
        var story = Story.given("{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \""
                        + LAMBDA + "\", \"End\": true}}}")
                .start("{\"a\": 1}");
        long task = story.task("T");
        story.complete("T", "[1, 2]");

        assertThat(story.news())
                .containsExactly(
                        "1<0 ExecutionStarted",
                        "2<0 TaskStateEntered T",
                        "3<2 LambdaFunctionScheduled",
                        "4<3 LambdaFunctionStarted",
                        "5<4 LambdaFunctionSucceeded",
                        "6<5 TaskStateExited T",
                        "7<6 ExecutionSucceeded");
        assertThat(story.execution.output()).hasToString("[1, 2]");

        story.when(new Command.CompleteTask(task, dev.skald.asl.Payload.NULL));
        assertThat(story.news()).isEmpty();
    }

    @Test
    void shouldRetryWithBackoffThenCatch() {
        var story = Story.given(
                        "{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"" + LAMBDA
                                + "\", \"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"IntervalSeconds\": 2, \"MaxAttempts\": 2}],"
                                + " \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": \"$.e\", \"Next\": \"C\"}], \"End\": true},"
                                + " \"C\": {\"Type\": \"Succeed\"}}}")
                .start("{}");

        story.fail("T", "Busy", "1").after(Duration.ofMillis(1999));
        assertThat(story.execution.openStates().getFirst().waitingFor()).isEqualTo(OpenState.WaitingFor.RETRY);
        story.after(Duration.ofMillis(1));
        assertThat(story.news())
                .endsWith("5<4 LambdaFunctionFailed", "6<5 LambdaFunctionScheduled", "7<6 LambdaFunctionStarted");

        story.fail("T", "Busy", "2").after(Duration.ofSeconds(4)).fail("T", "Busy", "3");
        assertThat(story.news())
                .endsWith(
                        "12<11 TaskStateExited T",
                        "13<12 SucceedStateEntered C",
                        "14<13 SucceedStateExited C",
                        "15<14 ExecutionSucceeded");
        assertThat(story.execution.output()).hasToString("{\"e\":{\"Error\":\"Busy\",\"Cause\":\"3\"}}");
    }

    @Test
    void shouldKeepTheKeyOverAttemptsAndChangeItOverVisits() {
        var story = Story.given(
                        "{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"" + LAMBDA
                                + "\", \"Retry\": [{\"ErrorEquals\": [\"Busy\"]}], \"Next\": \"T2\"},"
                                + " \"T2\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.stop\", \"IsPresent\": true, \"Next\": \"S\"}], \"Default\": \"T\"},"
                                + " \"S\": {\"Type\": \"Succeed\"}}}")
                .start("{}");
        String first = key(story);
        story.fail("T", "Busy", "").after(Duration.ofSeconds(1));
        assertThat(key(story)).isEqualTo(first);

        story.complete("T", "{}");
        assertThat(key(story)).isNotEqualTo(first);
    }

    private static String key(Story story) {
        return story.execution
                .outstanding(story.task("T"))
                .map(work -> ((Work.RunTask) work).key())
                .orElseThrow();
    }

    @Test
    void shouldTimeATaskOut() {
        var story = Story.given("{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \""
                        + LAMBDA + "\", \"TimeoutSeconds\": 5, \"End\": true}}}")
                .start("{}")
                .after(Duration.ofSeconds(5));

        assertThat(story.news()).endsWith("5<4 LambdaFunctionTimedOut", "6<5 ExecutionFailed States.Timeout");
    }

    @Test
    void shouldCountAnActivitysTimeoutFromItsStartAndItsHeartbeatFromTheLast() {
        var story = Story.given("{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \""
                        + ACTIVITY + "\", \"TimeoutSeconds\": 100, \"HeartbeatSeconds\": 10, \"End\": true}}}")
                .start("{}")
                .after(Duration.ofDays(1));
        assertThat(story.news()).endsWith("3<2 ActivityScheduled");

        long task = story.task("T");
        story.when(new Command.StartActivity(task, "w"));
        assertThat(story.news()).containsExactly("4<3 ActivityStarted");
        story.when(new Command.StartActivity(task, "late"));
        assertThat(story.news()).isEmpty();

        story.after(Duration.ofSeconds(9)).when(new Command.HeartbeatTask(task)).after(Duration.ofSeconds(9));
        assertThat(story.news()).isEmpty();
        story.after(Duration.ofSeconds(1));
        assertThat(story.news()).containsExactly("5<4 ActivityTimedOut", "6<5 ExecutionFailed States.Timeout");
    }

    @Test
    void shouldWaitForACallbackWithAToken() {
        var story = Story.given("""
                {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Parameters": {"FunctionName": "f", "Payload": {"token.$": "$$.Task.Token"}}, "End": true}}}""").start("{}");
        var run = (Work.RunTask) story.execution.outstanding(story.task("T")).orElseThrow();
        String token = run.parameters().node().get("Payload").get("token").asString();
        assertThat(TaskToken.parse(token))
                .contains(new TaskToken(7, run.sequence(), java.util.Objects.requireNonNull(run.tokenSecret())));

        story.when(new Command.SubmitTask(run.sequence(), dev.skald.asl.Payload.EMPTY_OBJECT));
        assertThat(story.execution.openStates().getFirst().waitingFor()).isEqualTo(OpenState.WaitingFor.CALLBACK);
        story.complete("T", "\"done\"");
        assertThat(story.news())
                .endsWith(
                        "4<3 TaskStarted",
                        "5<4 TaskSubmitted",
                        "6<5 TaskSucceeded",
                        "7<6 TaskStateExited T",
                        "8<7 ExecutionSucceeded");
    }

    @Test
    void shouldJoinBranchesInTheirOrder() {
        var story = Story.given(
                        "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Parallel\", \"End\": true, \"Branches\": ["
                                + "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \""
                                + LAMBDA + "\", \"End\": true}}},"
                                + "{\"StartAt\": \"B\", \"States\": {\"B\": {\"Type\": \"Task\", \"Resource\": \""
                                + LAMBDA + "\", \"End\": true}}}]}}}")
                .start("{}");
        story.complete("B", "2").complete("A", "1");

        assertThat(story.news())
                .containsExactly(
                        "1<0 ExecutionStarted",
                        "2<0 ParallelStateEntered P",
                        "3<2 ParallelStateStarted",
                        "4<3 TaskStateEntered A",
                        "5<4 LambdaFunctionScheduled",
                        "6<5 LambdaFunctionStarted",
                        "7<3 TaskStateEntered B",
                        "8<7 LambdaFunctionScheduled",
                        "9<8 LambdaFunctionStarted",
                        "10<9 LambdaFunctionSucceeded",
                        "11<10 TaskStateExited B",
                        "12<6 LambdaFunctionSucceeded",
                        "13<12 TaskStateExited A",
                        "14<13 ParallelStateSucceeded",
                        "15<13 ParallelStateExited P",
                        "16<15 ExecutionSucceeded");
        assertThat(story.execution.output()).hasToString("[1,2]");
    }

    @Test
    void shouldAbortSiblingsWhenABranchFailsAndRetryWithNewKeys() {
        var story = Story.given(
                        "{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Parallel\", \"End\": true,"
                                + " \"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"MaxAttempts\": 1}], \"Branches\": ["
                                + "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \""
                                + LAMBDA + "\", \"End\": true}}},"
                                + "{\"StartAt\": \"W\", \"States\": {\"W\": {\"Type\": \"Wait\", \"Seconds\": 900, \"End\": true}}}]}}}")
                .start("{}");
        var before = (Work.RunTask) story.execution.outstanding(story.task("A")).orElseThrow();
        story.news();

        story.fail("A", "Busy", "");
        assertThat(story.news())
                .containsExactly("8<6 LambdaFunctionFailed", "9<8 TaskStateAborted A", "10<8 WaitStateAborted W");
        story.after(Duration.ofSeconds(1));
        assertThat(story.news()).startsWith("11<8 ParallelStateStarted", "12<11 TaskStateEntered A");
        var again = (Work.RunTask) story.execution.outstanding(story.task("A")).orElseThrow();
        assertThat(again.key()).isNotEqualTo(before.key());

        story.fail("A", "Busy", "");
        assertThat(story.news()).endsWith("19<16 ParallelStateFailed", "20<19 ExecutionFailed Busy");
    }

    @Test
    void shouldRunIterationsOneByOneWithMaxConcurrencyOne() {
        var story = Story.given("""
                {"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "ItemProcessor": {"StartAt": "X", "States": {"X": {"Type": "Pass", "End": true}}}}}}""").start("[1, 2]");

        assertThat(story.news())
                .containsExactly(
                        "1<0 ExecutionStarted",
                        "2<0 MapStateEntered M",
                        "3<2 MapStateStarted",
                        "4<3 MapIterationStarted 0",
                        "5<4 PassStateEntered X",
                        "6<5 PassStateExited X",
                        "7<6 MapIterationSucceeded 0",
                        "8<6 MapIterationStarted 1",
                        "9<8 PassStateEntered X",
                        "10<9 PassStateExited X",
                        "11<10 MapIterationSucceeded 1",
                        "12<11 MapStateSucceeded",
                        "13<11 MapStateExited M",
                        "14<13 ExecutionSucceeded");
    }

    @Test
    void shouldJoinAnEmptyMapAtOnce() {
        var story = Story.given("""
                {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
                  "ItemProcessor": {"StartAt": "X", "States": {"X": {"Type": "Pass", "End": true}}}}}}""").start("[]");

        assertThat(story.news()).endsWith("4<3 MapStateSucceeded", "5<3 MapStateExited M", "6<5 ExecutionSucceeded");
        assertThat(story.execution.output()).hasToString("[]");
    }

    @Test
    void shouldFailTheMapWithItsIterationsError() {
        var story = Story.given("""
                {"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}],
                  "ItemProcessor": {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E"}}}}}}""").start("[1]");
        assertThat(story.news())
                .endsWith(
                        "3<2 MapStateStarted",
                        "4<3 MapIterationStarted 0",
                        "5<4 FailStateEntered F",
                        "6<5 MapIterationFailed 0");

        story.after(Duration.ofSeconds(1));
        assertThat(story.news())
                .containsExactly(
                        "7<5 MapStateStarted",
                        "8<7 MapIterationStarted 0",
                        "9<8 FailStateEntered F",
                        "10<9 MapIterationFailed 0",
                        "11<9 MapStateFailed",
                        "12<11 ExecutionFailed E");
    }

    @Test
    void shouldStopWithNoEventForAWaitAtTheTop() {
        var story = Story.given("""
                {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}""").start("{}").stop();
        assertThat(story.news()).endsWith("2<0 WaitStateEntered W", "3<0 ExecutionAborted");
        assertThat(story.execution.work()).isEmpty();

        story.stop();
        assertThat(story.news()).isEmpty();
    }

    @Test
    void shouldTimeTheExecutionOut() {
        var story = Story.given("""
                {"TimeoutSeconds": 5, "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}""").start("{}").after(Duration.ofSeconds(5));
        assertThat(story.execution.status()).isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void shouldEndAnEndlessLoopAtTheHistorysLimit() {
        var story = Story.given("""
                {"StartAt": "A", "States": {
                  "A": {"Type": "Choice", "Choices": [{"Variable": "$.stop", "IsPresent": true, "Next": "S"}], "Default": "A"},
                  "S": {"Type": "Succeed"}}}""").start("{}");

        assertThat(story.execution.lastEventId()).isEqualTo(25_000);
        assertThat(story.execution.error()).isEqualTo("States.Runtime");
        assertThat(story.execution.cause())
                .isEqualTo("The execution reached the maximum number of history events (25000).");
    }

    @Test
    void shouldRefuseAResultOverTheLimit() {
        var story = Story.given(
                        "{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"" + LAMBDA
                                + "\", \"Catch\": [{\"ErrorEquals\": [\"States.DataLimitExceeded\"], \"Next\": \"C\"}], \"End\": true}, \"C\": {\"Type\": \"Succeed\"}}}",
                        Limits.AWS.withPayloadBytesMax(500))
                .start("{}");
        story.complete("T", "\"" + "x".repeat(499) + "\"");

        assertThat(story.news()).contains("5<4 LambdaFunctionFailed");
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    /** A Parallel around a Parallel around a Task, whose catcher takes what it is said to. */
    private static Status caughtByTheOuter(String innermost) {
        var story = Story.given("""
                {"StartAt": "P", "States": {"D": {"Type": "Succeed"}, "P": {"Type": "Parallel", "End": true,
                  "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "D"}], "Branches": [
                    {"StartAt": "Q", "States": {"Q": {"Type": "Parallel", "End": true, "Branches": [
                      {"StartAt": "T", "States": {"T": %s}}]}}}]}}}""".formatted(innermost)).start("{}");
        if (story.execution.status() == Status.RUNNING) story.fail("T", "Busy", "x");
        return story.execution.status();
    }

    @Test
    void shouldTakeTheFailureOfATaskForOneInTheStatesAroundIt() {
        String task = "{\"Type\": \"Task\", \"Resource\": \"arn:aws:lambda:us-east-1:000000000000:function:f\","
                + " \"End\": true}";
        assertThat(caughtByTheOuter(task)).isEqualTo(Status.SUCCEEDED);
        assertThat(caughtByTheOuter("{\"Type\": \"Fail\", \"Error\": \"Busy\"}"))
                .isEqualTo(Status.FAILED);
    }
}
