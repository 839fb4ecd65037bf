package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.MACHINE_ARN;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.conflict;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.rest;
import static dev.skald.testkit.StoreSamples.row;
import static dev.skald.testkit.StoreSamples.rowOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.Append.SagaChange;
import dev.skald.engine.store.Append.WaitingChange;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DecisionRow.Kind;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.Waited;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store tells at a glance: part of {@link StoreContract}. */
public interface StatusStoreContract {
    /** A store with nothing in it, closed by the test. */
    Store openEmptyStore();

    /** A task is on the list from the append that begins its waiting to the one that ends it. */
    @Test
    default void shouldListTasksWhileTheyWait() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 1);
            WaitingTaskRow first = new WaitingTaskRow(row.id(), 2, "Ask", START, START.plusSeconds(60));
            WaitingTaskRow second = new WaitingTaskRow(row.id(), 3, "Sign – here", START, null);
            commit(store, waiting(row, 1, 4, null, List.of(first, second), List.of()));
            assertEquals(List.of(first, second), store.waitingTasks(allTasks(10)));

            WaitingTaskRow third = new WaitingTaskRow(row.id(), 5, "Ask", START.plusMillis(1), null);
            commit(store, waiting(row, 4, 6, null, List.of(third), List.of(2L)));
            assertEquals(List.of(second, third), store.waitingTasks(allTasks(10)));
            commit(store, waiting(row, 6, 7, end(Status.FAILED), List.of(), List.of(3L, 5L)));
            assertEquals(List.of(), store.waitingTasks(allTasks(10)));
        }
    }

    /** An append that is refused changes nothing of the list. */
    @Test
    default void shouldNotListTasksOfRefusedAppends() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            WaitingTaskRow task = new WaitingTaskRow(row.id(), 4, "Ask", START, null);
            assertEquals(
                    List.of(conflict()), store.commit(List.of(waiting(row, 2, 4, null, List.of(task), List.of()))));
            assertEquals(List.of(), store.waitingTasks(allTasks(10)));
        }
    }

    /** Those that wait longest first, page by page, of all or of one machine or execution. */
    @Test
    default void shouldListTasksByPage() {
        try (Store store = openEmptyStore()) {
            ExecutionRow a = created(store, "a", 1);
            ExecutionRow other = StoreSamples.row(id(store), "b", Map.of());
            commit(store, create(other, 1, "start"));
            WaitingTaskRow early = new WaitingTaskRow(other.id(), 2, "Ask", START.minusMillis(1), null);
            commit(store, waiting(a, 1, 3, null, List.of(task(a, 3), task(a, 2)), List.of()));
            commit(store, waiting(other, 1, 3, null, List.of(task(other, 3), early), List.of()));

            assertEquals(List.of(early, task(a, 2), task(a, 3), task(other, 3)), store.waitingTasks(allTasks(4)));
            assertEquals(List.of(early), store.waitingTasks(allTasks(1)));
            assertEquals(
                    List.of(task(a, 2), task(a, 3), task(other, 3)),
                    store.waitingTasks(new WaitingTaskQuery(null, null, early.place(), 9)));
            assertEquals(
                    List.of(task(a, 3), task(other, 3)),
                    store.waitingTasks(
                            new WaitingTaskQuery(null, null, task(a, 2).place(), 9)));
            assertEquals(
                    List.of(early, task(other, 3)),
                    store.waitingTasks(new WaitingTaskQuery(null, other.id(), Waited.NOTHING, 9)));
            assertEquals(
                    List.of(task(a, 3)),
                    store.waitingTasks(
                            new WaitingTaskQuery(MACHINE_ARN, a.id(), task(a, 2).place(), 9)));
            assertEquals(
                    List.of(), store.waitingTasks(new WaitingTaskQuery(MACHINE_ARN + "x", null, Waited.NOTHING, 9)));
        }
    }

    /** Those whose oldest park waits longest first; out of the list with the append that leaves nothing parked. */
    @Test
    default void shouldListWhatIsParkedByPage() {
        try (Store store = openEmptyStore()) {
            ExecutionRow a = created(store, "a", 1);
            ExecutionRow b = created(store, "b", 1);
            ExecutionRow c = created(store, "c", 1);
            commit(store, parking(a, 1, START.plusSeconds(2)));
            commit(store, parking(b, 1, START.plusSeconds(1)));
            commit(store, parking(c, 1, START.plusSeconds(2)));
            assertEquals(List.of(b.id(), a.id(), c.id()), parked(store, null, Waited.NOTHING, 10));
            assertEquals(List.of(b.id()), parked(store, MACHINE_ARN, Waited.NOTHING, 1));
            Waited first = new Waited(START.plusSeconds(1), b.id(), 0);
            assertEquals(
                    first,
                    store.parked(new ParkedQuery(null, Waited.NOTHING, 1))
                            .getFirst()
                            .place());
            assertEquals(List.of(a.id(), c.id()), parked(store, MACHINE_ARN, first, 9));
            assertEquals(List.of(), parked(store, MACHINE_ARN + "x", Waited.NOTHING, 9));

            commit(store, parking(a, 2, START.plusMillis(1)));
            assertEquals(List.of(conflict()), store.commit(List.of(parking(c, 1, START))));
            assertEquals(List.of(a.id(), b.id(), c.id()), parked(store, null, Waited.NOTHING, 10));
            ExecutionRow row = store.parked(new ParkedQuery(null, Waited.NOTHING, 1))
                    .getFirst()
                    .row();
            assertEquals(store.execution(a.id()).orElseThrow(), row);

            commit(store, undoing(b, 2, null, SagaChange.to(SagaStatus.COMPENSATING)));
            commit(store, undoing(c, 2, end(Status.FAILED), SagaChange.to(SagaStatus.COMPENSATED)));
            assertEquals(List.of(a.id()), parked(store, MACHINE_ARN, Waited.NOTHING, 10));
        }
    }

    /** It may be parked with its very first append. */
    @Test
    default void shouldListWhatIsParkedAtOnce() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = row(id(store), "a", Map.of()).withSagaStatus(SagaStatus.PARKED);
            var saga = new SagaChange(SagaStatus.PARKED, START);
            commit(store, new Append(row.id(), 0, 2, 3, bytes("all"), new RowChange.Create(row), saga));
            assertEquals(List.of(row.id()), parked(store, null, Waited.NOTHING, 10));
        }
    }

    /** Who asks for a machine asks for the children of its distributed Maps too, the longest waiting first. */
    @Test
    default void shouldListWhatWaitsOfAMachineWithThoseOfItsMaps() {
        try (Store store = openEmptyStore()) {
            ExecutionRow own = waits(store, MACHINE_ARN, 2);
            ExecutionRow child = waits(store, MACHINE_ARN + "/Each", 1);
            waits(store, MACHINE_ARN + "0", 1);
            waits(store, MACHINE_ARN + "-2/Each", 1);

            assertEquals(List.of(child.id(), own.id()), parked(store, MACHINE_ARN, Waited.NOTHING, 9));
            assertEquals(List.of(child.id()), parked(store, MACHINE_ARN, Waited.NOTHING, 1));
            assertEquals(List.of(child.id()), parked(store, MACHINE_ARN + "/Each", Waited.NOTHING, 9));
            assertEquals(
                    List.of(child.id(), own.id()),
                    store.waitingTasks(new WaitingTaskQuery(MACHINE_ARN, null, Waited.NOTHING, 9)).stream()
                            .map(WaitingTaskRow::executionId)
                            .toList());
            assertEquals(
                    List.of(child.id(), own.id()),
                    store.decisions(new DecisionQuery(MACHINE_ARN, null, Long.MAX_VALUE, 9)).stream()
                            .map(DecisionRow::executionId)
                            .toList());
        }
    }

    /** An execution with something parked, a task that waits, both since a second, and a decision. */
    private static ExecutionRow waits(Store store, String machine, int second) {
        ExecutionRow row = rowOf(id(store), machine, "a" + second, Map.of());
        commit(store, create(row, 1, "start"));
        Instant since = START.plusSeconds(second);
        commit(store, parking(row, 1, since));
        var task = new WaitingTaskRow(row.id(), 3, "Ask", since, null);
        commit(store, waiting(row, 2, 3, null, List.of(task), List.of()));
        commit(store, deciding(row, 3, 4, null, List.of(decision(row, 4, Kind.RETRY))));
        return row;
    }

    private static List<Long> parked(Store store, @Nullable String machine, Waited after, int limit) {
        return store.parked(new ParkedQuery(machine, after, limit)).stream()
                .map(parked -> parked.row().id())
                .toList();
    }

    private static Append parking(ExecutionRow row, long expected, Instant since) {
        return undoing(row, expected, null, new SagaChange(SagaStatus.PARKED, since));
    }

    private static Append undoing(ExecutionRow row, long expected, @Nullable RowChange change, SagaChange saga) {
        return new Append(row.id(), expected, expected + 1, 100 + expected, bytes("undo"), change, saga);
    }

    /** What is decided is kept with its append: the newest first, of all, of one machine or of one execution. */
    @Test
    default void shouldListDecisions() {
        try (Store store = openEmptyStore()) {
            ExecutionRow a = created(store, "a", 1);
            ExecutionRow other = StoreSamples.row(id(store), "b", Map.of());
            commit(store, create(other, 1, "start"));
            commit(store, deciding(a, 1, 2, null, List.of(decision(a, 2, Kind.RETRY), decision(a, 3, Kind.SKIP))));
            commit(store, deciding(other, 1, 2, end(Status.FAILED), List.of(decision(other, 2, Kind.REJECT))));
            assertEquals(
                    List.of(conflict()),
                    store.commit(List.of(deciding(a, 1, 2, null, List.of(decision(a, 2, Kind.DONE))))));

            List<DecisionRow> all = store.decisions(new DecisionQuery(null, null, Long.MAX_VALUE, 10));
            assertEquals(
                    List.of(Kind.REJECT, Kind.SKIP, Kind.RETRY),
                    all.stream().map(DecisionRow::kind).toList());
            DecisionRow last = all.getFirst();
            assertEquals(
                    new DecisionRow(last.number(), other.id(), 2, Kind.REJECT, "Ask", "ann", "\u2013 why", START),
                    last);
            assertEquals(all.subList(1, 2), store.decisions(new DecisionQuery(MACHINE_ARN, null, last.number(), 1)));
            assertEquals(all.subList(1, 3), store.decisions(new DecisionQuery(null, a.id(), Long.MAX_VALUE, 10)));
            assertEquals(List.of(), store.decisions(new DecisionQuery(MACHINE_ARN + "x", null, Long.MAX_VALUE, 10)));

            assertEquals(1, store.purge(START.plusSeconds(1_000), 10));
            assertEquals(all.subList(1, 3), store.decisions(new DecisionQuery(null, null, Long.MAX_VALUE, 10)));
        }
    }

    private static DecisionRow decision(ExecutionRow row, long sequence, Kind kind) {
        return new DecisionRow(0, row.id(), sequence, kind, "Ask", "ann", "\u2013 why", START);
    }

    private static Append deciding(
            ExecutionRow row, long expected, long last, @Nullable RowChange change, List<DecisionRow> decisions) {
        byte[] events = bytes("word");
        return new Append(row.id(), expected, last, last, events, change, null, WaitingChange.NONE, decisions);
    }

    /** Each execution counts for what it is; what succeeded is not counted. */
    @Test
    default void shouldCountByMachine() {
        try (Store store = openEmptyStore()) {
            assertEquals(List.of(), store.machineCounts(10));
            created(store, "running", 1);
            ExecutionRow sleeping = created(store, "sleeping", 1);
            commit(store, rest(sleeping.id(), 1, START.plusSeconds(90)));
            ExecutionRow parked = row(id(store), "parked", Map.of()).withSagaStatus(SagaStatus.PARKED);
            commit(store, create(parked, 1, "start"));
            commit(store, rest(parked.id(), 1, null));
            commit(
                    store,
                    waiting(
                            sleeping,
                            1,
                            3,
                            new RowChange.Rest(null, bytes("snapshot")),
                            List.of(task(sleeping, 2), task(sleeping, 3)),
                            List.of()));
            ended(store, "known", new RowChange.End(Status.FAILED, START.plusSeconds(1), RunClass.KnownFailure));
            ended(store, "unknown", end(Status.ABORTED));
            ended(store, "other", end(Status.TIMED_OUT));
            ended(store, "succeeded", end(Status.SUCCEEDED));

            assertEquals(List.of(new MachineCounts(MACHINE_ARN, 1, 2, 1, 2, 1, 2)), store.machineCounts(10));
            assertEquals(List.of(), store.machineCounts(0));
        }
    }

    private static void ended(Store store, String name, RowChange.End end) {
        commit(store, waiting(created(store, name, 1), 1, 2, end, List.of(), List.of()));
    }

    private static Append waiting(
            ExecutionRow row,
            long expected,
            long last,
            @Nullable RowChange change,
            List<WaitingTaskRow> begun,
            List<Long> over) {
        byte[] events = bytes("wait");
        return new Append(row.id(), expected, last, last, events, change, null, new WaitingChange(begun, over));
    }

    private static WaitingTaskRow task(ExecutionRow row, long sequence) {
        return new WaitingTaskRow(row.id(), sequence, "Ask", START, null);
    }

    private static WaitingTaskQuery allTasks(int limit) {
        return new WaitingTaskQuery(null, null, Waited.NOTHING, limit);
    }
}
