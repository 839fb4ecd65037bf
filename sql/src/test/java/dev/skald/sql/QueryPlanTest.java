package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.Waited;
import dev.skald.engine.store.WaitingTaskQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each question finds its rows by an index that yields them in order: nothing is scanned, nothing sorted. */
class QueryPlanTest {
    @TempDir
    static Path folder;

    static Readers readers;

    @BeforeAll
    static void open() {
        Path file = folder.resolve("skald.db");
        SqlStore.open(file).close();
        readers = new Readers(new Sqlite(file));
    }

    @AfterAll
    static void close() {
        readers.close();
    }

    @Test
    void shouldFindSingleRowsByTheirKeys() {
        assertThat(plan(Executions.BY_ID)).contains("INTEGER PRIMARY KEY");
        assertThat(plan(Executions.BY_NAME)).contains("execution_name");
    }

    @Test
    void shouldNotReadResting() {
        assertThat(plan(Executions.AWAKE)).contains("INDEX execution_awake (at_rest=? AND id>?)");
    }

    @Test
    void shouldFindDueByInstant() {
        assertThat(plan(Executions.DUE)).contains("INDEX execution_wake (wake_at>? AND wake_at<?)");
    }

    @Test
    void shouldListByEachFilter() {
        assertThat(list(null, (Status) null)).contains("INTEGER PRIMARY KEY (rowid<?)");
        assertThat(list(null, Status.RUNNING)).contains("execution_open (id<?)");
        assertThat(list(null, Status.FAILED)).contains("execution_unsuccessful (status=? AND id<?)");
        assertThat(list("m", (Status) null)).contains("execution_machine (machine=? AND id<?)");
        assertThat(list("m", Status.RUNNING)).contains("execution_open_of_machine (machine=? AND id<?)");
        assertThat(list("m", Status.SUCCEEDED)).contains("execution_machine (machine=? AND id<?)");
        assertThat(list("m", Status.ABORTED))
                .contains("execution_unsuccessful_of_machine (machine=? AND status=? AND id<?)");
    }

    @Test
    void shouldListRedriven() {
        assertThat(plan(ExecutionList.sql(new ExecutionQuery("m", null, null, true, Map.of(), Long.MAX_VALUE, 10))))
                .contains("execution_redriven_of_machine (machine=? AND id<?)");
    }

    @Test
    void shouldListByTheClassOfTheRun() {
        assertThat(list(null, RunClass.UnknownFailure)).contains("execution_run_class (run_class=? AND id<?)");
        assertThat(list("m", RunClass.KnownFailure))
                .contains("execution_run_class_of_machine (machine=? AND run_class=? AND id<?)");
        assertThat(list("m", RunClass.Success)).contains("execution_machine (machine=? AND id<?)");
    }

    private static String list(@Nullable String machine, RunClass runClass) {
        return plan(ExecutionList.sql(
                new ExecutionQuery(machine, null, null, null, Map.of(), Long.MAX_VALUE, 10, runClass)));
    }

    @Test
    void shouldListBySagaStatus() {
        assertThat(list(null, SagaStatus.PARKED)).contains("execution_saga (saga_status=? AND id<?)");
        assertThat(list("m", SagaStatus.PARKED))
                .contains("execution_saga_of_machine (machine=? AND saga_status=? AND id<?)");
    }

    private static String list(@Nullable String machine, SagaStatus status) {
        return plan(ExecutionList.sql(
                new ExecutionQuery(machine, null, null, null, Map.of(), Long.MAX_VALUE, 10, null, Set.of(status))));
    }

    @Test
    void shouldListWhatWaitsLongestFirst() {
        assertThat(plan(Parked.sql(0))).contains("INDEX execution_parked (");
        assertThat(plan(Parked.sql(1))).contains("INDEX execution_parked_of_machine (machine=? AND parked_since>?");
        assertThat(plan(WaitingTasks.sql(new WaitingTaskQuery(null, null, Waited.NOTHING, 9), 0)))
                .contains("INDEX waiting_task_since (");
        assertThat(plan(WaitingTasks.sql(new WaitingTaskQuery("m", null, Waited.NOTHING, 9), 1)))
                .contains("INDEX waiting_task_machine (machine=? AND");
        assertThat(steps(WaitingTasks.sql(new WaitingTaskQuery(null, 7L, Waited.NOTHING, 9), 0)))
                .contains("PRIMARY KEY (execution_id=?)");
    }

    /** A machine with distributed Maps: no other's rows are looked at. */
    @Test
    void shouldListOfSeveralMachinesByTheSameIndexes() {
        assertThat(steps(Parked.sql(2))).contains("execution_parked_of_machine (machine=?");
        assertThat(steps(WaitingTasks.sql(new WaitingTaskQuery("m", null, Waited.NOTHING, 9), 2)))
                .contains("waiting_task_machine (machine=?");
        assertThat(steps(Failures.sql(new FailureQuery("m", null, null, 9), 2))).contains("failure_machine (machine=?");
        assertThat(steps(MachineTerms.FIND)).doesNotContain("SCAN");
    }

    @Test
    void shouldListBySearchAttribute() {
        for (Status status : Status.values())
            assertThat(plan(ExecutionList.sql(
                            new ExecutionQuery("m", status, Map.of("a", "1", "b", "2"), Long.MAX_VALUE, 10))))
                    .contains("search_attribute_value (name=? AND value=? AND execution_id<?)");
    }

    private static String list(@Nullable String machine, @Nullable Status status) {
        return plan(ExecutionList.sql(new ExecutionQuery(machine, status, Map.of(), Long.MAX_VALUE, 10)));
    }

    @Test
    void shouldGroupFailuresByTheirIndexes() {
        assertThat(steps(Failures.sql(new FailureQuery(null, null, RunClass.UnknownFailure, 9), 0)))
                .contains("SEARCH c USING INDEX failure_class (run_class=?)");
        assertThat(steps(Failures.sql(new FailureQuery("m", null, null, 9), 1)))
                .contains("SEARCH c USING INDEX failure_machine (machine=?)");
        assertThat(steps(Failures.sql(new FailureQuery(null, "run", null, 9), 0)))
                .contains("execution_map_item (map_run=?)");
    }

    @Test
    void shouldReadRecentRunsFromTheEnd() {
        assertThat(steps(Runs.RECENT)).doesNotContain("TEMP B-TREE");
        assertThat(plan(Runs.RECENT_OF_MACHINE)).contains("execution_machine (machine=?)");
        assertThat(plan(Runs.OLDEST_OPEN)).contains("execution_open_of_machine (machine=?)");
    }

    private static String steps(String sql) {
        List<String> steps =
                readers.read(session -> session.list("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail")));
        return String.join("\n", steps);
    }

    @Test
    void shouldFindEventsByIndex() {
        assertThat(plan(Events.OF_BUS)).contains("event_of_bus (bus=? AND number>?)");
        assertThat(plan(Events.OLDEST)).contains("event_accepted");
        assertThat(plan(Events.OLD)).contains("event_accepted (accepted_at<?)", "event_delivery_event (event=?)");
        for (int busy : new int[] {0, 3}) assertThat(plan(Events.due(busy))).contains("event_delivery_due (due_at<?)");
        assertThat(plan(Events.NEXT_DUE)).contains("event_delivery_due (due_at>?)");
        assertThat(plan(Events.DEAD)).contains("event_delivery_dead (number>?)");
        assertThat(plan(StatusChanges.LIST)).doesNotContain("USE TEMP");
    }

    private static String plan(String sql) {
        String plan = steps(sql);
        assertThat(plan).doesNotContain("SCAN e").doesNotContain("TEMP B-TREE");
        return plan;
    }
}
