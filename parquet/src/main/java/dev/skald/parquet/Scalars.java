package dev.skald.parquet;

import dev.skald.asl.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DoubleNode;

/** What the values of one column mean as JSON, by the column's physical and logical type. */
record Scalars(
        PrimitiveTypeName physical,
        IntFunction<JsonNode> ints,
        LongFunction<JsonNode> longs,
        Function<Binary, JsonNode> bytes) {
    /** The most decimal digits that every double keeps. */
    private static final int DOUBLE_DIGITS = 15;

    static Scalars of(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        return new Scalars(type.getPrimitiveTypeName(), ints(logical), longs(logical), Bytes.of(type));
    }

    private static IntFunction<JsonNode> ints(@Nullable LogicalTypeAnnotation logical) {
        return switch (logical) {
            case DateLogicalTypeAnnotation _ ->
                days -> Json.text(LocalDate.ofEpochDay(days).toString());
            case TimeLogicalTypeAnnotation time -> value -> Json.text(Times.timeOfDay(value, time.getUnit()));
            case DecimalLogicalTypeAnnotation decimal -> value -> decimal(BigInteger.valueOf(value), decimal);
            case IntLogicalTypeAnnotation kind
            when !kind.isSigned() -> value -> Json.number(Integer.toUnsignedLong(value));
            case null, default -> Json::number;
        };
    }

    private static LongFunction<JsonNode> longs(@Nullable LogicalTypeAnnotation logical) {
        return switch (logical) {
            case TimestampLogicalTypeAnnotation stamp -> value -> Json.text(Times.timestamp(value, stamp));
            case TimeLogicalTypeAnnotation time -> value -> Json.text(Times.timeOfDay(value, time.getUnit()));
            case DecimalLogicalTypeAnnotation decimal -> value -> decimal(BigInteger.valueOf(value), decimal);
            case IntLogicalTypeAnnotation kind when !kind.isSigned() -> Scalars::unsigned;
            case null, default -> Json::number;
        };
    }

    private static JsonNode unsigned(long value) {
        return integer(new BigInteger(Long.toUnsignedString(value)));
    }

    private static JsonNode integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? Json.number(value.longValue()) : BigIntegerNode.valueOf(value);
    }

    static JsonNode decimal(BigInteger unscaled, DecimalLogicalTypeAnnotation type) {
        if (type.getScale() == 0) return integer(unscaled);
        BigDecimal value = new BigDecimal(unscaled, type.getScale());
        return type.getPrecision() > DOUBLE_DIGITS ? Json.text(value.toPlainString()) : of(value.doubleValue());
    }

    static JsonNode of(boolean value) {
        return Json.bool(value);
    }

    /** JSON has no number that is not finite. */
    static JsonNode of(double value) {
        return Double.isFinite(value) ? DoubleNode.valueOf(value) : Json.nullNode();
    }

    /** Its own digits: 0.1, where the double nearest to the float would be 0.10000000149011612. */
    static JsonNode of(float value) {
        return of(Double.parseDouble(Float.toString(value)));
    }

    JsonNode of(int value) {
        return ints.apply(value);
    }

    JsonNode of(long value) {
        return longs.apply(value);
    }

    JsonNode of(Binary value) {
        return bytes.apply(value);
    }

    /** An entry of a dictionary. */
    JsonNode of(Dictionary dictionary, int id) {
        return switch (physical) {
            case BOOLEAN -> of(dictionary.decodeToBoolean(id));
            case INT32 -> of(dictionary.decodeToInt(id));
            case INT64 -> of(dictionary.decodeToLong(id));
            case FLOAT -> of(dictionary.decodeToFloat(id));
            case DOUBLE -> of(dictionary.decodeToDouble(id));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> of(dictionary.decodeToBinary(id));
        };
    }
}
