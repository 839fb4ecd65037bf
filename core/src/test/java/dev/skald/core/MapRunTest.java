package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import org.junit.jupiter.api.Test;

/** What a Map state in mode DISTRIBUTED decides. Section 1.11 of the reference. */
class MapRunTest {
    private static final String PROCESSOR = """
            'ItemProcessor': {'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'EXPRESS'},
              'StartAt': 'I', 'States': {'I': {'Type': 'Pass', 'End': true}}}""";

    private static Story given(String fields, String rest) {
        return Story.given("{'StartAt': 'Each', 'States': {'Each': {'Type': 'Map', %s, %s, %s}}}"
                .formatted(PROCESSOR, fields, rest)
                .replace('\'', '"'));
    }

    private static Story given(String fields) {
        return given(fields, "'End': true");
    }

    private static MapRun run(Story story) {
        return story.execution.work().stream()
                .filter(Work.RunMap.class::isInstance)
                .map(work -> ((Work.RunMap) work).run())
                .findFirst()
                .orElseThrow();
    }

    private static Story complete(Story story, String output) {
        return story.when(new Command.CompleteMapRun(story.task("Each"), Payload.ofText(output)));
    }

    private static Story fail(Story story, String error) {
        return story.when(new Command.FailMapRun(story.task("Each"), error, "why"));
    }

    @Test
    void shouldCallForAMapRunAndGoOnWithItsResult() {
        Story story = given("'Label': 'each'").start("[1,2]");

        assertThat(story.news())
                .containsExactly(
                        "1<0 ExecutionStarted", "2<0 MapStateEntered Each", "3<2 MapStateStarted", "4<3 MapRunStarted");
        MapRun run = run(story);
        assertThat(run.arn()).startsWith("arn:aws:states:us-east-1:000000000000:mapRun:M/each:");
        assertThat(run.executionType()).isEqualTo(MachineType.EXPRESS);
        assertThat(run.items()).isEqualTo(Payload.ofText("[1,2]"));
        assertThat(story.execution.openStates().getFirst().waitingFor()).isEqualTo(OpenState.WaitingFor.ITERATIONS);

        // As AWS has it since the end of 2024: the exit points at the start of the run.
        assertThat(complete(story, "[10,20]").news())
                .containsExactly(
                        "5<4 MapRunSucceeded",
                        "6<5 MapStateSucceeded",
                        "7<4 MapStateExited Each",
                        "8<7 ExecutionSucceeded");
        assertThat(story.execution.output()).isEqualTo(Payload.ofText("[10,20]"));
    }

    @Test
    void shouldEvaluateAllFieldsOnEntry() {
        Story story = given("""
                'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'Parameters': {'Bucket.$': '$.b', 'Key': 'k'},
                  'ReaderConfig': {'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW', 'MaxItemsPath': '$.n'}},
                'ItemBatcher': {'BatchInput': {'x.$': '$.b'}, 'MaxItemsPerBatch': 3, 'MaxInputBytesPerBatchPath': '$.n'},
                'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket.$': '$.b', 'Prefix': 'p'},
                  'WriterConfig': {'Transformation': 'COMPACT', 'OutputType': 'JSONL'}},
                'MaxConcurrencyPath': '$.n', 'ToleratedFailureCountPath': '$.n', 'ToleratedFailurePercentage': 12.5""").start("{\"b\":\"bucket\",\"n\":7}");
        MapRun run = run(story);

        assertThat(story.history().get(2).detail()).isEqualTo(new Event.DistributedMapStarted(0));
        assertThat(run.items()).isNull();
        assertThat(run.reader().arguments().text()).isEqualTo("{\"Bucket\":\"bucket\",\"Key\":\"k\"}");
        assertThat(run.reader().config().text())
                .isEqualTo("{\"InputType\":\"CSV\",\"CSVHeaderLocation\":\"FIRST_ROW\",\"MaxItems\":7}");
        assertThat(run.batching()).isEqualTo(new MapRun.Batching(Payload.ofText("{\"x\":\"bucket\"}"), 3L, 7L));
        assertThat(run.writing().arguments().text()).isEqualTo("{\"Bucket\":\"bucket\",\"Prefix\":\"p\"}");
        assertThat(run.tolerance()).isEqualTo(new MapRun.Tolerance(7, 7, 12.5));
    }

    @Test
    void shouldSelectItemsWithoutTheExecution() {
        String selector = "'ItemSelector': {'all.$': '$$.Map.Item', 'from.$': '$.from', 'name.$': '$$.Execution.Name'}";
        Story story = given("'ItemsPath': '$.items', " + selector).start("{\"items\":[1],\"from\":9}");
        if (!(story.machine.state("Each") instanceof MapState state)) throw new AssertionError();

        var item = new MapRun.Item(3, "k", Payload.ofText("5"), "S3://b/k");
        assertThat(run(story).select(state, item, story.now, () -> 0).text())
                .isEqualTo(
                        "{\"all\":{\"Index\":3,\"Key\":\"k\",\"Value\":5,\"Source\":\"S3://b/k\"},\"from\":9,\"name\":\"e1\"}");
    }

    @Test
    void shouldFailBeforeTheRunForAWrongTolerance() {
        Story story = given("'ToleratedFailurePercentagePath': '$.p', 'ItemsPath': '$.i'")
                .start("{\"i\":[1],\"p\":101}");

        assertThat(story.news()).endsWith("3<2 MapStateStarted", "4<3 ExecutionFailed States.Runtime");
        assertThat(story.execution.cause()).endsWith("ToleratedFailurePercentage must be between 0 and 100.");
    }

    @Test
    void shouldFailWithItsRun() {
        assertThat(fail(given("'Label': 'each'").start("[]"), "States.ItemReaderFailed")
                        .news())
                .endsWith("5<4 MapRunFailed", "6<5 MapStateFailed", "7<6 ExecutionFailed States.ItemReaderFailed");
    }

    @Test
    void shouldBeginAnotherRunWhenRetried() {
        Story story = given("'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1}]")
                .start("[1]");
        String first = run(story).arn();
        fail(story, "Broken").after(java.time.Duration.ofSeconds(2));

        assertThat(run(story).arn()).isNotEqualTo(first);
        assertThat(complete(story, "[1]").execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldAbortItsRunWhenStopped() {
        Story story = given("'Label': 'each'").start("[1]");
        story.news();

        assertThat(story.stop().news())
                .containsExactly("5<4 MapRunAborted", "6<5 MapStateAborted Each", "7<0 ExecutionAborted");
        assertThat(story.execution.work()).isEmpty();
    }

    @Test
    void shouldGoOnWithItsRunWhenRedriven() {
        Story story = given("'Label': 'each'").start("[1]");
        String arn = run(story).arn();
        fail(story, "States.ExceedToleratedFailureThreshold").news();

        assertThat(story.redrive().news()).containsExactly("8<7 ExecutionRedriven", "9<6 MapRunRedriven");
        Work.RunMap work = (Work.RunMap) story.execution.work().iterator().next();
        assertThat(work.run().arn()).isEqualTo(arn);
        assertThat(work.redriveCount()).isEqualTo(1);
        assertThat(complete(story, "[1]").execution.status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldBeginAnotherRunWhenRedrivenAfterTooMuchData() {
        Story story = given("'Label': 'each'").start("[1]");
        String arn = run(story).arn();
        fail(story, "States.DataLimitExceeded").redrive();

        assertThat(run(story).arn()).isNotEqualTo(arn);
    }

    @Test
    void shouldHearNothingOfARunThatIsOver() {
        Story story = given("'Label': 'each'").start("[1]");
        long sequence = story.task("Each");
        complete(story, "[1]");

        story.when(new Command.FailMapRun(sequence, "Late", null));
        assertThat(story.execution.status()).isEqualTo(Status.SUCCEEDED);
    }
}
