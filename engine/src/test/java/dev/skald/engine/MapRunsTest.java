package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.items.ChildResult;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.MapData;
import dev.skald.engine.items.ResultFiles;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Map Runs from end to end, in virtual time, with crashes. */
class MapRunsTest {
    private static final String WAIT = "'I': {'Type': 'Wait', 'Seconds': 3600, 'End': true}";
    private static final String ECHO = "'I': {'Type': 'Pass', 'End': true}";

    private final World world = new World();

    private static String each(String type, String processor, String fields) {
        String start = processor.substring(1, processor.indexOf('\'', 1));
        return World.machine("'Each': {'Type': 'Map', 'Label': 'each', 'ItemProcessor': {'ProcessorConfig': {'Mode':"
                + " 'DISTRIBUTED', 'ExecutionType': '" + type + "'}, 'StartAt': '" + start + "', 'States': {"
                + processor + "}}" + fields + ", 'End': true}");
    }

    private String start(String definition, String input) {
        return world.skald.start(world.deploy("m", definition), "p", World.json(input));
    }

    private MapRunRow run(String execution) {
        return world.skald.listMapRuns(execution, Long.MAX_VALUE, 9).getFirst();
    }

    private MapRunDescription described(String execution) {
        return world.skald.describeMapRun(run(execution).arn());
    }

    private List<ExecutionRow> children(String execution) {
        var query = new ExecutionQuery(null, run(execution).arn(), null, null, Map.of(), Long.MAX_VALUE, 10_000);
        return world.skald.listExecutions(query);
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).boxed().toList().toString();
    }

    /** Lets virtual time pass until all that can happen now has happened. */
    private void settle() {
        world.thread.runAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void shouldRunAChildForEachItem(String type) {
        String execution = start(each(type, ECHO, ""), "[1,'two',{'n':3}]");
        RunResult result = world.await(execution);

        assertThat(result.output().text()).isEqualTo("[1,\"two\",{\"n\":3}]");
        MapRunDescription run = described(execution);
        assertThat(run.row().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(run.row().arn()).contains(":mapRun:m/each:");
        assertThat(run.items()).isEqualTo(new MapRunDescription.Counts(0, 0, 3, 0, 0, 0));
        assertThat(run.executions()).isEqualTo(run.items());
        assertThat(children(execution))
                .hasSize(3)
                .allSatisfy(child -> assertThat(child.arn())
                        .contains(type.equals("EXPRESS") ? ":express:m/each:" : ":execution:m/each:"))
                .allSatisfy(child -> assertThat(child.stateMachineArn()).endsWith(":stateMachine:m/each"));
        assertThat(world.skald.history(children(execution).getLast().arn(), 1, 9))
                .first()
                .extracting(Event::detail)
                .isInstanceOfSatisfying(
                        Event.ExecutionStarted.class,
                        started -> assertThat(started.input().text()).isEqualTo("1"));
    }

    @Test
    void shouldRunNothingForNoItems() {
        RunResult result = world.await(start(each("STANDARD", ECHO, ""), "[]"));

        assertThat(result.output().text()).isEqualTo("[]");
    }

    @Test
    void shouldKeepToItsConcurrency() {
        String execution = start(each("STANDARD", WAIT, ", 'MaxConcurrency': 3"), numbers(10));
        settle();

        assertThat(described(execution).executions()).isEqualTo(new MapRunDescription.Counts(7, 3, 0, 0, 0, 0));
        assertThat(world.await(execution).output().text()).isEqualTo(numbers(10).replace(" ", ""));
    }

    @Test
    void shouldSelectAndBatch() {
        String fields =
                ", 'ItemsPath': '$.items', 'ItemSelector': {'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'r.$': '$.rate'},"
                        + " 'ItemBatcher': {'MaxItemsPerBatch': 2, 'BatchInput': {'all.$': '$.rate'}}";
        String execution = start(each("STANDARD", ECHO, fields), "{'items':[7,8,9],'rate':2}");

        assertThat(world.await(execution).output().text())
                .isEqualTo(
                        "[{\"BatchInput\":{\"all\":2},\"Items\":[{\"v\":7,\"i\":0,\"r\":2},{\"v\":8,\"i\":1,\"r\":2}]},"
                                + "{\"BatchInput\":{\"all\":2},\"Items\":[{\"v\":9,\"i\":2,\"r\":2}]}]");
        assertThat(described(execution).items().total()).isEqualTo(3);
        assertThat(described(execution).executions().total()).isEqualTo(2);
    }

    @Test
    void shouldBatchByBytes() {
        String fields = ", 'ItemBatcher': {'MaxInputBytesPerBatch': 20}";
        String execution = start(each("STANDARD", ECHO, fields), "[111,222,333]");

        assertThat(world.await(execution).output().text()).isEqualTo("[{\"Items\":[111,222]},{\"Items\":[333]}]");
    }

    // Failures.

    private World failingFor(Set<Integer> bad) {
        return world.handler("f", (input, context) -> {
            if (bad.contains(input.node().asInt())) throw new TaskFailure("Bad", "item " + input.text());
            return input;
        });
    }

    private static String calls(String type, String fields) {
        return each(type, "'I': {'Type': 'Task', " + World.task("f") + ", 'End': true}", fields);
    }

    @Test
    void shouldTolerateFailures() {
        failingFor(Set.of(1));
        String execution = start(calls("STANDARD", ", 'ToleratedFailureCount': 1"), numbers(3));
        RunResult result = world.await(execution);

        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output().node().get(0).asInt()).isZero();
        assertThat(result.output().node().get(1).path("Error").asString()).isEqualTo("Bad");
        assertThat(described(execution).items()).isEqualTo(new MapRunDescription.Counts(0, 0, 2, 1, 0, 0));
    }

    @Test
    void shouldFailWhenMoreFailsThanIsTolerated() {
        failingFor(Set.of(1, 2));
        String execution = start(calls("STANDARD", ", 'MaxConcurrency': 1, 'ToleratedFailureCount': 1"), numbers(9));
        RunResult result = world.await(execution);

        assertThat(result.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(result.cause()).isEqualTo("The specified tolerated failure threshold was exceeded");
        assertThat(run(execution).status()).isEqualTo(Status.FAILED);
        assertThat(children(execution)).hasSize(3);
        assertThat(described(execution).items().pending()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 20})
    void shouldTolerateAPercentage(int percentage) {
        failingFor(Set.of(1, 2, 3));
        String execution = start(calls("EXPRESS", ", 'ToleratedFailurePercentage': " + percentage), numbers(10));

        assertThat(world.await(execution).status()).isEqualTo(percentage == 30 ? Status.SUCCEEDED : Status.FAILED);
    }

    @Test
    void shouldStopTheOthersWhenOneFails() {
        failingFor(Set.of(0));
        String processor =
                "'C': {'Type': 'Choice', 'Choices': [{'Variable': '$', 'NumericEquals': 0, 'Next': 'I'}], 'Default': 'W'},"
                        + "'W': {'Type': 'Wait', 'Seconds': 3600, 'End': true},"
                        + "'I': {'Type': 'Task', " + World.task("f") + ", 'End': true}";
        String execution = start(each("STANDARD", processor, ""), numbers(3));

        assertThat(world.await(execution).status()).isEqualTo(Status.FAILED);
        assertThat(described(execution).executions()).isEqualTo(new MapRunDescription.Counts(0, 0, 0, 1, 0, 2));
    }

    // Stop.

    @Test
    void shouldStopItsChildrenWithTheExecution() {
        String execution = start(each("STANDARD", WAIT, ""), numbers(3));
        settle();
        world.skald.stopExecution(execution, null, null);
        settle();

        assertThat(run(execution).status()).isEqualTo(Status.ABORTED);
        assertThat(children(execution))
                .allSatisfy(child -> assertThat(child.status()).isEqualTo(Status.ABORTED));
        assertThat(world.history(execution)).endsWith("MapRunAborted", "StateAborted", "ExecutionAborted");
    }

    @Test
    void shouldStopItsChildrenAfterACrashThatCameInBetween() {
        String execution = start(each("STANDARD", WAIT, ""), numbers(3));
        settle();
        world.skald.stopExecution(execution, null, null);
        world.crash();
        settle();

        assertThat(run(execution).status()).isEqualTo(Status.ABORTED);
        assertThat(children(execution))
                .allSatisfy(child -> assertThat(child.status()).isEqualTo(Status.ABORTED));
    }

    // Crashes.

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void shouldGoOnAfterCrashesAtAnyCommit(String type) {
        String wait = type.equals("EXPRESS") ? WAIT.replace("3600", "30") : WAIT;
        for (int at = 1; at <= 40; at++) {
            var other = new MapRunsTest();
            var commits = new AtomicInteger();
            int crashAt = at;
            other.world.faults = batch -> commits.incrementAndGet() == crashAt ? Fault.AFTER_COMMIT : Fault.NONE;
            String execution = other.start(each(type, wait, ", 'MaxConcurrency': 4"), numbers(6));
            other.world.faults = batch -> commits.incrementAndGet() % 7 == 0 ? Fault.BEFORE_COMMIT : Fault.NONE;
            other.world.crash();
            other.world.faults = batch -> Fault.NONE;
            RunResult result = other.world.await(execution);
            assertThat(result.output().text()).isEqualTo(numbers(6).replace(" ", ""));
            assertThat(other.children(execution)).hasSize(6);
        }
    }

    // Redrive.

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void shouldRedriveOnlyWhatHadFailed(String type) {
        Set<Integer> bad = new TreeSet<>(Set.of(1, 3));
        List<Integer> called = new ArrayList<>();
        world.handler("f", (input, context) -> {
            called.add(input.node().asInt());
            if (bad.contains(input.node().asInt())) throw new TaskFailure("Bad", null);
            return input;
        });
        String execution = start(calls(type, ", 'ToleratedFailurePercentage': 20"), numbers(5));
        assertThat(world.await(execution).status()).isEqualTo(Status.FAILED);
        bad.clear();
        called.clear();
        Set<String> before = arns(execution);

        world.skald.redriveExecution(execution, Redrive.UNCHANGED);
        assertThat(world.await(execution).output().text()).isEqualTo("[0,1,2,3,4]");
        assertThat(called).containsExactlyInAnyOrder(1, 3);
        assertThat(arns(execution)).isEqualTo(before);
        assertThat(run(execution).redriveCount()).isEqualTo(1);
        assertThat(described(execution).items()).isEqualTo(new MapRunDescription.Counts(0, 0, 5, 0, 0, 0));
        assertThat(world.skald.listMapRuns(execution, Long.MAX_VALUE, 9)).hasSize(1);
        assertThat(world.history(execution)).contains("MapRunRedriven");
    }

    private Set<String> arns(String execution) {
        Set<String> arns = new TreeSet<>();
        children(execution).forEach(child -> arns.add(child.arn()));
        return arns;
    }

    @Test
    void shouldRedriveItemsThatWereNotBegun() {
        Set<Integer> bad = new TreeSet<>(Set.of(0));
        failingFor(bad);
        String execution = start(calls("STANDARD", ", 'MaxConcurrency': 1"), numbers(4));
        assertThat(world.await(execution).status()).isEqualTo(Status.FAILED);
        assertThat(children(execution)).hasSize(1);
        bad.clear();

        world.skald.redriveExecution(execution, Redrive.UNCHANGED);
        assertThat(world.await(execution).output().text()).isEqualTo("[0,1,2,3]");
    }

    // Updates.

    @Test
    void shouldTakeOverUpdatesWhileItRuns() {
        String execution = start(each("STANDARD", WAIT, ", 'MaxConcurrency': 1"), numbers(5));
        settle();
        world.skald.updateMapRun(run(execution).arn(), 4, null, null);
        settle();

        assertThat(described(execution).executions().running()).isEqualTo(4);
        world.await(execution);
        assertThatThrownBy(() -> world.skald.updateMapRun(run(execution).arn(), 4, null, null))
                .isInstanceOf(ServiceException.class);
        assertThatThrownBy(() -> world.skald.describeMapRun(run(execution).arn() + "x"))
                .isInstanceOf(ServiceException.class);
    }

    // Readers and writers.

    private static ItemSource source(int count) {
        var next = new AtomicInteger();
        return new ItemSource() {
            @Override
            public Item next() {
                int n = next.getAndIncrement();
                return n >= count ? null : new Item("k" + n, Payload.ofText("" + n), "S3://b/k");
            }

            @Override
            public void close() {}
        };
    }

    private static final String READER =
            ", 'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject', 'Parameters': {'Bucket': 'b', 'Key': 'k'}}";

    @Test
    void shouldReadItemsAndWriteResults() {
        world.mapData(new MapData(request -> source(600), _ -> new Written()));
        String fields = READER + ", 'ItemSelector': {'k.$': '$$.Map.Item.Key', 's.$': '$$.Map.Item.Source'},"
                + " 'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'b', 'Prefix': 'p'}}";
        String execution = start(each("EXPRESS", ECHO, fields), "{}");
        RunResult result = world.await(execution);

        assertThat(result.output().node().path("MapRunArn").asString())
                .isEqualTo(run(execution).arn());
        assertThat(result.output()
                        .node()
                        .path("ResultWriterDetails")
                        .path("Key")
                        .asString())
                .isEqualTo("manifest.json");
        assertThat(written).hasSize(600);
        assertThat(written.get(599).input().text()).isEqualTo("{\"k\":\"k599\",\"s\":\"S3://b/k\"}");
    }

    private final List<ChildResult> written = new ArrayList<>();

    /** Result files that keep what came until they were finished. */
    private final class Written implements ResultFiles {
        private final List<ChildResult> added = new ArrayList<>();

        @Override
        public void add(ChildResult child) {
            added.add(child);
        }

        @Override
        public Payload finish() {
            written.clear();
            written.addAll(added);
            return World.json("{'Bucket':'b','Key':'manifest.json'}");
        }

        @Override
        public void close() {}
    }

    private static final String WRITER =
            ", 'ResultWriter': {'Resource': 'arn:aws:states:::s3:putObject', 'Parameters': {'Bucket': 'b', 'Prefix': 'p'}}";

    private List<String> writtenAs(Status status) {
        return written.stream()
                .filter(child -> child.status() == status)
                .map(child -> child.input().text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void shouldWriteWhatWasNotBegunWhenItFails(String type) {
        failingFor(Set.of(3));
        world.mapData(new MapData(_ -> source(10), _ -> new Written()));
        String execution = start(calls(type, READER + WRITER + ", 'MaxConcurrency': 1"), "{}");
        RunResult result = world.await(execution);

        assertThat(result.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(writtenAs(Status.SUCCEEDED)).containsExactly("0", "1", "2");
        assertThat(writtenAs(Status.FAILED)).containsExactly("3");
        assertThat(writtenAs(Status.RUNNING)).containsExactly("4", "5", "6", "7", "8", "9");
        assertThat(described(execution).items()).isEqualTo(new MapRunDescription.Counts(6, 0, 3, 1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldWriteWhatWasNotBegunWhenItIsStopped(boolean crashes) {
        world.mapData(new MapData(_ -> source(5), _ -> new Written()));
        String fields = READER + WRITER + ", 'MaxConcurrency': 2, 'ItemBatcher': {'MaxItemsPerBatch': 2}";
        String execution = start(each("STANDARD", WAIT, fields), "{}");
        settle();
        world.skald.stopExecution(execution, null, null);
        if (crashes) world.crash();
        settle();

        assertThat(run(execution).status()).isEqualTo(Status.ABORTED);
        assertThat(writtenAs(Status.ABORTED)).containsExactly("{\"Items\":[0,1]}", "{\"Items\":[2,3]}");
        assertThat(writtenAs(Status.RUNNING)).containsExactly("{\"Items\":[4]}");
        assertThat(described(execution).executions()).isEqualTo(new MapRunDescription.Counts(1, 0, 0, 0, 0, 2));
    }

    @Test
    void shouldKeepItsErrorWhenResultsCannotBeWritten() {
        failingFor(Set.of(0));
        world.mapData(new MapData(_ -> source(2), _ -> {
            throw ResultWriterException.failed("The bucket is gone.");
        }));
        RunResult result = world.await(start(calls("STANDARD", READER + WRITER), "{}"));

        assertThat(result.error()).isEqualTo("States.ExceedToleratedFailureThreshold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'ItemsPath': '$.o'", "'QueryLanguage': 'JSONata', 'Items': '{% $states.input.o %}'"})
    void shouldTakeTheMembersOfAnObjectAsItems(String items) {
        boolean isJsonata = items.contains("JSONata");
        String selector = isJsonata
                ? "'k': '{% $states.context.Map.Item.Key %}', 'i': '{% $states.context.Map.Item %}'"
                : "'k.$': '$$.Map.Item.Key', 'i.$': '$$.Map.Item'";
        String fields = ", " + items + ", 'ItemSelector': {" + selector + "}";
        RunResult result = world.await(start(each("STANDARD", ECHO, fields), "{'o':{'b':1,'a':{'x':2}}}"));

        assertThat(result.output())
                .isEqualTo(World.json("[{'k':'b','i':{'Index':0,'Key':'b','Value':1,'Source':'STATE_DATA'}},"
                        + "{'k':'a','i':{'Index':1,'Key':'a','Value':{'x':2},'Source':'STATE_DATA'}}]"));
    }

    @Test
    void shouldHandOnTheValuesOfAnObject() {
        String execution = start(each("STANDARD", ECHO, ""), "{'b':1,'a':[2]}");

        assertThat(world.await(execution).output().text()).isEqualTo("[1,[2]]");
        assertThat(world.skald.history(execution, 1, 9))
                .extracting(Event::detail)
                .contains(new Event.DistributedMapStarted(2));
    }

    @Test
    void shouldFailWhenItemsCannotBeRead() {
        world.mapData(new MapData(
                request -> {
                    throw ItemReaderException.failed("Attempting to map over non-iterable node.");
                },
                MapData.NONE.writer()));
        String execution = start(each("STANDARD", ECHO, READER), "{}");
        RunResult result = world.await(execution);

        assertThat(result.error()).isEqualTo("States.ItemReaderFailed");
        assertThat(run(execution).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldFailWhenTheResultsAreTooLarge() {
        String large = "'I': {'Type': 'Pass', 'Result': '" + "x".repeat(100_000) + "', 'End': true}";
        RunResult result = world.await(start(each("STANDARD", large, ""), numbers(3)));

        assertThat(result.error()).isEqualTo("States.DataLimitExceeded");
    }

    @Test
    void shouldNest() {
        String inner = "'Inner': {'Type': 'Map', 'Label': 'inner', 'ItemProcessor': {'ProcessorConfig': {'Mode':"
                + " 'DISTRIBUTED', 'ExecutionType': 'EXPRESS'}, 'StartAt': 'I', 'States': {" + ECHO
                + "}}, 'End': true}";
        String execution = start(each("STANDARD", inner, ""), "[[1,2],[3]]");

        assertThat(world.await(execution).output().text()).isEqualTo("[[1,2],[3]]");
        String child = children(execution).getFirst().arn();
        assertThat(run(child).arn()).contains(":mapRun:m/inner:");
        assertThat(children(child).getFirst().arn()).contains(":express:m/inner:");
    }

    @Test
    void shouldRunLongerThanADayWithoutBeingAsked() {
        String execution = start(each("STANDARD", WAIT.replace("3600", "864000"), ""), numbers(2));
        settle();
        world.crash();

        assertThat(world.skald.await(execution, Duration.ofDays(11)).status()).isEqualTo(Status.SUCCEEDED);
    }
}
