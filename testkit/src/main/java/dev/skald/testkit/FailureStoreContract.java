package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.MACHINE_ARN;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.created;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.ids;
import static dev.skald.testkit.StoreSamples.redrive;
import static dev.skald.testkit.StoreSamples.rest;
import static dev.skald.testkit.StoreSamples.rowOf;
import static dev.skald.testkit.StoreSamples.startedThrough;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skald.asl.RunClass;
import dev.skald.core.Status;
import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.Failure;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.RunSample;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store tells of failures and of how machines have been doing: part of {@link StoreContract}. */
public interface FailureStoreContract {
    /** A store with nothing in it, closed by the test. */
    Store openEmptyStore();

    /** Failures are grouped by machine, state and error, the group seen last first. */
    @Test
    default void shouldGroupFailures() {
        try (Store store = openEmptyStore()) {
            assertEquals(List.of(), store.failures(unknown(10)));
            ExecutionRow first = failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            ExecutionRow last = failed(store, "b", 5, "Pay", "Declined", RunClass.UnknownFailure);
            ExecutionRow other = failed(store, "c", 9, "Ship", "", RunClass.UnknownFailure);
            failed(store, "d", 10, "Pay", "Expected", RunClass.KnownFailure);
            commit(store, end(created(store, "e", 1), 1, RunClass.Success, null));

            FailureGroup pay = group("Pay", "Declined", 2, 1, 5, last);
            FailureGroup ship = group("Ship", "", 1, 9, 9, other);
            assertEquals(List.of(ship, pay), store.failures(unknown(10)));
            assertEquals(List.of(ship), store.failures(unknown(1)));
            assertEquals(
                    3,
                    store.failures(new FailureQuery(MACHINE_ARN, null, null, 10))
                            .size());
            assertEquals(List.of(), store.failures(new FailureQuery(MACHINE_ARN + "x", null, null, 10)));
            assertEquals(List.of(), store.failures(new FailureQuery(null, "no run", null, 10)));
            assertEquals(first.id() + 1, last.id());
        }
    }

    /** What ended in the turn that created it counts as well; of children, those of the run that is asked for. */
    @Test
    default void shouldGroupFailuresOfAMapRun() {
        try (Store store = openEmptyStore()) {
            failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            String run = "arn:aws:states:us-east-1:000000000000:mapRun:order/Each:1";
            var item = new ExecutionRow.MapItem(run, 4, 1);
            ExecutionRow child =
                    startedThrough(id(store), "child", new ExecutionRow.Origin(null, null, item, null, null));
            var change = new RowChange.CreateEnded(child, failure(2, "Pay", "Declined", RunClass.UnknownFailure));
            commit(store, new Append(child.id(), 0, 2, child.id(), bytes("all"), change));
            assertEquals(
                    List.of(group("Pay", "Declined", 1, 2, 2, child)),
                    store.failures(new FailureQuery(null, run, null, 10)));
        }
    }

    /** What is redriven does not count any more, until it fails again. */
    @Test
    default void shouldForgetFailuresOfWhatIsRedriven() {
        try (Store store = openEmptyStore()) {
            ExecutionRow row = failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            commit(store, redrive(row.id(), 2, 3, 1, null));
            assertEquals(List.of(), store.failures(unknown(10)));
            var again = failure(7, "Ship", "Lost", RunClass.UnknownFailure);
            commit(store, new Append(row.id(), 3, 4, 4, bytes("end"), again));
            assertEquals(List.of(group("Ship", "Lost", 1, 7, 7, row)), store.failures(unknown(10)));
            var both = new RowChange.RedriveEnded(
                    new RowChange.Redrive(2, START.plusSeconds(8), null),
                    failure(9, "Pay", "Lost", RunClass.UnknownFailure));
            commit(store, new Append(row.id(), 4, 6, 5, bytes("both"), both));
            assertEquals(List.of(group("Pay", "Lost", 1, 9, 9, row)), store.failures(unknown(10)));
        }
    }

    /** What is purged does not count any more. */
    @Test
    default void shouldForgetFailuresOfWhatIsPurged() {
        try (Store store = openEmptyStore()) {
            failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            assertEquals(1, store.purge(START.plusSeconds(2), 10));
            assertEquals(List.of(), store.failures(unknown(10)));
        }
    }

    /** An acknowledgement stays with its group; what fails afterwards is news. */
    @Test
    default void shouldKeepAcknowledgements() {
        try (Store store = openEmptyStore()) {
            failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            failed(store, "b", 2, "Ship", "Declined", RunClass.UnknownFailure);
            store.acknowledge(acknowledgement("me", 3));
            var second = acknowledgement("Åse", 4);
            store.acknowledge(second);
            failed(store, "c", 4, "Pay", "Declined", RunClass.UnknownFailure);
            failed(store, "d", 5, "Pay", "Declined", RunClass.UnknownFailure);

            List<FailureGroup> groups = store.failures(unknown(10));
            assertEquals(second, groups.getFirst().acknowledgement());
            assertEquals(3, groups.getFirst().count());
            assertEquals(1, groups.getFirst().news());
            assertEquals(1, groups.getLast().news());
            assertEquals(null, groups.getLast().acknowledgement());
        }
    }

    /** What nobody has looked at comes before what somebody knows of, however long ago it was. */
    @Test
    default void shouldListFailuresWithNewsFirst() {
        try (Store store = openEmptyStore()) {
            ExecutionRow old = failed(store, "a", 1, "Ship", "Lost", RunClass.UnknownFailure);
            failed(store, "b", 2, "Pay", "Declined", RunClass.UnknownFailure);
            store.acknowledge(acknowledgement("me", 3));
            assertEquals(List.of(group("Ship", "Lost", 1, 1, 1, old)), store.failures(unknown(1)));
            assertEquals(0, store.failures(unknown(2)).getLast().news());
        }
    }

    /** Children of a machine's distributed Maps are its own; those of a machine whose name begins alike are not. */
    @Test
    default void shouldGroupFailuresOfAMachineWithThoseOfItsMaps() {
        try (Store store = openEmptyStore()) {
            failed(store, "a", 1, "Pay", "Declined", RunClass.UnknownFailure);
            for (String other : List.of("/Each", "/Other", "-2", "0")) {
                ExecutionRow row = rowOf(id(store), MACHINE_ARN + other, "b", Map.of());
                commit(store, create(row, 1, "start"));
                commit(store, end(row, 2, RunClass.UnknownFailure, new Failure("Pay", "Declined")));
            }
            assertEquals(
                    3,
                    store.failures(new FailureQuery(MACHINE_ARN, null, null, 10))
                            .size());
            assertEquals(
                    List.of(MACHINE_ARN + "/Each"),
                    store.failures(new FailureQuery(MACHINE_ARN + "/Each", null, null, 10)).stream()
                            .map(FailureGroup::stateMachineArn)
                            .toList());
        }
    }

    /** The latest executions of all, or of one machine, whatever has become of them. */
    @Test
    default void shouldTellOfRecentRuns() {
        try (Store store = openEmptyStore()) {
            ExecutionRow running = created(store, "a", 1);
            ExecutionRow other = rowOf(id(store), MACHINE_ARN + "x", "b", Map.of());
            commit(store, create(other, 1, "start"));
            ExecutionRow failed = failed(store, "c", 3, "Pay", "Declined", RunClass.KnownFailure);

            RunSample last = new RunSample(
                    failed.id(), MACHINE_ARN, Status.FAILED, START, START.plusSeconds(3), RunClass.KnownFailure);
            RunSample first = new RunSample(running.id(), MACHINE_ARN, Status.RUNNING, START, null, null);
            assertEquals(List.of(last, first), store.recentRuns(MACHINE_ARN, 10));
            assertEquals(3, store.recentRuns(null, 10).size());
            assertEquals(List.of(last), store.recentRuns(null, 1));
        }
    }

    /** The open executions of a machine, asleep or not, the oldest first. */
    @Test
    default void shouldListTheOldestOpen() {
        try (Store store = openEmptyStore()) {
            ExecutionRow asleep = created(store, "a", 1);
            commit(store, rest(asleep.id(), 1, START.plusSeconds(90)));
            failed(store, "b", 3, "Pay", "Declined", RunClass.KnownFailure);
            ExecutionRow awake = created(store, "c", 1);
            commit(store, create(rowOf(id(store), MACHINE_ARN + "x", "d", Map.of()), 1, "start"));

            assertEquals(List.of(asleep.id(), awake.id()), ids(store.oldestOpen(MACHINE_ARN, 10)));
            assertEquals(List.of(asleep.id()), ids(store.oldestOpen(MACHINE_ARN, 1)));
        }
    }

    private static ExecutionRow failed(
            Store store, String name, int second, String state, String error, RunClass runClass) {
        ExecutionRow row = created(store, name, 1);
        commit(store, end(row, second, runClass, new Failure(state, error)));
        return row;
    }

    private static Append end(ExecutionRow row, int second, RunClass runClass, @Nullable Failure failure) {
        Status status = failure == null ? Status.SUCCEEDED : Status.FAILED;
        var end = new RowChange.End(status, START.plusSeconds(second), runClass, failure);
        return new Append(row.id(), 1, 2, StoreSamples.APPEND_IDS.incrementAndGet(), bytes("end"), end);
    }

    private static RowChange.End failure(int second, String state, String error, RunClass runClass) {
        return new RowChange.End(Status.FAILED, START.plusSeconds(second), runClass, new Failure(state, error));
    }

    private static FailureGroup group(
            String state, String error, long count, int first, int last, ExecutionRow example) {
        return new FailureGroup(
                MACHINE_ARN,
                state,
                error,
                RunClass.UnknownFailure,
                count,
                count,
                at(first),
                at(last),
                example.id(),
                null);
    }

    private static Acknowledgement acknowledgement(String who, int second) {
        return new Acknowledgement(MACHINE_ARN, "Pay", "Declined", who, "a ticket is open", at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    private static FailureQuery unknown(int limit) {
        return new FailureQuery(null, null, RunClass.UnknownFailure, limit);
    }
}
