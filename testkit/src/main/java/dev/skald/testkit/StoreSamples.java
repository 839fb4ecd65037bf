package dev.skald.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skald.asl.MachineType;
import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.Result;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The rows and appends that {@link StoreContract} is written with. */
final class StoreSamples {
    /** The machine of the executions that the contract makes. */
    static final String MACHINE_ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:order";

    /** The instant at which they start. */
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Distinct append ids. */
    static final AtomicLong APPEND_IDS = new AtomicLong(1_000);

    private StoreSamples() {}

    static long id(Store store) {
        return store.reserveExecutionIds(1);
    }

    static ExecutionRow row(long id, String name, Map<String, String> attributes) {
        return rowOf(id, MACHINE_ARN, name, attributes);
    }

    static ExecutionRow rowOf(long id, String machine, String name, Map<String, String> attributes) {
        return full(id, machine, name, hash("definition"), Status.RUNNING, null, false, null, attributes);
    }

    static ExecutionRow startedThrough(long id, String name, ExecutionRow.Origin origin) {
        return ExecutionRow.started(
                id,
                MACHINE_ARN,
                name,
                MACHINE_ARN.replace("stateMachine", "execution") + ":" + name,
                MachineType.STANDARD,
                hash("definition"),
                "arn:aws:iam::000000000000:role/r",
                "0123456789abcdef",
                START,
                Map.of(),
                origin);
    }

    static ExecutionRow full(
            long id,
            String machine,
            String name,
            String definitionHash,
            Status status,
            @Nullable Instant stoppedAt,
            boolean atRest,
            @Nullable Instant wakeAt,
            Map<String, String> attributes) {
        return new ExecutionRow(
                id,
                machine,
                name,
                machine.replace("stateMachine", "execution") + ":" + name,
                MachineType.STANDARD,
                definitionHash,
                "arn:aws:iam::000000000000:role/r",
                "0123456789abcdef",
                status,
                START,
                stoppedAt,
                atRest,
                wakeAt,
                attributes,
                ExecutionRow.Origin.MACHINE,
                0,
                null);
    }

    static ExecutionRow withDefinition(ExecutionRow row, String hash) {
        return full(row.id(), row.stateMachineArn(), row.name(), hash, Status.RUNNING, null, false, null, Map.of());
    }

    static ExecutionRow resting(ExecutionRow r, @Nullable Instant wakeAt) {
        return full(
                r.id(),
                r.stateMachineArn(),
                r.name(),
                r.definitionHash(),
                Status.RUNNING,
                null,
                true,
                wakeAt,
                r.searchAttributes());
    }

    static ExecutionRow ended(ExecutionRow r, Status status) {
        return full(
                r.id(),
                r.stateMachineArn(),
                r.name(),
                r.definitionHash(),
                status,
                START.plusSeconds(1),
                false,
                null,
                r.searchAttributes());
    }

    static Append create(ExecutionRow row, long lastSequence, String events) {
        return new Append(
                row.id(), 0, lastSequence, APPEND_IDS.incrementAndGet(), bytes(events), new RowChange.Create(row));
    }

    static Append append(long id, long expected, long last, String events) {
        return Append.of(id, expected, last, APPEND_IDS.incrementAndGet(), bytes(events));
    }

    static Append rest(long id, long last, @Nullable Instant wakeAt) {
        var rest = new RowChange.Rest(wakeAt, bytes("snapshot"));
        return new Append(id, last, last, APPEND_IDS.incrementAndGet(), new byte[0], rest);
    }

    static RowChange.End end(Status status) {
        return new RowChange.End(status, START.plusSeconds(1));
    }

    static Append redrive(long id, long expected, long last, int count, Append.@Nullable Definition onto) {
        var change = new RowChange.Redrive(count, START.plusSeconds(5), onto);
        return new Append(id, expected, last, APPEND_IDS.incrementAndGet(), bytes("redrive"), change);
    }

    static ExecutionQuery redrivenOnly(boolean redriven) {
        return new ExecutionQuery(MACHINE_ARN, null, null, redriven, Map.of(), Long.MAX_VALUE, 10);
    }

    static ExecutionQuery inClass(RunClass runClass) {
        return new ExecutionQuery(null, null, null, null, Map.of(), Long.MAX_VALUE, 10, runClass);
    }

    static ExecutionQuery ofSagas(SagaStatus... statuses) {
        return new ExecutionQuery(null, null, null, null, Map.of(), Long.MAX_VALUE, 10, null, Set.of(statuses));
    }

    static void commit(Store store, Append append) {
        assertEquals(List.of(stored()), store.commit(List.of(append)));
    }

    static ExecutionRow created(Store store, String name, long lastSequence) {
        ExecutionRow row = row(id(store), name, Map.of());
        commit(store, create(row, lastSequence, "start"));
        return row;
    }

    static ExecutionRow createdWith(Store store, String name, Map<String, String> attributes) {
        ExecutionRow row = row(id(store), name, attributes);
        commit(store, create(row, 1, "start"));
        return row;
    }

    static void endAt(Store store, ExecutionRow row, Instant at) {
        var end = new RowChange.End(Status.SUCCEEDED, at);
        commit(store, new Append(row.id(), 1, 2, APPEND_IDS.incrementAndGet(), bytes("end"), end));
    }

    static ExecutionQuery all() {
        return query(null, Map.of(), Long.MAX_VALUE, 100);
    }

    static ExecutionQuery query(@Nullable Status status, Map<String, String> attributes, long beforeId, int limit) {
        return of(null, status, attributes, beforeId, limit);
    }

    static ExecutionQuery of(
            @Nullable String machine,
            @Nullable Status status,
            Map<String, String> attributes,
            long beforeId,
            int limit) {
        return new ExecutionQuery(machine, status, attributes, beforeId, limit);
    }

    static MachineRow machine(String name, String definition, @Nullable String revisionId, boolean deleting) {
        return new MachineRow(
                arn(name),
                name,
                MachineType.EXPRESS,
                definition,
                hash(definition),
                "arn:aws:iam::000000000000:role/r",
                START,
                START.plusSeconds(5),
                revisionId,
                "{\"tags\":[]}",
                deleting);
    }

    static String arn(String name) {
        return "arn:aws:states:us-east-1:000000000000:stateMachine:" + name;
    }

    static ActivityRow activity(String name) {
        return new ActivityRow("arn:aws:states:us-east-1:000000000000:activity:" + name, name, START, "{}");
    }

    static String hash(String definition) {
        return "hash-of-" + definition;
    }

    static List<Long> ids(List<ExecutionRow> rows) {
        return rows.stream().map(ExecutionRow::id).toList();
    }

    static List<String> names(List<MachineRow> machines) {
        return machines.stream().map(MachineRow::name).toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void assertTexts(List<byte[]> chunks, String... texts) {
        assertEquals(
                List.of(texts),
                chunks.stream()
                        .map(chunk -> new String(chunk, StandardCharsets.UTF_8))
                        .toList());
    }

    static Result stored() {
        return new Result.Stored();
    }

    static Result conflict() {
        return new Result.Conflict();
    }
}
