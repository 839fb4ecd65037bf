package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.ids;
import static dev.skald.testkit.StoreSamples.startedThrough;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.Append.SagaChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store does while an execution that has ended is undone: part of {@link StoreContract}. */
public interface ReversalContract {
    /** A store with nothing in it, closed by the test. */
    Store openEmptyStore();

    /** One that is being undone is open and awake, whatever its status says, and is not purged. */
    @Test
    default void shouldKeepOpenWhatIsBeingUndone() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = ended(store, "a", Origin.MACHINE);
            commit(store, changed(row, 3, null, SagaStatus.COMPENSATING));

            assertEquals(List.of(row.id()), ids(store.awake(0, 10)));
            assertEquals(1, store.openExecutions());
            assertEquals(0, store.purge(START.plusSeconds(99), 10));
            assertEquals(
                    Status.SUCCEEDED, store.execution(row.id()).orElseThrow().status());

            commit(store, changed(row, 4, null, SagaStatus.COMPENSATED));
            assertTrue(store.awake(0, 10).isEmpty());
            assertEquals(0, store.openExecutions());
            assertEquals(1, store.purge(START.plusSeconds(99), 10));
        }
    }

    /** It rests and wakes as others do, and its end stays. */
    @Test
    default void shouldRestWhileBeingUndone() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = ended(store, "a", Origin.MACHINE);
            Instant wakeAt = START.plusSeconds(600);
            commit(store, changed(row, 3, new RowChange.Rest(wakeAt, bytes("state")), SagaStatus.PARKED));

            ExecutionRow resting = store.execution(row.id()).orElseThrow();
            assertEquals(row.withRest(true, wakeAt).withSagaStatus(SagaStatus.PARKED), resting);
            assertTrue(store.awake(0, 10).isEmpty());
            assertEquals(List.of(row.id()), ids(store.dueBefore(wakeAt, 10)));
            assertEquals(3, store.snapshot(row.id()).orElseThrow().lastSequence());

            commit(store, changed(row, 4, new RowChange.Wake(), null));
            assertEquals(Optional.of(row.withSagaStatus(SagaStatus.PARKED)), store.execution(row.id()));
            assertEquals(List.of(row.id()), ids(store.awake(0, 10)));
        }
    }

    /** What another may have to undo is kept for as long as that is. */
    @Test
    default void shouldKeepChildrenAsLongAsTheirRoot() {
        try (Store store = openEmptyStore()) {
            ExecutionRow root = created(store, "root", 1);
            ExecutionRow child = ended(store, "child", Origin.MACHINE.withRoot(root.id()));
            assertEquals(
                    Optional.of(root.id()), Optional.ofNullable(child.origin().root()));
            assertEquals(0, store.purge(START.plusSeconds(99), 10));

            commit(
                    store,
                    new Append(
                            root.id(),
                            1,
                            2,
                            21,
                            bytes("end"),
                            new RowChange.End(Status.FAILED, START.plusSeconds(60))));
            assertEquals(0, store.purge(START.plusSeconds(50), 10));
            assertEquals(2, store.purge(START.plusSeconds(99), 10));
        }
    }

    /** Nor is anything purged of a tree in which something is being undone. */
    @Test
    default void shouldKeepTheTreeOfWhatIsBeingUndone() {
        try (Store store = openEmptyStore()) {
            ExecutionRow root = ended(store, "root", Origin.MACHINE);
            ExecutionRow middle = ended(store, "middle", Origin.MACHINE.withRoot(root.id()));
            ended(store, "leaf", Origin.MACHINE.withRoot(root.id()));
            commit(store, changed(middle, 3, null, SagaStatus.COMPENSATING));

            assertEquals(1, store.purge(START.plusSeconds(99), 10));
            assertTrue(store.execution(root.id()).isEmpty());
            commit(store, changed(middle, 4, null, SagaStatus.COMPENSATED));
            assertEquals(2, store.purge(START.plusSeconds(99), 10));
        }
    }

    private static ExecutionRow ended(Store store, String name, Origin origin) {
        ExecutionRow row = startedThrough(id(store), name, origin);
        commit(store, create(row, 1, "start"));
        commit(store, new Append(row.id(), 1, 2, 8, bytes("end"), end(Status.SUCCEEDED)));
        return store.execution(row.id()).orElseThrow();
    }

    private static Append changed(
            ExecutionRow row, long last, @Nullable RowChange change, @Nullable SagaStatus sagaStatus) {
        SagaChange saga =
                sagaStatus == null ? null : new SagaChange(sagaStatus, sagaStatus == SagaStatus.PARKED ? START : null);
        return new Append(row.id(), last - 1, last, 100 + last, bytes("undo"), change, saga);
    }
}
