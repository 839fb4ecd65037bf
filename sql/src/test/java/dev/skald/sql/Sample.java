package dev.skald.sql;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;

/** Rows and appends for tests. Each append holds one event; its chunk says whose and which. */
final class Sample {
    static final String MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:orders";
    static final String ROLE = "arn:aws:iam::123456789012:role/skald";
    static final String HASH = "ab".repeat(32);
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private Sample() {}

    static MachineRow machine() {
        return machine(MACHINE, HASH);
    }

    static MachineRow machine(String arn, String hash) {
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return new MachineRow(
                arn,
                name,
                MachineType.STANDARD,
                "{\"of\":\"" + hash + "\"}",
                hash,
                ROLE,
                START,
                START,
                null,
                "{}",
                false);
    }

    static ExecutionRow row(long id) {
        return row(id, MACHINE, Map.of());
    }

    static ExecutionRow row(long id, String machine, Map<String, String> attributes) {
        String arn = machine.replace(":stateMachine:", ":execution:") + ":order-" + id;
        return ExecutionRow.started(
                id,
                machine,
                "order-" + id,
                arn,
                MachineType.STANDARD,
                HASH,
                ROLE,
                "cd".repeat(32),
                START.plusMillis(id),
                attributes,
                ExecutionRow.Origin.MACHINE);
    }

    static Append create(long id) {
        return create(row(id));
    }

    static Append create(ExecutionRow row) {
        return new Append(row.id(), 0, 1, appendId(row.id(), 1), chunk(row.id(), 1, 0), new RowChange.Create(row));
    }

    static Append next(long id, long sequence) {
        return next(id, sequence, 0);
    }

    static Append next(long id, long sequence, int padding) {
        return Append.of(id, sequence - 1, sequence, appendId(id, sequence), chunk(id, sequence, padding));
    }

    static Append change(long id, long sequence, RowChange change) {
        return new Append(id, sequence - 1, sequence, appendId(id, sequence), chunk(id, sequence, 0), change);
    }

    static Append end(long id, long sequence, Status status, Instant at) {
        return change(id, sequence, new RowChange.End(status, at));
    }

    static long appendId(long id, long sequence) {
        return id * 1_000_003 + sequence;
    }

    static byte[] chunk(long id, long sequence, int padding) {
        return ByteBuffer.allocate(2 * Long.BYTES + padding)
                .putLong(id)
                .putLong(sequence)
                .array();
    }

    static long sequenceOf(byte[] chunk) {
        return ByteBuffer.wrap(chunk).getLong(Long.BYTES);
    }
}
