package dev.skald.parquet;

import dev.skald.asl.Json;
import dev.skald.engine.items.ItemReaderException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import tools.jackson.databind.JsonNode;

/** What bytes mean as JSON. */
final class Bytes {
    private static final int MILLIS_DIGITS = 3;

    private Bytes() {}

    /** The reading of a column's bytes. */
    static Function<Binary, JsonNode> of(PrimitiveType type) {
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96)
            return value -> Json.text(Times.int96(littleEndian(value)));
        return switch (type.getLogicalTypeAnnotation()) {
            case StringLogicalTypeAnnotation _ -> Bytes::text;
            case EnumLogicalTypeAnnotation _ -> Bytes::text;
            case JsonLogicalTypeAnnotation _ -> Bytes::text;
            case DecimalLogicalTypeAnnotation decimal ->
                value -> Scalars.decimal(new BigInteger(value.getBytes()), decimal);
            case UUIDLogicalTypeAnnotation _ -> Bytes::uuid;
            case Float16LogicalTypeAnnotation _ ->
                value -> Scalars.of(Float.float16ToFloat(littleEndian(value).getShort()));
            case IntervalLogicalTypeAnnotation _ -> Bytes::interval;
            case null, default -> Bytes::base64;
        };
    }

    private static JsonNode text(Binary value) {
        try {
            return Json.text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(value.toByteBuffer())
                    .toString());
        } catch (CharacterCodingException e) {
            throw ItemReaderException.failed("A string of the Parquet file is not valid UTF-8.");
        }
    }

    private static JsonNode base64(Binary value) {
        return Json.text(Base64.getEncoder().encodeToString(value.getBytes()));
    }

    private static JsonNode uuid(Binary value) {
        ByteBuffer bytes = value.toByteBuffer();
        return Json.text(new UUID(bytes.getLong(), bytes.getLong()).toString());
    }

    /** Months, days and milliseconds, each an unsigned number of four bytes. */
    private static JsonNode interval(Binary value) {
        ByteBuffer parts = littleEndian(value);
        long months = Integer.toUnsignedLong(parts.getInt());
        long days = Integer.toUnsignedLong(parts.getInt());
        BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(parts.getInt()), MILLIS_DIGITS);
        return Json.text("P%dM%dDT%sS"
                .formatted(months, days, seconds.stripTrailingZeros().toPlainString()));
    }

    private static ByteBuffer littleEndian(Binary value) {
        return value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
