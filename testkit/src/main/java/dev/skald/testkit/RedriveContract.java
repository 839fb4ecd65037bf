package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.MACHINE_ARN;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.append;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.conflict;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.hash;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.ids;
import static dev.skald.testkit.StoreSamples.machine;
import static dev.skald.testkit.StoreSamples.redrive;
import static dev.skald.testkit.StoreSamples.redrivenOnly;
import static dev.skald.testkit.StoreSamples.rest;
import static dev.skald.testkit.StoreSamples.row;
import static dev.skald.testkit.StoreSamples.stored;
import static dev.skald.testkit.StoreSamples.withDefinition;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.Result;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does when an execution is redriven: part of {@link StoreContract}. */
public interface RedriveContract {
    /** A store with nothing in it, closed by the test. */
    Store openEmptyStore();

    /** An execution that ended runs again: open, awake, in its redriven row. */
    @Test
    default void shouldRedrive() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = endedAfterRest(store);
            commit(store, redrive(row.id(), 2, 3, 1, null));

            ExecutionRow redriven = row.redriven(1, START.plusSeconds(5), null);
            assertEquals(Optional.of(redriven), store.execution(row.id()));
            assertEquals(List.of(redriven), store.awake(0, 10));
            assertEquals(1, store.openExecutions());
            assertTrue(store.snapshot(row.id()).isEmpty());
            assertEquals(0, store.purge(START.plusSeconds(99), 10));
            assertEquals(
                    conflict(),
                    store.commit(List.of(redrive(row.id(), 2, 3, 2, null))).getFirst());
            commit(store, new Append(row.id(), 3, 4, 9, bytes("end"), end(Status.SUCCEEDED)));
            assertEquals(0, store.openExecutions());
            assertEquals(1, store.purge(START.plusSeconds(99), 10));
        }
    }

    private static ExecutionRow endedAfterRest(Store store) {
        ExecutionRow row = created(store, "a", 1);
        commit(store, rest(row.id(), 1, START.plusSeconds(10)));
        commit(store, new Append(row.id(), 1, 2, 8, bytes("end"), end(Status.FAILED)));
        return row;
    }

    /** One append may redrive an execution that ends again at once. */
    @Test
    default void shouldRedriveEnded() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = endedAfterRest(store);
            var redrive = new RowChange.Redrive(3, START.plusSeconds(5), null);
            var change = new RowChange.RedriveEnded(redrive, end(Status.ABORTED));
            commit(store, new Append(row.id(), 2, 6, 9, bytes("again"), change));

            ExecutionRow expected = row.redriven(3, START.plusSeconds(5), null)
                    .withState(Status.ABORTED, START.plusSeconds(1), false, null);
            assertEquals(Optional.of(expected), store.execution(row.id()));
            assertEquals(0, store.openExecutions());
            assertTrue(store.awake(0, 10).isEmpty());
            assertArrayEquals(bytes("again"), store.lastChunk(row.id()).orElseThrow());
            assertEquals(1, store.purge(START.plusSeconds(99), 10));
        }
    }

    /** One that is not there any more is not redriven, and its neighbours are stored. */
    @Test
    default void shouldNotRedriveWhatWasPurged() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = endedAfterRest(store);
            ExecutionRow other = created(store, "b", 1);
            assertEquals(1, store.purge(START.plusSeconds(99), 10));

            List<Result> results =
                    store.commit(List.of(redrive(row.id(), 2, 3, 1, null), append(other.id(), 1, 2, "more")));
            assertEquals(List.of(conflict(), stored()), results);
            assertTrue(store.execution(row.id()).isEmpty());
        }
    }

    /** A redrive may bring another definition, which is kept as long as the execution. */
    @Test
    default void shouldRedriveOntoAnotherDefinition() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("order", "{\"old\": 1}", null, false));
            ExecutionRow row = withDefinition(row(id(store), "a", Map.of()), hash("{\"old\": 1}"));
            commit(store, create(row, 1, "start"));
            commit(store, new Append(row.id(), 1, 2, 8, bytes("end"), end(Status.FAILED)));
            store.deleteMachine(MACHINE_ARN);

            var onto = new Append.Definition(hash("{\"new\": 1}"), "{\"new\": 1}");
            commit(store, redrive(row.id(), 2, 3, 1, onto));

            assertEquals(onto.hash(), store.execution(row.id()).orElseThrow().definitionHash());
            assertEquals(Optional.of(onto.text()), store.definition(onto.hash()));
            assertTrue(store.definition(row.definitionHash()).isEmpty());
            commit(store, new Append(row.id(), 3, 4, 9, bytes("end"), end(Status.SUCCEEDED)));
            store.purge(START.plusSeconds(99), 10);
            assertTrue(store.definition(onto.hash()).isEmpty());
        }
    }

    /** Only what was redriven, or only what never was. */
    @Test
    default void shouldListRedriven() {
        try (Store store = openEmptyStore()) {
            ExecutionRow redriven = endedAfterRest(store);
            commit(store, redrive(redriven.id(), 2, 3, 1, null));
            ExecutionRow other = created(store, "b", 1);
            assertEquals(List.of(redriven.id()), ids(store.executions(redrivenOnly(true))));
            assertEquals(List.of(other.id()), ids(store.executions(redrivenOnly(false))));
        }
    }
}
