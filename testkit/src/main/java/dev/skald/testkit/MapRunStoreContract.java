package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.MACHINE_ARN;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.endAt;
import static dev.skald.testkit.StoreSamples.hash;
import static dev.skald.testkit.StoreSamples.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.MapItem;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.MapRunStore.ChildCount;
import dev.skald.engine.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store keeps of Map Runs and their children: part of {@link StoreContract}. */
public interface MapRunStoreContract {
    /** A store with nothing in it, closed by the test. */
    Store openEmptyStore();

    /** What is put is there, as often as it is put, with all that it says. */
    @Test
    default void shouldKeepMapRuns() {
        try (Store store = openEmptyStore()) {
            MapRunRow run = mapRun(7, 3);
            store.putMapRun(run);
            assertEquals(Optional.of(run), store.mapRun(run.arn()));

            MapRunRow changed = run.with(new MapRunRow.Settings(5, 2, 12.5))
                    .redriven(1, START.plusSeconds(3))
                    .ended(Status.FAILED, 1_000, 10, START.plusSeconds(4));
            store.putMapRun(changed);
            assertEquals(Optional.of(changed), store.mapRun(run.arn()));
            assertEquals(Optional.empty(), store.mapRun("arn:other"));
        }
    }

    /** The runs of an execution come newest first, page by page; those that run by ARN. */
    @Test
    default void shouldListMapRuns() {
        try (Store store = openEmptyStore()) {
            for (long sequence : List.of(3L, 9L, 6L)) store.putMapRun(mapRun(7, sequence));
            store.putMapRun(mapRun(8, 3));
            store.putMapRun(mapRun(7, 6).ended(Status.SUCCEEDED, 1, 1, START));

            assertEquals(List.of(9L, 6L), sequences(store.mapRuns(7, Long.MAX_VALUE, 2)));
            assertEquals(List.of(3L), sequences(store.mapRuns(7, 6, 2)));
            List<MapRunRow> running = store.runningMapRuns(null, 2);
            assertEquals(2, running.size());
            assertEquals(1, store.runningMapRuns(running.getLast().arn(), 2).size());
        }
    }

    /** Children come in the order of their items, whatever the order of their starts, and are counted by status. */
    @Test
    default void shouldListAndCountChildren() {
        try (Store store = openEmptyStore()) {
            MapRunRow run = mapRun(7, 3);
            for (int index : List.of(2, 0, 1)) child(store, run, index);
            created(store, "other", 1);
            ExecutionRow second = store.children(run.arn(), 1, 1).getFirst();
            commit(store, new Append(second.id(), 1, 2, 5, bytes("end"), end(Status.FAILED)));

            assertEquals(List.of(0L, 1L, 2L), indexes(store.children(run.arn(), 0, 9)));
            assertEquals(List.of(2L), indexes(store.children(run.arn(), 2, 9)));
            assertEquals(
                    Set.of(new ChildCount(Status.RUNNING, 2, 20), new ChildCount(Status.FAILED, 1, 10)),
                    Set.copyOf(store.childCounts(run.arn())));
            var query = new ExecutionQuery(null, run.arn(), Status.FAILED, null, Map.of(), Long.MAX_VALUE, 9);
            assertEquals(List.of(1L), indexes(store.executions(query)));
        }
    }

    /** With an execution go its Map Runs; a child that goes leaves its Map Run alone. */
    @Test
    default void shouldPurgeMapRunsWithTheirExecution() {
        try (Store store = openEmptyStore()) {
            ExecutionRow parent = created(store, "parent", 1);
            MapRunRow run = mapRun(parent.id(), 3);
            store.putMapRun(run);
            endAt(store, child(store, run, 0), START);
            store.purge(START.plusSeconds(1), 9);
            assertEquals(List.of(), store.children(run.arn(), 0, 9));
            assertEquals(Optional.of(run), store.mapRun(run.arn()));

            endAt(store, parent, START);
            store.purge(START.plusSeconds(1), 9);
            assertEquals(Optional.empty(), store.mapRun(run.arn()));
        }
    }

    private static MapRunRow mapRun(long executionId, long sequence) {
        return new MapRunRow(
                "arn:aws:states:us-east-1:000000000000:mapRun:order/each:" + executionId + "-" + sequence,
                executionId,
                "arn:aws:states:us-east-1:000000000000:execution:order:" + executionId,
                sequence,
                MACHINE_ARN + "/each",
                Status.RUNNING,
                new MapRunRow.Settings(0, 0, 0),
                0,
                0,
                START,
                null,
                0,
                null);
    }

    private static ExecutionRow child(Store store, MapRunRow run, int index) {
        ExecutionRow row = ExecutionRow.started(
                id(store),
                run.stateMachineArn(),
                "child-" + index,
                run.stateMachineArn().replace("stateMachine", "execution") + ":child-" + index,
                MachineType.STANDARD,
                hash("definition"),
                "arn:aws:iam::000000000000:role/r",
                "0123456789abcdef",
                START,
                Map.of(),
                new Origin(null, null, new MapItem(run.arn(), index, 10), null));
        commit(store, StoreSamples.create(row, 1, "start"));
        return row;
    }

    private static List<Long> sequences(List<MapRunRow> runs) {
        return runs.stream().map(MapRunRow::sequence).toList();
    }

    private static List<Long> indexes(List<ExecutionRow> children) {
        return children.stream()
                .map(row -> row.origin().mapItem())
                .filter(item -> item != null)
                .map(MapItem::index)
                .toList();
    }
}
