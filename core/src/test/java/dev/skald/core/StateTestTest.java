package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.Watch.Stage;
import dev.skald.core.StateOutcome.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** TestState: section 3.4 of the reference. */
class StateTestTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String TASK =
            "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\"}";
    private static final String RETRY =
            "\"Retry\": [{\"ErrorEquals\": [\"Busy\"], \"IntervalSeconds\": 2, \"MaxAttempts\": 3, \"BackoffRate\": 2.0}]";

    private static StateTest test(String state, StateTest.Setup setup) {
        if (!(Asl.parseState(state, null) instanceof Asl.ParsedState.Found found))
            throw new AssertionError("invalid: " + state);
        var identity = new Identity(0, "arn:aws:states:::express:m:n", "n", "arn", "m", MachineType.EXPRESS, "role");
        var test = new StateTest(found.machine(), Limits.AWS, () -> 7, identity, setup);
        test.begin(NOW);
        return test;
    }

    private static StateTest.Setup setup(String input, StateTest.@Nullable Mock mock, int retries) {
        return new StateTest.Setup(Payload.ofText(input), Map.of(), null, mock, retries, null, 0);
    }

    private static StateOutcome of(String state, String input, StateTest.@Nullable Mock mock) {
        return test(state, setup(input, mock, 0)).outcome().orElseThrow();
    }

    private static StateTest.Mock result(String json) {
        return new StateTest.Mock.Result(Payload.ofText(json));
    }

    private static StateTest.Mock failed(String error) {
        return new StateTest.Mock.Failed(error, "why", null);
    }

    @Test
    void shouldShowEachStageOfAPass() {
        StateOutcome outcome = of("""
                {"Type": "Pass", "InputPath": "$.in", "Parameters": {"v.$": "$.a"}, "ResultPath": "$.out", "Next": "X"}""", "{\"in\":{\"a\":1}}", null);
        assertThat(outcome.ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(outcome.nextState()).isEqualTo("X");
        assertThat(outcome.output()).hasToString("{\"in\":{\"a\":1},\"out\":{\"v\":1}}");
        assertThat(outcome.inspection().stages())
                .containsOnlyKeys(
                        Stage.INPUT,
                        Stage.AFTER_INPUT_PATH,
                        Stage.AFTER_PARAMETERS,
                        Stage.AFTER_RESULT_SELECTOR,
                        Stage.AFTER_RESULT_PATH)
                .hasEntrySatisfying(Stage.AFTER_PARAMETERS, v -> assertThat(v).hasToString("{\"v\":1}"));
    }

    @Test
    void shouldTakeAMockForTheResultOfATask() {
        StateOutcome outcome =
                of("{" + TASK + ", \"ResultSelector\": {\"r.$\": \"$.a\"}, \"End\": true}", "{}", result("{\"a\":5}"));
        assertThat(outcome.ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(outcome.output()).hasToString("{\"r\":5}");
        assertThat(outcome.inspection().stages().get(Stage.RESULT)).hasToString("{\"a\":5}");
        assertThat(outcome.nextState()).isNull();
    }

    @Test
    void shouldWaitForATaskThatIsNotMocked() {
        StateTest test = test("{" + TASK + ", \"End\": true}", setup("{}", null, 0));
        assertThat(test.outcome()).isEmpty();
        Work task = test.work().stream()
                .filter(Work.RunTask.class::isInstance)
                .findFirst()
                .orElseThrow();
        test.tell(new Command.CompleteTask(task.sequence(), Payload.ofText("7")), NOW);
        assertThat(test.outcome().orElseThrow().output()).hasToString("7");
        assertThat(test.work()).isEmpty();
    }

    @Test
    void shouldSayThatAFailureIsRetriedAndWhen() {
        String state = "{" + TASK + ", " + RETRY + ", \"End\": true}";
        StateOutcome outcome =
                test(state, setup("{}", failed("Busy"), 2)).outcome().orElseThrow();
        assertThat(outcome.ending()).isEqualTo(Ending.RETRIABLE);
        assertThat(outcome.error()).isEqualTo("Busy");
        assertThat(outcome.inspection().retryIndex()).isZero();
        assertThat(outcome.inspection().retryBackoffSeconds()).isEqualTo(8);
    }

    @Test
    void shouldFailWhenTheRetrierIsExhausted() {
        String state = "{" + TASK + ", " + RETRY + ", \"End\": true}";
        StateOutcome outcome =
                test(state, setup("{}", failed("Busy"), 3)).outcome().orElseThrow();
        assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
        assertThat(outcome.inspection().retryIndex()).isZero();
        assertThat(outcome.inspection().retryBackoffSeconds()).isNull();
    }

    @Test
    void shouldGoWhereACatcherSays() {
        StateOutcome outcome = of(
                "{" + TASK + ", \"End\": true, \"Catch\": [{\"ErrorEquals\": [\"Other\"], \"Next\": \"A\"},"
                        + " {\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": \"$.e\", \"Next\": \"B\"}]}",
                "{\"k\":1}",
                failed("Busy"));
        assertThat(outcome.ending()).isEqualTo(Ending.CAUGHT_ERROR);
        assertThat(outcome.nextState()).isEqualTo("B");
        assertThat(outcome.output()).hasToString("{\"k\":1,\"e\":{\"Error\":\"Busy\",\"Cause\":\"why\"}}");
        assertThat(outcome.inspection().catchIndex()).isEqualTo(1);
    }

    @Test
    void shouldFailOnAPathThatLeadsNowhereInsteadOfTakingTheMock() {
        StateOutcome outcome = of(
                "{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"InputPath\": \"$.no\","
                        + " \"End\": true}",
                "{}",
                result("{}"));
        assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
        assertThat(outcome.error()).isEqualTo("States.Runtime");
        assertThat(outcome.cause()).contains("the state 'StateName'").contains("'$.no'");
    }

    @Test
    void shouldShowTheItemsOfAMapWithoutRunningThem() {
        StateOutcome outcome = of("""
                {"Type": "Map", "ItemsPath": "$.all", "ItemSelector": {"i.$": "$$.Map.Item.Value"}, "MaxConcurrency": 3,
                 "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Fail"}}}, "End": true}""", "{\"all\":[1,2]}", result("[7,8]"));
        assertThat(outcome.output()).hasToString("[7,8]");
        assertThat(outcome.inspection().stages())
                .hasEntrySatisfying(Stage.AFTER_ITEMS_PATH, v -> assertThat(v).hasToString("[1,2]"))
                .hasEntrySatisfying(
                        Stage.AFTER_ITEM_SELECTOR, v -> assertThat(v).hasToString("[{\"i\":1},{\"i\":2}]"))
                .doesNotContainKey(Stage.RESULT);
        StateOutcome.MapFields map = outcome.inspection().map();
        assertThat(map).isEqualTo(new StateOutcome.MapFields(3, null, null));
    }

    @Test
    void shouldSeeTheContextAndVariablesOfTheTest() {
        var context = (ObjectNode)
                Payload.ofText("{\"Execution\":{\"Input\":{\"a\":1}}}").node();
        var setup = new StateTest.Setup(
                Payload.ofText("{}"), Map.of("v", Payload.ofText("2")), context, result("0"), 0, null, 0);
        StateOutcome outcome = test(
                        "{" + TASK + ", \"ResultSelector\": {\"a.$\": \"$$.Execution.Input.a\", \"v.$\": \"$v\","
                                + " \"name.$\": \"$$.Execution.Name\"}, \"Assign\": {\"w\": 3}, \"End\": true}",
                        setup)
                .outcome()
                .orElseThrow();
        assertThat(outcome.output()).hasToString("{\"a\":1,\"v\":2,\"name\":\"n\"}");
        assertThat(outcome.inspection().variables()).containsOnlyKeys("v", "w");
    }

    @Test
    void shouldFindANamedStateAlsoWithinAMap() {
        String machine = """
                {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemProcessor": {"StartAt": "P", "States": {
                  "P": {"Type": "Pass", "Next": "Q"}, "Q": {"Type": "Succeed"}}}, "End": true}}}""";
        assertThat(Asl.parseState(machine, "P")).isInstanceOf(Asl.ParsedState.Found.class);
        assertThat(Asl.parseState(machine, "R")).isEqualTo(new Asl.ParsedState.Missing());
        assertThat(Asl.parseState(machine.replace("\"Q\": {", "\"R\": {"), "P"))
                .isInstanceOf(Asl.ParsedState.Invalid.class);
    }

    private static final String DISTRIBUTED = """
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
              "StartAt": "P", "States": {"P": {"Type": "Succeed"}}}, "End": true""";
    private static final String READER = """
            "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"},
              "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/all"}},""";

    private static StateOutcome map(String fields, String input, StateTest.Mock mock, int failed) {
        var setup = new StateTest.Setup(Payload.ofText(input), Map.of(), null, mock, 0, null, failed);
        return test("{\"Type\": \"Map\", " + fields + DISTRIBUTED + "}", setup)
                .outcome()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~ ~ | 4 | SUCCEEDED",
                "\"ToleratedFailureCount\": 2, | 2 | SUCCEEDED",
                "\"ToleratedFailureCount\": 2, | 3 | FAILED",
                "\"ToleratedFailurePercentage\": 50, | 2 | SUCCEEDED",
                "\"ToleratedFailurePercentage\": 49.9, | 2 | FAILED",
                "\"ToleratedFailureCount\": 3, \"ToleratedFailurePercentage\": 25, | 2 | FAILED",
                "\"ToleratedFailureCountPath\": \"$[0]\", | 1 | SUCCEEDED",
                "\"ToleratedFailureCountPath\": \"$[0]\", | 2 | FAILED",
            })
    void shouldTolerateSoManyFailedIterations(String fields, int failed, Ending ending) {
        StateOutcome outcome = map(fields, "[1,2,3,4]", result("[0,0,0,0]"), failed);
        assertThat(outcome.ending()).isEqualTo(ending);
        if (ending == Ending.FAILED) {
            assertThat(outcome.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
            assertThat(outcome.cause()).isEqualTo("The specified tolerated failure threshold was exceeded");
        }
    }

    @Test
    void shouldShowTheTolerancesAndRetryWhatExceedsThem() {
        String fields = "\"ToleratedFailureCount\": 1, \"ToleratedFailurePercentage\": 80.5, \"MaxConcurrency\": 2,"
                + " \"Retry\": [{\"ErrorEquals\": [\"States.ExceedToleratedFailureThreshold\"]}], ";
        StateOutcome outcome = map(fields, "[1,2,3]", result("[0,0,0]"), 2);
        assertThat(outcome.ending()).isEqualTo(Ending.RETRIABLE);
        assertThat(outcome.inspection().map()).isEqualTo(new StateOutcome.MapFields(2, 1L, 80.5));
    }

    @Test
    void shouldLetAMockedErrorStandWhateverIsTolerated() {
        StateOutcome outcome = map("\"ToleratedFailureCount\": 0, ", "[1,2,3]", failed("Busy"), 2);
        assertThat(outcome.error()).isEqualTo("Busy");
    }

    @Test
    void shouldShowTheBatches() {
        StateOutcome outcome = map(
                "\"ItemSelector\": {\"i.$\": \"$$.Map.Item.Value\"},"
                        + " \"ItemBatcher\": {\"BatchInput\": {\"n.$\": \"$[0]\"}, \"MaxItemsPerBatch\": 2}, ",
                "[1,2,3]",
                result("[]"),
                0);
        assertThat(outcome.inspection().stages().get(Stage.AFTER_ITEM_BATCHER)).hasToString("""
                [{"BatchInput":{"n":1},"Items":[{"i":1},{"i":2}]},{"BatchInput":{"n":1},"Items":[{"i":3}]}]""");
    }

    @Test
    void shouldReadWhatTheTestSaysThatThereIsToRead() {
        String state = "{\"Type\": \"Map\", " + READER + DISTRIBUTED + "}";
        ReaderData data = config -> Payload.ofText("[" + config.node().get("ItemsPointer") + "]");
        var setup = new StateTest.Setup(Payload.ofText("{}"), Map.of(), null, result("[]"), 0, data, 0);
        StateOutcome outcome = test(state, setup).outcome().orElseThrow();
        assertThat(outcome.ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(outcome.inspection().stages())
                .hasEntrySatisfying(
                        Stage.AFTER_ITEMS_POINTER, v -> assertThat(v).hasToString("[\"/all\"]"))
                .doesNotContainKey(Stage.AFTER_ITEMS_PATH);
    }

    @Test
    void shouldFailOnDataThatCannotBeRead() {
        String state = "{\"Type\": \"Map\", " + READER + DISTRIBUTED + "}";
        ReaderData data = _ -> {
            throw new ReaderData.UnreadableException("States.ItemReaderFailed", "No.");
        };
        var setup = new StateTest.Setup(Payload.ofText("{}"), Map.of(), null, result("[]"), 0, data, 0);
        StateOutcome outcome = test(state, setup).outcome().orElseThrow();
        assertThat(outcome.error()).isEqualTo("States.ItemReaderFailed");
        assertThat(outcome.cause()).isEqualTo("No.");
    }

    @Test
    void shouldTakeTheItemsFromTheInputWhenNothingIsSaidOfWhatIsRead() {
        String fields = READER + "\"ItemsPath\": \"$.all\", ";
        assertThat(map(fields, "{\"all\":[1]}", result("[]"), 0).inspection().stages())
                .hasEntrySatisfying(Stage.AFTER_ITEMS_PATH, v -> assertThat(v).hasToString("[1]"));
        assertThat(map(fields, "{}", result("[]"), 0).ending()).isEqualTo(Ending.SUCCEEDED);
    }

    @Test
    void shouldKnowWhatKindOfStateAMapFailsFor() {
        String fields = "\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"N\"}], "
                + DISTRIBUTED.replace(
                        "{\"Type\": \"Succeed\"}", "{" + TASK + ", \"Next\": \"Q\"}, \"Q\": {\"Type\": \"Fail\"}");
        String state = "{\"Type\": \"Map\", " + fields + "}";
        for (String from : List.of("P", "Q")) {
            var mock = new StateTest.Mock.Failed("Busy", "why", from);
            assertThat(of(state, "[]", mock).ending())
                    .isEqualTo(from.equals("P") ? Ending.CAUGHT_ERROR : Ending.FAILED);
        }
    }

    @Test
    void shouldKnowTheInnermostMapThatAStateIsIn() {
        String machine = """
                {"StartAt": "M", "States": {"M": {"Type": "Map", "Comment": "outer", "End": true, "ItemProcessor": {"StartAt": "L",
                  "States": {"L": {"Type": "Parallel", "End": true, "Branches": [
                    {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}]}}}}}}""";
        assertThat(map(machine, "P")).isEqualTo("outer");
        assertThat(map(machine, "M")).isNull();
    }

    private static @Nullable String map(String machine, String state) {
        var found = (Asl.ParsedState.Found) Asl.parseState(machine, state);
        return found.map() == null ? null : found.map().path("Comment").asString();
    }
}
