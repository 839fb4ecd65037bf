package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.MACHINE_ARN;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.activity;
import static dev.skald.testkit.StoreSamples.all;
import static dev.skald.testkit.StoreSamples.append;
import static dev.skald.testkit.StoreSamples.arn;
import static dev.skald.testkit.StoreSamples.assertTexts;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.conflict;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.createdWith;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.endAt;
import static dev.skald.testkit.StoreSamples.ended;
import static dev.skald.testkit.StoreSamples.hash;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.ids;
import static dev.skald.testkit.StoreSamples.inClass;
import static dev.skald.testkit.StoreSamples.machine;
import static dev.skald.testkit.StoreSamples.names;
import static dev.skald.testkit.StoreSamples.of;
import static dev.skald.testkit.StoreSamples.ofSagas;
import static dev.skald.testkit.StoreSamples.query;
import static dev.skald.testkit.StoreSamples.rest;
import static dev.skald.testkit.StoreSamples.resting;
import static dev.skald.testkit.StoreSamples.row;
import static dev.skald.testkit.StoreSamples.rowOf;
import static dev.skald.testkit.StoreSamples.startedThrough;
import static dev.skald.testkit.StoreSamples.stored;
import static dev.skald.testkit.StoreSamples.withDefinition;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.Result;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.Append.SagaChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Store} must do. A store's test implements this interface and says how an empty one is opened:
 *
 * <pre>{@code
 * class MyStoreTest implements StoreContract {
 *     public Store openEmptyStore() { return new MyStore(...); }
 * }
 * }</pre>
 */
public interface StoreContract
        extends RedriveContract, ReversalContract, MapRunStoreContract, StatusStoreContract, FailureStoreContract {
    /** Opens a store in which nothing is. The contract closes it. */
    @Override
    Store openEmptyStore();

    // Executions and their chunks.

    /** A created execution is there with all that its row says. */
    @Test
    default void shouldKeepCreatedExecution() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = row(id(store), "a", Map.of("customer", "4711", "country", "nö"));
            assertEquals(List.of(stored()), store.commit(List.of(create(row, 3, "abc"))));
            assertEquals(Optional.of(row), store.execution(row.id()));
            assertEquals(Optional.of(row), store.execution(MACHINE_ARN, "a"));
            assertTexts(store.chunks(row.id(), 1, 10), "abc");
            assertEquals(1, store.openExecutions());
        }
    }

    /** Through what it was started, and under which trace, stays with an execution. */
    @Test
    default void shouldKeepOriginOfExecution() {
        try (Store store = openEmptyStore()) {
            var origin = new Origin(MACHINE_ARN + ":3", MACHINE_ARN + ":live", null, "Root=1-5759e988");
            ExecutionRow row = startedThrough(id(store), "a", origin);
            ExecutionRow traced = startedThrough(id(store), "b", Origin.MACHINE.withTraceHeader("Root=1-bd862e3f"));
            store.commit(List.of(create(row, 1, "a"), create(traced, 1, "b")));
            assertEquals(Optional.of(row), store.execution(row.id()));
            assertEquals(Optional.of(traced), store.execution(MACHINE_ARN, "b"));
        }
    }

    /** What is not there is not found. */
    @Test
    default void shouldFindNothingInEmptyStore() {
        try (Store store = openEmptyStore()) {
            assertTrue(store.execution(1).isEmpty());
            assertTrue(store.execution(MACHINE_ARN, "a").isEmpty());
            assertTrue(store.executions(all()).isEmpty());
            assertTrue(store.awake(0, 10).isEmpty());
            assertTrue(store.dueBefore(START, 10).isEmpty());
            assertTrue(store.snapshot(1).isEmpty());
            assertTrue(store.chunks(1, 1, 10).isEmpty());
            assertTrue(store.lastChunk(1).isEmpty());
            assertFalse(store.stored(1, 1));
            assertEquals(0, store.openExecutions());
        }
    }

    /** An append that was decided on other events than the last is refused, and changes nothing. */
    @Test
    default void shouldRefuseAppendOnOutdatedEvents() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            Append late = new Append(row.id(), 2, 4, 77, bytes("late"), end(Status.FAILED));
            assertEquals(List.of(conflict()), store.commit(List.of(late)));
            Append early = new Append(row.id(), 4, 6, 78, bytes("early"), end(Status.FAILED));
            assertEquals(List.of(conflict()), store.commit(List.of(early)));
            assertTexts(store.chunks(row.id(), 1, 10), "start");
            assertEquals(Optional.of(row), store.execution(row.id()));
            assertFalse(store.stored(row.id(), 77));
        }
    }

    /** A change of the row alone is under the fence, too. */
    @Test
    default void shouldRefuseRestOnOutdatedEvents() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            assertEquals(List.of(conflict()), store.commit(List.of(rest(row.id(), 2, null))));
            assertEquals(Optional.of(row), store.execution(row.id()));
        }
    }

    /** An append to an execution that is not there is refused. */
    @Test
    default void shouldRefuseAppendToNothing() {
        try (Store store = openEmptyStore()) {
            assertEquals(List.of(conflict()), store.commit(List.of(append(id(store), 3, 4, "x"))));
        }
    }

    /** A name is given once per machine; the answer tells who has it. */
    @Test
    default void shouldRefuseTakenName() {
        try (Store store = openEmptyStore()) {
            ExecutionRow first = created(store, "a", 1);
            ExecutionRow second = row(id(store), "a", Map.of());
            assertEquals(List.of(new Result.NameTaken(first)), store.commit(List.of(create(second, 1, "second"))));
            assertTrue(store.execution(second.id()).isEmpty());
            assertTrue(store.chunks(second.id(), 1, 10).isEmpty());
            assertEquals(1, store.openExecutions());
        }
    }

    /** The same name under another machine is another name. */
    @Test
    default void shouldGiveNamePerMachine() {
        try (Store store = openEmptyStore()) {
            created(store, "a", 1);
            ExecutionRow other = rowOf(id(store), MACHINE_ARN + "2", "a", Map.of());
            assertEquals(List.of(stored()), store.commit(List.of(create(other, 1, "x"))));
            assertEquals(Optional.of(other), store.execution(MACHINE_ARN + "2", "a"));
        }
    }

    /** One that fails takes none of its neighbours along, and results come in order. */
    @Test
    default void shouldStoreNeighboursOfConflict() {
        try (Store store = openEmptyStore()) {
            ExecutionRow a = created(store, "a", 1);
            ExecutionRow b = created(store, "b", 1);
            ExecutionRow c = row(id(store), "c", Map.of());
            ExecutionRow taken = row(id(store), "a", Map.of());
            List<Result> results = store.commit(List.of(
                    append(a.id(), 1, 2, "a2"),
                    append(b.id(), 9, 10, "b2"),
                    create(taken, 1, "taken"),
                    create(c, 1, "c1")));
            assertEquals(List.of(stored(), conflict(), new Result.NameTaken(a), stored()), results);
            assertTexts(store.chunks(a.id(), 1, 10), "start", "a2");
            assertTexts(store.chunks(b.id(), 1, 10), "start");
            assertTexts(store.chunks(c.id(), 1, 10), "c1");
        }
    }

    /** Two of the same name in one batch: the first gets it. */
    @Test
    default void shouldGiveNameToFirstInBatch() {
        try (Store store = openEmptyStore()) {
            ExecutionRow first = row(id(store), "a", Map.of());
            ExecutionRow second = row(id(store), "a", Map.of());
            List<Result> results = store.commit(List.of(create(first, 1, "x"), create(second, 1, "y")));
            assertEquals(List.of(stored(), new Result.NameTaken(first)), results);
        }
    }

    /** A batch of the largest size is stored whole. */
    @Test
    default void shouldStoreLargeBatch() {
        try (Store store = openEmptyStore()) {
            List<Append> batch = new ArrayList<>();
            for (int i = 0; i < 256; i++) batch.add(create(row(id(store), "n" + i, Map.of()), 1, "x" + i));
            assertEquals(
                    256, store.commit(batch).stream().filter(stored()::equals).count());
            assertEquals(256, store.openExecutions());
            assertEquals(256, store.awake(0, 1_000).size());
        }
    }

    /** Chunks come in order from the one that holds the wanted event on, in pages. */
    @Test
    default void shouldReadChunksFromTheMiddle() {
        try (Store store = openEmptyStore()) {
            long id = created(store, "a", 3).id();
            commit(store, append(id, 3, 5, "4-5"));
            commit(store, append(id, 5, 6, "6"));
            commit(store, append(id, 6, 9, "7-9"));
            assertTexts(store.chunks(id, 1, 10), "start", "4-5", "6", "7-9");
            assertTexts(store.chunks(id, 3, 10), "start", "4-5", "6", "7-9");
            assertTexts(store.chunks(id, 4, 10), "4-5", "6", "7-9");
            assertTexts(store.chunks(id, 5, 1), "4-5");
            assertTexts(store.chunks(id, 8, 10), "7-9");
            assertTrue(store.chunks(id, 10, 10).isEmpty());
            assertArrayEquals(bytes("7-9"), store.lastChunk(id).orElseThrow());
        }
    }

    /** Large chunks come back whole. */
    @Test
    default void shouldKeepLargeChunk() {
        try (Store store = openEmptyStore()) {
            byte[] large = new byte[3_000_000];
            for (int i = 0; i < large.length; i++) large[i] = (byte) (i * 31);
            ExecutionRow row = row(id(store), "a", Map.of());
            commit(store, new Append(row.id(), 0, 1, 5, large, new RowChange.Create(row)));
            assertArrayEquals(large, store.chunks(row.id(), 1, 1).getFirst());
        }
    }

    /** After an undecided outcome an append is found by its id, or not at all. */
    @Test
    default void shouldTellWhetherAppendIsStored() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 1);
            commit(store, new Append(row.id(), 1, 2, Long.MIN_VALUE, bytes("x"), null));
            assertTrue(store.stored(row.id(), Long.MIN_VALUE));
            assertFalse(store.stored(row.id(), 4_242));
            assertFalse(store.stored(row.id() + 1, Long.MIN_VALUE));
        }
    }

    // Rest, wake, end.

    /** An execution at rest has a snapshot and a wake instant, and is not awake. */
    @Test
    default void shouldRestAndWake() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            Instant wakeAt = START.plusSeconds(3_600);
            commit(store, rest(row.id(), 3, wakeAt));
            assertEquals(Optional.of(resting(row, wakeAt)), store.execution(row.id()));
            assertTrue(store.awake(0, 10).isEmpty());
            assertEquals(1, store.openExecutions());
            Store.Snapshot snapshot = store.snapshot(row.id()).orElseThrow();
            assertEquals(3, snapshot.lastSequence());
            assertArrayEquals(bytes("snapshot"), snapshot.state());

            commit(store, new Append(row.id(), 3, 4, 9, bytes("woken"), new RowChange.Wake()));
            assertEquals(Optional.of(row), store.execution(row.id()));
            assertEquals(List.of(row), store.awake(0, 10));
            assertTrue(store.dueBefore(START.plusSeconds(9_999), 10).isEmpty());
        }
    }

    /** An append may rest an execution that is at rest: with a new wake instant and a new snapshot. */
    @Test
    default void shouldRestAnew() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            commit(store, rest(row.id(), 3, START.plusSeconds(100)));
            var anew = new RowChange.Rest(START.plusSeconds(200), bytes("later"));
            commit(store, new Append(row.id(), 3, 5, 11, bytes("4-5"), anew));
            assertEquals(Optional.of(resting(row, START.plusSeconds(200))), store.execution(row.id()));
            assertEquals(5, store.snapshot(row.id()).orElseThrow().lastSequence());
            assertTrue(store.dueBefore(START.plusSeconds(150), 10).isEmpty());
        }
    }

    /** One that waits for outside events only rests without a wake instant. */
    @Test
    default void shouldRestWithoutWakeInstant() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 3);
            commit(store, rest(row.id(), 3, null));
            assertEquals(Optional.of(resting(row, null)), store.execution(row.id()));
            assertTrue(
                    store.dueBefore(Instant.parse("9999-12-31T23:59:59Z"), 10).isEmpty());
        }
    }

    /** The earliest comes first; the instant itself counts; others do not come. */
    @Test
    default void shouldFindDueByWakeInstant() {
        try (Store store = openEmptyStore()) {
            long late = created(store, "late", 1).id();
            long early = created(store, "early", 1).id();
            long middle = created(store, "middle", 1).id();
            commit(store, rest(late, 1, START.plusSeconds(30)));
            commit(store, rest(early, 1, START.plusSeconds(10)));
            commit(store, rest(middle, 1, START.plusSeconds(20)));
            assertEquals(List.of(early, middle), ids(store.dueBefore(START.plusSeconds(20), 10)));
            assertEquals(List.of(early), ids(store.dueBefore(START.plusSeconds(99), 1)));
            assertEquals(List.of(), ids(store.dueBefore(START.plusSeconds(9), 10)));
            assertEquals(List.of(early, middle, late), ids(store.dueBefore(START.plusSeconds(30), 10)));
        }
    }

    /** Awake executions come by ascending id, in pages. */
    @Test
    default void shouldPageAwakeById() {
        try (Store store = openEmptyStore()) {
            long a = created(store, "a", 1).id();
            long b = created(store, "b", 1).id();
            long c = created(store, "c", 1).id();
            commit(store, rest(b, 1, START));
            assertEquals(List.of(a, c), ids(store.awake(0, 10)));
            assertEquals(List.of(a), ids(store.awake(0, 1)));
            assertEquals(List.of(c), ids(store.awake(a, 10)));
            assertEquals(List.of(), ids(store.awake(c, 10)));
        }
    }

    /** An execution ends with its last events; it is open no longer, nor at rest. */
    @Test
    default void shouldEnd() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = created(store, "a", 1);
            commit(store, rest(row.id(), 1, START.plusSeconds(10)));
            commit(store, new Append(row.id(), 1, 2, 8, bytes("end"), end(Status.ABORTED)));
            assertEquals(Optional.of(ended(row, Status.ABORTED)), store.execution(row.id()));
            assertEquals(0, store.openExecutions());
            assertTrue(store.awake(0, 10).isEmpty());
            assertTrue(store.dueBefore(START.plusSeconds(99), 10).isEmpty());
            assertArrayEquals(bytes("end"), store.lastChunk(row.id()).orElseThrow());
        }
    }

    /** The class of a run is kept with its end, and can be asked for. */
    @Test
    default void shouldListByClass() {
        try (Store store = openEmptyStore()) {
            ExecutionRow known = created(store, "a", 1);
            ExecutionRow unknown = created(store, "b", 1);
            created(store, "c", 1);
            var end = new RowChange.End(Status.FAILED, START.plusSeconds(1), RunClass.KnownFailure);
            commit(store, new Append(known.id(), 1, 2, 8, bytes("end"), end));
            commit(store, new Append(unknown.id(), 1, 2, 9, bytes("end"), end(Status.FAILED)));
            assertEquals(List.of(known.id()), ids(store.executions(inClass(RunClass.KnownFailure))));
            assertEquals(List.of(unknown.id()), ids(store.executions(inClass(RunClass.UnknownFailure))));
            assertEquals(List.of(), store.executions(inClass(RunClass.Success)));
            assertEquals(
                    RunClass.KnownFailure,
                    store.execution(known.id()).orElseThrow().runClass());
        }
    }

    /** The status of a saga changes with any append, and can be asked for. */
    @Test
    default void shouldKeepAndListByTheStatusOfTheSaga() {
        try (Store store = openEmptyStore()) {
            ExecutionRow none = created(store, "a", 1);
            ExecutionRow saga = row(id(store), "b", Map.of()).withSagaStatus(SagaStatus.ACTIVE);
            commit(store, create(saga, 1, "start"));
            assertEquals(Optional.of(saga), store.execution(saga.id()));
            commit(store, new Append(saga.id(), 1, 2, 8, bytes("undo"), null, SagaChange.to(SagaStatus.COMPENSATING)));
            assertEquals(List.of(saga.id()), ids(store.executions(ofSagas(SagaStatus.COMPENSATING))));
            var rest = new RowChange.Rest(null, bytes("snapshot"));
            commit(
                    store,
                    new Append(saga.id(), 2, 3, 9, bytes("park"), rest, new SagaChange(SagaStatus.PARKED, START)));
            commit(store, rest(none.id(), 1, null));

            assertEquals(List.of(), store.executions(ofSagas(SagaStatus.COMPENSATING)));
            assertEquals(List.of(saga.id()), ids(store.executions(ofSagas(SagaStatus.PARKED, SagaStatus.ACTIVE))));
            assertEquals(List.of(none.id()), ids(store.executions(ofSagas(SagaStatus.NONE))));
            assertEquals(
                    2,
                    store.executions(ofSagas(SagaStatus.NONE, SagaStatus.PARKED))
                            .size());
            ExecutionRow parked = store.execution(saga.id()).orElseThrow();
            assertEquals(SagaStatus.PARKED, parked.sagaStatus());
            assertTrue(parked.atRest());
            var late = new Append(saga.id(), 2, 4, 10, bytes("late"), null, SagaChange.to(SagaStatus.COMPENSATED));
            assertEquals(List.of(conflict()), store.commit(List.of(late)));
            assertEquals(Optional.of(parked), store.execution(saga.id()));
        }
    }

    /** One append may create an execution at rest. */
    @Test
    default void shouldCreateAtRest() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = row(id(store), "a", Map.of("k", "v"));
            var rest = new RowChange.Rest(START.plusSeconds(60), bytes("snapshot"));
            commit(store, new Append(row.id(), 0, 4, 3, bytes("start"), new RowChange.CreateAtRest(row, rest)));
            assertEquals(Optional.of(resting(row, START.plusSeconds(60))), store.execution(row.id()));
            assertEquals(List.of(row.id()), ids(store.dueBefore(START.plusSeconds(60), 10)));
            assertEquals(4, store.snapshot(row.id()).orElseThrow().lastSequence());
            assertTrue(store.awake(0, 10).isEmpty());
            assertEquals(1, store.openExecutions());
        }
    }

    /** One append may create an execution that has ended. */
    @Test
    default void shouldCreateEnded() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = row(id(store), "a", Map.of("k", "v"));
            var change = new RowChange.CreateEnded(row, new RowChange.End(Status.SUCCEEDED, START.plusSeconds(1)));
            commit(store, new Append(row.id(), 0, 4, 3, bytes("all"), change));
            assertEquals(Optional.of(ended(row, Status.SUCCEEDED)), store.execution(row.id()));
            assertEquals(0, store.openExecutions());
            assertTrue(store.awake(0, 10).isEmpty());
            assertEquals(List.of(row.id()), ids(store.executions(query(null, Map.of("k", "v"), Long.MAX_VALUE, 9))));
        }
    }

    // Lists.

    /** Newest first, filtered, in pages. */
    @Test
    default void shouldListExecutions() {
        try (Store store = openEmptyStore()) {
            long a = created(store, "a", 1).id();
            long b = createdWith(store, "b", Map.of("customer", "7", "vip", "true"))
                    .id();
            long c = createdWith(store, "c", Map.of("customer", "7")).id();
            ExecutionRow other = rowOf(id(store), MACHINE_ARN + "2", "d", Map.of("customer", "7"));
            commit(store, create(other, 1, "x"));
            commit(store, new Append(b, 1, 2, 8, bytes("end"), end(Status.FAILED)));

            assertEquals(List.of(other.id(), c, b, a), ids(store.executions(all())));
            assertEquals(List.of(c, b), ids(store.executions(of(MACHINE_ARN, null, Map.of(), other.id(), 2))));
            assertEquals(List.of(a), ids(store.executions(of(MACHINE_ARN, null, Map.of(), b, 2))));
            assertEquals(List.of(b), ids(store.executions(query(Status.FAILED, Map.of(), Long.MAX_VALUE, 9))));
            assertEquals(List.of(c, a), ids(store.executions(of(MACHINE_ARN, Status.RUNNING, Map.of(), 999_999, 9))));
            Map<String, String> customer = Map.of("customer", "7");
            assertEquals(List.of(other.id(), c, b), ids(store.executions(query(null, customer, Long.MAX_VALUE, 9))));
            Map<String, String> vip = Map.of("customer", "7", "vip", "true");
            assertEquals(List.of(b), ids(store.executions(query(null, vip, Long.MAX_VALUE, 9))));
            assertEquals(List.of(c), ids(store.executions(query(Status.RUNNING, customer, other.id(), 9))));
            assertEquals(List.of(), ids(store.executions(query(null, Map.of("customer", "8"), Long.MAX_VALUE, 9))));
        }
    }

    /** Ids are never given twice, and grow. */
    @Test
    default void shouldReserveIds() {
        try (Store store = openEmptyStore()) {
            long first = store.reserveExecutionIds(10);
            long second = store.reserveExecutionIds(1);
            long third = store.reserveExecutionIds(5);
            assertTrue(first >= 1);
            assertTrue(second >= first + 10);
            assertTrue(third >= second + 1);
        }
    }

    // Retention.

    /** What ended before the instant goes, a few at a time; what is open stays, and so does what ended later. */
    @Test
    default void shouldPurgeEndedOnly() {
        try (Store store = openEmptyStore()) {
            ExecutionRow open = created(store, "open", 1);
            ExecutionRow resting = created(store, "resting", 1);
            commit(store, rest(resting.id(), 1, START));
            for (int i = 0; i < 5; i++)
                endAt(store, createdWith(store, "old" + i, Map.of("k", "v")), START.plusSeconds(i));
            ExecutionRow late = created(store, "late", 1);
            endAt(store, late, START.plusSeconds(100));

            assertEquals(3, store.purge(START.plusSeconds(50), 3));
            assertEquals(2, store.purge(START.plusSeconds(50), 3));
            assertEquals(0, store.purge(START.plusSeconds(50), 3));
            assertEquals(List.of(late.id(), resting.id(), open.id()), ids(store.executions(all())));
            assertTrue(store.executions(query(null, Map.of("k", "v"), Long.MAX_VALUE, 9))
                    .isEmpty());
        }
    }

    /** Of what was purged nothing is left, and its name is free. */
    @Test
    default void shouldFreeNameByPurge() {
        try (Store store = openEmptyStore()) {
            ExecutionRow old = created(store, "a", 1);
            endAt(store, old, START);
            assertEquals(1, store.purge(START.plusSeconds(1), 10));
            assertTrue(store.execution(old.id()).isEmpty());
            assertTrue(store.execution(MACHINE_ARN, "a").isEmpty());
            assertTrue(store.chunks(old.id(), 1, 10).isEmpty());
            assertTrue(store.lastChunk(old.id()).isEmpty());
            assertEquals(1, created(store, "a", 1).name().length());
        }
    }

    // The catalogue.

    /** Machines are found by ARN, listed by name, replaced, deleted. */
    @Test
    default void shouldKeepMachines() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("b", "{}", null, false));
            store.putMachine(machine("a", "{\"ä\":1}", null, false));
            MachineRow updated = machine("a", "{\"two\":2}", "revision", true);
            store.putMachine(updated);
            assertEquals(Optional.of(updated), store.machine(arn("a")));
            assertEquals(List.of("a", "b"), names(store.machines(null, 10)));
            assertEquals(List.of("a"), names(store.machines(null, 1)));
            assertEquals(List.of("b"), names(store.machines("a", 10)));
            store.deleteMachine(arn("a"));
            store.deleteMachine(arn("unknown"));
            assertTrue(store.machine(arn("a")).isEmpty());
            assertEquals(List.of("b"), names(store.machines(null, 10)));
        }
    }

    /** A definition's text stays while a machine or an execution uses it, and no longer. */
    @Test
    default void shouldKeepDefinitionWhileUsed() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("order", "one", null, false));
            ExecutionRow execution = withDefinition(row(id(store), "a", Map.of()), hash("one"));
            commit(store, create(execution, 1, "x"));
            store.putMachine(machine("order", "two", "r", false));
            assertEquals(Optional.of("one"), store.definition(hash("one")));
            assertEquals(Optional.of("two"), store.definition(hash("two")));
            store.deleteMachine(arn("order"));
            assertEquals(Optional.of("one"), store.definition(hash("one")));
            assertTrue(store.definition(hash("two")).isEmpty());
            endAt(store, execution, START);
            assertEquals(Optional.of("one"), store.definition(hash("one")));
            store.purge(START.plusSeconds(1), 10);
            assertTrue(store.definition(hash("one")).isEmpty());
        }
    }

    /** Putting a machine with the same definition again does not lose or keep the text. */
    @Test
    default void shouldCountUsesOfDefinitionOnce() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("order", "one", null, false));
            store.putMachine(machine("order", "one", null, true));
            store.putMachine(machine("other", "one", null, false));
            store.deleteMachine(arn("order"));
            assertEquals(Optional.of("one"), store.definition(hash("one")));
            store.deleteMachine(arn("other"));
            assertTrue(store.definition(hash("one")).isEmpty());
        }
    }

    /** Activities are found by ARN, listed by name, deleted. */
    @Test
    default void shouldKeepActivities() {
        try (Store store = openEmptyStore()) {
            ActivityRow a = activity("a");
            store.putActivity(activity("b"));
            store.putActivity(a);
            assertEquals(Optional.of(a), store.activity(a.arn()));
            assertEquals(List.of(a, activity("b")), store.activities(null, 10));
            assertEquals(List.of(a), store.activities(null, 1));
            assertEquals(List.of(activity("b")), store.activities("a", 10));
            store.deleteActivity(a.arn());
            store.deleteActivity(a.arn());
            assertTrue(store.activity(a.arn()).isEmpty());
        }
    }
}
