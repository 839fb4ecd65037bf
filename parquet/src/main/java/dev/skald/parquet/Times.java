package dev.skald.parquet;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.JulianFields;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/** Parquet's times in the forms of ISO 8601. */
final class Times {
    private Times() {}

    static String timeOfDay(long value, TimeUnit unit) {
        return LocalTime.MIDNIGHT.plus(value, unit(unit)).format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    /** With a Z when it is an instant, without when it is a local time of somewhere. */
    static String timestamp(long value, TimestampLogicalTypeAnnotation type) {
        Instant instant = Instant.EPOCH.plus(value, unit(type.getUnit()));
        if (type.isAdjustedToUTC()) return instant.toString();
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }

    /** The time stamps of old files: nanoseconds of a day, and the Julian day. */
    static String int96(ByteBuffer littleEndian) {
        long nanos = littleEndian.getLong();
        long day = Integer.toUnsignedLong(littleEndian.getInt());
        return LocalDateTime.MIN
                .with(LocalTime.MIDNIGHT)
                .with(JulianFields.JULIAN_DAY, day)
                .plusNanos(nanos)
                .toInstant(ZoneOffset.UTC)
                .toString();
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
