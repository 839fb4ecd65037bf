package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.OperatorAction;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.core.UndoEntry;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import dev.skald.engine.store.Waited;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SagasTest {
    private final World world = new World();
    private final List<String> calls = new ArrayList<>();
    private final Set<String> broken = new HashSet<>();
    private final List<Payload> undone = new ArrayList<>();

    @BeforeEach
    void registerFunctions() {
        broken.add("c");
        for (String step : List.of("a", "b", "c", "undo-a", "undo-b"))
            world.handler(step, (input, context) -> called(step, context.key(), input));
    }

    private Payload called(String function, String key, Payload input) throws TaskFailure {
        calls.add(function + " " + key);
        if (broken.contains(function)) throw new TaskFailure("Broken", function + " is broken");
        if (function.startsWith("undo-")) undone.add(input);
        return Payload.EMPTY_OBJECT;
    }

    private static String step(String name, String next) {
        return "'" + name.toUpperCase(Locale.ROOT) + "': {'Type': 'Task', " + World.task(name) + ", 'Compensate': {"
                + World.task("undo-" + name) + "}, 'Next': '" + next + "'}";
    }

    /** A saga of two compensatable steps, and what follows them. */
    private String start(String saga, String last) {
        String definition = "{'StartAt': 'A', 'Saga': {" + saga + "}, 'States': {" + step("a", "B") + ", "
                + step("b", "C") + ", 'C': {" + last + ", 'End': true}}}";
        String arn = world.skald.start(world.deploy("m", definition), null, Payload.EMPTY_OBJECT);
        world.thread.runAll();
        return arn;
    }

    private String start(String saga) {
        return start(saga, "'Type': 'Task', " + World.task("c"));
    }

    private static final String WAIT = "'Type': 'Wait', 'Seconds': 86400";

    /** A saga whose last compensation, that of B, does not succeed. */
    private String parked() {
        broken.add("undo-b");
        String arn = start("");
        world.clock.advance(Duration.ofHours(1));
        assertThat(saga(arn).status()).isEqualTo(SagaStatus.PARKED);
        assertThat(listed(arn)).isEqualTo(SagaStatus.PARKED);
        return arn;
    }

    private SagaDescription saga(String arn) {
        return world.skald.describeSaga(arn);
    }

    /** What the stored row says, by which sagas are listed. */
    private SagaStatus listed(String arn) {
        var found = Stream.of(SagaStatus.values())
                .filter(status -> world
                        .skald
                        .listExecutions(new ExecutionQuery(
                                null, null, null, null, Map.of(), Long.MAX_VALUE, 10, null, Set.of(status)))
                        .stream()
                        .anyMatch(row -> row.arn().equals(arn)))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(parkedSince(arn)).isEqualTo(oldestPark(arn));
        return found.getFirst();
    }

    /** Since when something of it is parked, as the list of those says; empty when it is not on it. */
    private Optional<Instant> parkedSince(String arn) {
        return world.skald.insight().parked(new ParkedQuery(null, Waited.NOTHING, 10)).stream()
                .filter(one -> one.row().arn().equals(arn))
                .map(ParkedRow::since)
                .findFirst();
    }

    private Optional<Instant> oldestPark(String arn) {
        return saga(arn).parks().stream().map(Park::since).min(Comparator.naturalOrder());
    }

    private void operate(String arn, OperatorAction action, @Nullable String payload) {
        List<Park> parks = saga(arn).parks();
        long park = parks.isEmpty() ? 0 : parks.getFirst().id();
        world.skald.operate(
                arn, new Command.Operate(action, park, payload == null ? null : World.json(payload), "ann", "because"));
        world.thread.runAll();
    }

    private void ends(String arn, Status status, SagaStatus saga) {
        assertThat(world.await(arn).status()).isEqualTo(status);
        assertThat(saga(arn).status()).isEqualTo(saga);
        assertThat(saga(arn).row().sagaStatus()).isEqualTo(saga);
        assertThat(listed(arn)).isEqualTo(saga);
        assertThat(world.skald.statistics().openExecutions()).isZero();
    }

    private long called(String function) {
        return calls.stream().filter(call -> call.startsWith(function + " ")).count();
    }

    private static List<String> states(List<UndoEntry> log) {
        return log.stream().map(UndoEntry::state).toList();
    }

    // Parks.

    @Test
    void shouldParkAndRetryWithAnotherInput() {
        String arn = parked();
        Park park = saga(arn).parks().getFirst();
        assertThat(park.kind()).isEqualTo(Park.Kind.COMPENSATION);
        assertThat(park.state()).isEqualTo("Compensate B");
        assertThat(park.error()).isEqualTo("Broken");
        assertThat(states(saga(arn).log())).containsExactly("B", "A");
        assertThat(called("undo-a")).isZero();

        broken.remove("undo-b");
        operate(arn, OperatorAction.RETRY, "{'edited': true}");

        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(undone.getFirst()).isEqualTo(World.json("{'edited': true}"));
        assertThat(called("undo-a")).isOne();
        assertThat(world.history(arn)).contains("OperatorActed");
        DecisionRow decision = decisions(arn).getFirst();
        assertThat(decision.kind()).isEqualTo(DecisionRow.Kind.RETRY_CHANGED);
        assertThat(decision.about()).isEqualTo("Compensate B");
        assertThat(decision.who()).isEqualTo("ann");
        assertThat(world.skald.history(arn, decision.sequence(), 1).getFirst().detail())
                .isInstanceOf(Event.OperatorActed.class);
    }

    private List<DecisionRow> decisions(String arn) {
        long id = world.skald.describeExecution(arn).row().id();
        return world.skald.insight().decisions(new DecisionQuery(null, id, Long.MAX_VALUE, 10));
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        String arn = parked();
        refuses(arn, new Command.Operate(OperatorAction.RETRY, 4711, null, "ann", "because"), "SagaActionRefused");
        refuses(arn, new Command.Operate(OperatorAction.RETRY, park(arn), null, " ", "because"), "ValidationException");
        refuses(arn, new Command.Operate(OperatorAction.RETRY, park(arn), null, "ann", ""), "ValidationException");
        refuses(arn, new Command.Operate(OperatorAction.HAPPENED, park(arn), null, "a", "b"), "SagaActionRefused");
        assertThat(world.history(arn)).doesNotContain("OperatorActed");
        assertThat(decisions(arn)).isEmpty();
        operate(arn, OperatorAction.ABANDON, null);
        assertThat(decisions(arn)).extracting(DecisionRow::kind).containsExactly(DecisionRow.Kind.ABANDON);
        refuses(arn, new Command.Operate(OperatorAction.ABANDON, 0, null, "a", "b"), "SagaActionRefused");
    }

    private long park(String arn) {
        return saga(arn).parks().getFirst().id();
    }

    private void refuses(String arn, Command.Operate command, String code) {
        assertThatThrownBy(() -> world.skald.operate(arn, command))
                .extracting("code")
                .isEqualTo(code);
    }

    @Test
    void shouldSkip() {
        String arn = parked();
        operate(arn, OperatorAction.SKIP, null);
        ends(arn, Status.FAILED, SagaStatus.COMPENSATION_FAILED);
        assertThat(called("undo-a")).isOne();
        assertThat(undone).hasSize(1);
    }

    @Test
    void shouldTakeWhatWasDoneByHand() {
        String arn = parked();
        operate(arn, OperatorAction.DONE, "{'by': 'hand'}");
        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(called("undo-a")).isOne();
    }

    @Test
    void shouldAbandonAndKeepTheLog() {
        String arn = parked();
        operate(arn, OperatorAction.ABANDON, null);
        ends(arn, Status.FAILED, SagaStatus.COMPENSATION_FAILED);
        assertThat(world.await(arn).error()).isEqualTo("Broken");
        assertThat(states(saga(arn).log())).containsExactly("B", "A");
        assertThat(called("undo-a")).isZero();
    }

    @Test
    void shouldRedriveAFailureThatWaits() {
        String arn = start("'OnFailure': 'Park'");
        assertThat(saga(arn).parks()).extracting(Park::kind).containsExactly(Park.Kind.FAILURE);
        assertThat(listed(arn)).isEqualTo(SagaStatus.PARKED);
        world.crash();
        world.clock.advance(Duration.ofDays(2));
        broken.clear();

        world.skald.redriveExecution(arn, Redrive.UNCHANGED);

        ends(arn, Status.SUCCEEDED, SagaStatus.COMMITTED);
        assertThat(called("a")).isOne();
        assertThat(called("c")).isEqualTo(2);
        assertThat(called("undo-b")).isZero();
    }

    @Test
    void shouldUndoAFailureThatWaits() {
        String arn = start("'OnFailure': 'Park'");
        operate(arn, OperatorAction.COMPENSATE, null);
        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThatThrownBy(() -> world.skald.redriveExecution(arn, Redrive.UNCHANGED))
                .extracting("code")
                .isEqualTo("ExecutionNotRedrivable");
    }

    // Crashes and rest.

    /** Of two that are parked, the one that waits longer counts, as long as it does. */
    @Test
    void shouldListByTheOldestOfWhatIsParked() {
        String undo = "'Compensate': {" + World.task("undo-%1$s") + "}";
        String branch = "{'StartAt': '%2$s', 'States': {'%2$s': {'Type': 'Task', " + World.task("%1$s") + ", " + undo
                + ", 'End': true}}}";
        broken.addAll(Set.of("undo-a", "undo-b"));
        String definition =
                "{'StartAt': 'Both', 'Saga': {}, 'States': {'Both': {'Type': 'Parallel', 'Next': 'C', 'Branches': ["
                        + branch.formatted("a", "A") + ", " + branch.formatted("b", "B") + "]}, 'C': {'Type': 'Task', "
                        + World.task("c") + ", 'End': true}}}";
        String arn = world.skald.start(world.deploy("m", definition), null, Payload.EMPTY_OBJECT);
        world.thread.runAll();
        for (int hour = 0; hour < 2; hour++) world.clock.advance(Duration.ofHours(1));
        assertThat(listed(arn)).isEqualTo(SagaStatus.PARKED);
        Instant first = parkedSince(arn).orElseThrow();

        operate(arn, OperatorAction.RETRY, null);
        world.clock.advance(Duration.ofHours(1));
        assertThat(saga(arn).parks()).hasSize(2);
        assertThat(listed(arn)).isEqualTo(SagaStatus.PARKED);
        assertThat(parkedSince(arn)).contains(first);

        Park older = saga(arn).parks().stream()
                .min(Comparator.comparing(Park::since))
                .orElseThrow();
        world.skald.operate(arn, new Command.Operate(OperatorAction.SKIP, older.id(), null, "ann", "because"));
        world.thread.runAll();
        assertThat(listed(arn)).isEqualTo(SagaStatus.PARKED);
        assertThat(parkedSince(arn).orElseThrow()).isAfter(first);
        operate(arn, OperatorAction.SKIP, null);
        assertThat(parkedSince(arn)).isEmpty();
    }

    @Test
    void shouldStayParkedThroughACrash() {
        String arn = parked();
        long calledBefore = called("undo-b");
        SagaDescription before = saga(arn);
        world.crash();
        world.clock.advance(Duration.ofDays(100));
        SagaDescription after = saga(arn);
        assertThat(after.parks()).isEqualTo(before.parks());
        assertThat(after.log()).isEqualTo(before.log());
        assertThat(called("undo-b")).isEqualTo(calledBefore);

        broken.remove("undo-b");
        operate(arn, OperatorAction.RETRY, null);
        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(undone.getFirst().node().path("Outcome").asString()).isEqualTo("Succeeded");
    }

    @Test
    void shouldRestWhileParked() {
        String arn = parked();
        assertThat(world.skald.describeExecution(arn).row().atRest()).isTrue();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(world.memory.dueBefore(Instant.parse("9999-01-01T00:00:00Z"), 10))
                .isEmpty();

        operate(arn, OperatorAction.SKIP, null);
        ends(arn, Status.FAILED, SagaStatus.COMPENSATION_FAILED);
    }

    @Test
    void shouldGoOnUndoingAfterACrash() {
        broken.add("undo-b");
        String arn = start("");
        String key = calls.getLast();
        assertThat(key).startsWith("undo-b ").endsWith("~undo");
        assertThat(saga(arn).status()).isEqualTo(SagaStatus.COMPENSATING);
        assertThat(listed(arn)).isEqualTo(SagaStatus.COMPENSATING);
        broken.remove("undo-b");
        world.crash();

        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(calls.stream().filter(call -> call.startsWith("undo-b")).distinct())
                .containsExactly(key);
        assertThat(called("undo-a")).isOne();
    }

    @Test
    void shouldUndoAllHoweverOftenItCrashes() {
        String definition = "{'StartAt': 'A', 'Saga': {}, 'States': {" + step("a", "B") + ", " + step("b", "C")
                + ", 'C': {'Type': 'Fail', 'Error': 'No'}}}";
        String arn = world.skald.start(world.deploy("m", definition), null, Payload.EMPTY_OBJECT);
        for (int crash = 0; crash < 200; crash++) {
            for (int i = 0; i < crash % 5; i++) world.thread.runOne();
            world.crash();
        }
        ends(arn, Status.FAILED, SagaStatus.COMPENSATED);
        assertThat(calls.stream().distinct().map(call -> call.substring(0, call.indexOf(' '))))
                .containsExactly("a", "b", "undo-b", "undo-a");
    }

    // Stop.

    @Test
    void shouldAnswerEachStopWithTheInstantOfTheFirst() {
        broken.add("undo-b");
        String arn = start("", WAIT);
        world.clock.advance(Duration.ofMinutes(5));
        Instant first = world.skald.stopExecution(arn, "Enough", "of it");
        assertThat(first).isEqualTo(world.clock.now());
        assertThat(saga(arn).row().status()).isEqualTo(Status.RUNNING);

        world.clock.advance(Duration.ofHours(2));
        int events = world.history(arn).size();
        assertThat(world.skald.stopExecution(arn, null, null)).isEqualTo(first);
        world.crash();
        assertThat(world.skald.stopExecution(arn, null, null)).isEqualTo(first);
        assertThat(world.history(arn)).hasSize(events);

        operate(arn, OperatorAction.SKIP, null);
        ends(arn, Status.ABORTED, SagaStatus.COMPENSATION_FAILED);
        assertThat(world.await(arn).error()).isEqualTo("Enough");
    }

    @Test
    void shouldRefuseToStopPastThePivot() {
        String definition = "{'StartAt': 'A', 'States': {" + step("a", "P") + ", 'P': {'Type': 'Task', 'Pivot': true, "
                + World.task("b") + ", 'Next': 'C'}, 'C': {'Type': 'Task', 'Retriable': true, " + World.task("c")
                + ", 'End': true}}}";
        String arn = world.skald.start(world.deploy("m", definition), null, Payload.EMPTY_OBJECT);
        world.clock.advance(Duration.ofHours(1));
        assertThat(saga(arn).pastPivot()).isTrue();
        assertThat(saga(arn).log()).isEmpty();
        assertThat(saga(arn).parks()).extracting(Park::kind).containsExactly(Park.Kind.STEP);
        assertThatThrownBy(() -> world.skald.stopExecution(arn, null, null)).hasMessageContaining("past its pivot");

        operate(arn, OperatorAction.HAPPENED, "{'mailed': true}");
        ends(arn, Status.SUCCEEDED, SagaStatus.COMMITTED);
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'mailed': true}"));
    }
}
