package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Command;
import dev.skald.core.OperatorAction;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sagas of sagas: nested executions and the children of Map Runs are undone through their own logs. */
class NestedSagasTest {
    private static final int ITEMS = 10_000;
    private static final String BAD = "9999";

    private final World world = new World();
    private final Set<String> broken = new HashSet<>();
    private String childMachine = "";
    private final Set<String> booked = new HashSet<>();

    /** The keys of what was booked and not cancelled. */
    private final Set<String> standing = new HashSet<>();

    @BeforeEach
    void registerFunctions() {
        world.handler("book", (input, context) -> {
            refuse("book", input.text());
            booked.add(input.text());
            standing.add(context.key());
            return input;
        });
        world.handler("cancel", (input, context) -> {
            refuse("cancel", input.node().path("Input").toString());
            standing.remove(context.key().replace("~undo", ""));
            return input;
        });
        world.handler("last", (input, context) -> {
            refuse("last", input.text());
            return input;
        });
    }

    private void refuse(String function, String item) throws TaskFailure {
        if (broken.contains(function) || broken.contains(item)) throw new TaskFailure("Broken", function);
    }

    private static String step(String name, String last) {
        return "'" + name + "': {'Type': 'Task', " + World.task("book") + ", 'Compensate': {" + World.task("cancel")
                + "}, " + last + "}";
    }

    private static String last() {
        return "'Last': {'Type': 'Task', " + World.task("last") + ", 'End': true}";
    }

    /** A saga whose first step is another one. */
    private String nested(String child) {
        childMachine = world.deploy("child", child);
        String machine = world.deploy("parent", """
                {'Saga': {}, 'StartAt': 'Nested', 'States': {'Nested': {'Type': 'Task',
                'Resource': 'arn:aws:states:::states:startExecution.sync:2', 'Parameters': {'StateMachineArn': '%s',
                'Name': 'c', 'Input': 7}, 'ResultPath': null, 'Next': 'Last'}, %s}}""".formatted(childMachine, last()));
        String execution = world.skald.start(machine, "p", World.json("'trip'"));
        world.thread.runAll();
        return execution;
    }

    private static String oneStep() {
        return "{'StartAt': 'Book', 'States': {" + step("Book", "'End': true") + "}}";
    }

    private ExecutionRow child() {
        return world.skald
                .listExecutions(new ExecutionQuery(childMachine, null, null, null, Map.of(), Long.MAX_VALUE, 2))
                .getFirst();
    }

    private void ends(String execution, Status status, SagaStatus saga) {
        assertThat(world.await(execution).status()).isEqualTo(status);
        assertThat(world.skald.describeSaga(execution).status()).isEqualTo(saga);
        assertThat(world.skald.statistics().openExecutions()).isZero();
    }

    @Test
    void shouldUndoANestedSaga() {
        broken.add("last");
        String execution = nested(oneStep());

        ends(execution, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(booked).hasSize(1);
        assertThat(standing).isEmpty();
        assertThat(child().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(child().sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(world.skald
                        .describeExecution(child().arn())
                        .result()
                        .output()
                        .text())
                .isEqualTo("7");
    }

    @Test
    void shouldWaitForANestedSagaThatIsParked() {
        broken.addAll(List.of("last", "cancel"));
        String execution = nested(oneStep());
        world.clock.advance(Duration.ofHours(1));
        assertThat(child().sagaStatus()).isEqualTo(SagaStatus.PARKED);
        assertThat(world.skald.describeSaga(execution).status()).isEqualTo(SagaStatus.COMPENSATING);
        world.crash();
        world.clock.advance(Duration.ofDays(1));
        broken.remove("cancel");

        long park = world.skald.describeSaga(child().arn()).parks().getFirst().id();
        world.skald.operate(
                child().arn(), new Command.Operate(OperatorAction.RETRY, park, null, "ann", "it answers again"));
        world.clock.advance(Duration.ofMinutes(11));

        ends(execution, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(booked).hasSize(1);
        assertThat(standing).isEmpty();
        assertThat(world.skald.insight().decisions(new DecisionQuery(null, null, Long.MAX_VALUE, 10)))
                .as("what a person decided: the engine's own undo is none")
                .extracting(DecisionRow::who)
                .containsExactly("ann");
    }

    @Test
    void shouldParkWhenANestedSagaIsPastItsPivot() {
        broken.add("last");
        String execution = nested("{'StartAt': 'Book', 'States': {'Book': {'Type': 'Task', " + World.task("book")
                + ", 'Pivot': true, 'End': true}}}");
        world.clock.advance(Duration.ofHours(2));

        assertThat(world.skald.describeSaga(execution).parks())
                .singleElement()
                .satisfies(park -> assertThat(park.cause()).contains("past its pivot"));
    }

    @Test
    void shouldStopANestedSagaThatRunsAndUndoIt() {
        String waits = "{'StartAt': 'Book', 'States': {" + step("Book", "'Next': 'Wait'")
                + ", 'Wait': {'Type': 'Wait', 'Seconds': 86400, 'End': true}}}";
        String execution = nested(waits);
        world.skald.stopExecution(execution, null, "enough");
        world.clock.advance(Duration.ofMinutes(5));

        ends(execution, Status.ABORTED, SagaStatus.COMPENSATED);
        assertThat(child().status()).isEqualTo(Status.ABORTED);
        assertThat(booked).hasSize(1);
        assertThat(standing).isEmpty();
    }

    @Test
    void shouldUndoNothingOfAMapRunThatNeverBegan() {
        String execution = world.skald.start(world.deploy("m", each()), "p", World.json("[1]"));
        world.crash();
        assertThat(world.skald.listMapRuns(execution, Long.MAX_VALUE, 9)).isEmpty();
        world.skald.stopExecution(execution, null, null);

        ends(execution, Status.ABORTED, SagaStatus.COMPENSATED);
        assertThat(booked).isEmpty();
    }

    private static String each() {
        return "{'StartAt': 'Each', 'States': {'Each': {'Type': 'Map', 'MaxConcurrency': 20, 'ItemProcessor': {"
                + "'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, 'StartAt': 'Book', 'States': {"
                + step("Book", "'End': true") + "}}, 'Next': 'Last'}, " + last() + "}}";
    }

    @Test
    void shouldUndoAllThatAMapRunDid() {
        broken.add(BAD);
        String items = IntStream.range(0, ITEMS).boxed().toList().toString();
        String execution = world.skald.start(world.deploy("m", each()), "p", World.json(items));

        ends(execution, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(booked).hasSizeGreaterThan(ITEMS - 100);
        assertThat(standing).isEmpty();
    }

    /** From one commit on nothing is stored, and the engine dies: at another commit each time. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldUndoInSpiteOfACrashAtAnyCommit(Fault fault) {
        for (int at = 2; at <= 30; at++) {
            var other = new NestedSagasTest();
            other.registerFunctions();
            other.broken.add("last");
            var commits = new AtomicInteger();
            int crashAt = at;
            other.world.faults = batch -> {
                int commit = commits.incrementAndGet();
                if (commit < crashAt) return Fault.NONE;
                return commit == crashAt ? fault : Fault.BEFORE_COMMIT;
            };
            String execution = other.nested(oneStep());
            other.world.faults = batch -> Fault.NONE;
            other.world.crash();

            other.ends(execution, Status.FAILED, SagaStatus.COMPENSATED);
            assertThat(other.standing).as("%s", at).isEmpty();
            assertThat(other.child().sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
        }
    }

    @Test
    void shouldUndoASagaThatSucceeded() {
        String machine = world.deploy(
                "m", "{'StartAt': 'Book', 'States': {" + step("Book", "'Next': 'Last'") + ", " + last() + "}}");
        String execution = world.skald.start(machine, "p", World.json("'trip'"));
        ends(execution, Status.SUCCEEDED, SagaStatus.COMMITTED);
        broken.add("cancel");
        var command = new Command.Operate(OperatorAction.COMPENSATE, 0, null, "ann", "the customer changed her mind");
        world.skald.operate(execution, command);
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.skald.describeSaga(execution).status()).isEqualTo(SagaStatus.PARKED);
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(world.skald.statistics().openExecutions()).isOne();

        world.crash();
        broken.remove("cancel");
        long park = world.skald.describeSaga(execution).parks().getFirst().id();
        world.skald.operate(execution, new Command.Operate(OperatorAction.RETRY, park, null, "ann", "again"));
        world.thread.runAll();

        ends(execution, Status.SUCCEEDED, SagaStatus.COMPENSATED);
        assertThat(world.skald.describeExecution(execution).result().output().text())
                .isEqualTo("\"trip\"");
        assertThat(standing).isEmpty();
    }

    @Test
    void shouldGoOnUndoingWhatHasEndedAfterACrash() {
        String machine = world.deploy("m", oneStep());
        String execution = world.skald.start(machine, "p", World.json("'trip'"));
        ends(execution, Status.SUCCEEDED, SagaStatus.COMMITTED);
        broken.add("cancel");
        world.skald.operate(execution, new Command.Operate(OperatorAction.COMPENSATE, 0, null, "ann", "why not"));
        world.crash();
        broken.remove("cancel");

        world.clock.advance(Duration.ofMinutes(30));
        ends(execution, Status.SUCCEEDED, SagaStatus.COMPENSATED);
        assertThat(standing).isEmpty();
    }
}
