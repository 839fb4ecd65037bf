package dev.skald.sql;

import dev.skald.asl.MachineType;
import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How values are written in columns. The numbers never change. */
final class Codes {
    /** The status in the conditions of the schema's partial indexes. */
    static final int RUNNING = 0;

    private Codes() {}

    static int of(Status status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case SUCCEEDED -> 1;
            case FAILED -> 2;
            case TIMED_OUT -> 3;
            case ABORTED -> 4;
        };
    }

    static Status status(int code) throws SQLException {
        for (Status status : Status.values()) if (of(status) == code) return status;
        throw new SQLException("unknown status " + code);
    }

    static int of(RunClass runClass) {
        return switch (runClass) {
            case Success -> 0;
            case KnownFailure -> 1;
            case UnknownFailure -> 2;
        };
    }

    static @Nullable RunClass runClassOrNull(ResultSet row, int column) throws SQLException {
        int code = row.getInt(column);
        if (row.wasNull()) return null;
        for (RunClass runClass : RunClass.values()) if (of(runClass) == code) return runClass;
        throw new SQLException("unknown class of a run " + code);
    }

    static int of(SagaStatus status) {
        return switch (status) {
            case NONE -> 0;
            case ACTIVE -> 1;
            case COMPENSATING -> 2;
            case COMPENSATED -> 3;
            case PARKED -> 4;
            case COMPENSATION_FAILED -> 5;
            case COMMITTED -> 6;
            case ABANDONED -> 7;
        };
    }

    static SagaStatus sagaStatus(int code) throws SQLException {
        for (SagaStatus status : SagaStatus.values()) if (of(status) == code) return status;
        throw new SQLException("unknown status of a saga " + code);
    }

    static int of(MachineType type) {
        return switch (type) {
            case STANDARD -> 0;
            case EXPRESS -> 1;
        };
    }

    static MachineType machineType(int code) throws SQLException {
        for (MachineType type : MachineType.values()) if (of(type) == code) return type;
        throw new SQLException("unknown type of machine " + code);
    }

    static int of(Kind kind) {
        return switch (kind) {
            case BUS -> 0;
            case RULE -> 1;
            case SCHEDULE -> 2;
        };
    }

    static Kind eventDefinitionKind(int code) throws SQLException {
        for (Kind kind : Kind.values()) if (of(kind) == code) return kind;
        throw new SQLException("unknown kind of definition " + code);
    }

    static int of(boolean flag) {
        return flag ? 1 : 0;
    }

    /** Milliseconds since the epoch; an instant beyond their range is as good as its end. */
    static long of(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException beyond) {
            return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    static @Nullable Long orNull(@Nullable Instant instant) {
        return instant == null ? null : (Long) of(instant);
    }

    static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
