package dev.skald.tasks.aws;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import tools.jackson.databind.JsonNode;

/**
 * Turns JSON with AWS's names in PascalCase into a request of any service, by what the SDK says of the request's members.
 *
 * <p>As Step Functions does: {@code null} is as good as absent, an object given for a text is sent as its compact JSON, instants
 * are ISO 8601 or seconds since 1970, and a member named {@code equals} is {@code EqualsValue}.
 */
final class RequestReader {
    /** Members that Java cannot have under their own names, and their names in definitions. */
    private static final Map<String, String> RENAMED = Map.of("Equals", "EqualsValue", "NUL", "NULL");

    private final Blobs blobs;

    RequestReader(Blobs blobs) {
        this.blobs = blobs;
    }

    /** The name by which definitions know a member. */
    static String shownName(SdkField<?> field) {
        String name = upper(field.memberName());
        return RENAMED.getOrDefault(name, name);
    }

    /** With a capital initial. */
    static String upper(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /**
     * Sets members of a request or of a structure within it.
     *
     * @param token what members get that make a request idempotent, unless they are given
     * @throws UnusableParameters when there is no such member, or the value is none for it
     */
    void read(JsonNode members, SdkPojo target, String token) throws UnusableParameters {
        read(members, target);
        for (SdkField<?> field : target.sdkFields())
            if (field.containsTrait(DefaultValueTrait.class) && !members.hasNonNull(shownName(field)))
                field.set(target, token);
    }

    private void read(JsonNode members, SdkPojo target) throws UnusableParameters {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            SdkField<?> field = field(target, member.getKey());
            if (!member.getValue().isNull()) field.set(target, value(member.getValue(), field, member.getKey()));
        }
    }

    private static SdkField<?> field(SdkPojo target, String name) throws UnusableParameters {
        for (SdkField<?> field : target.sdkFields()) if (shownName(field).equals(name)) return field;
        throw UnusableParameters.unknown(name);
    }

    private Object value(JsonNode value, SdkField<?> field, String name) throws UnusableParameters {
        if (value.isNull()) throw UnusableParameters.malformed(name);
        MarshallingKnownType type = field.marshallingType().getKnownType();
        try {
            return switch (type) {
                case STRING -> Blobs.text(value);
                case INTEGER -> number(value).intValueExact();
                case LONG -> number(value).longValueExact();
                case SHORT -> number(value).shortValueExact();
                case BYTE -> number(value).byteValueExact();
                case FLOAT -> number(value).floatValue();
                case DOUBLE -> number(value).doubleValue();
                case BIG_DECIMAL -> number(value);
                case BOOLEAN -> flag(value);
                case INSTANT -> instant(value);
                case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(blobs.bytes(value));
                case DOCUMENT -> Documents.document(value);
                case SDK_POJO -> structure(value, field, name);
                case LIST -> list(value, field, name);
                case MAP -> map(value, field, name);
                case NULL -> throw UnusableParameters.malformed(name);
            };
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException unreadable) {
            throw UnusableParameters.malformed(name);
        }
    }

    private static BigDecimal number(JsonNode value) {
        if (value.isNumber()) return value.decimalValue();
        if (value.isString()) return new BigDecimal(value.stringValue());
        throw new IllegalArgumentException("no number");
    }

    private static Boolean flag(JsonNode value) {
        if (value.isBoolean()) return value.booleanValue();
        String text = value.isString() ? value.stringValue() : "";
        if (text.equals("true") || text.equals("false")) return Boolean.valueOf(text);
        throw new IllegalArgumentException("neither true nor false");
    }

    private static Instant instant(JsonNode value) {
        if (value.isString()) return OffsetDateTime.parse(value.stringValue()).toInstant();
        return Instant.ofEpochMilli(number(value).movePointRight(3).longValue());
    }

    private Object structure(JsonNode value, SdkField<?> field, String name) throws UnusableParameters {
        if (!value.isObject()) throw UnusableParameters.malformed(name);
        SdkPojo target = field.constructor().get();
        read(value, target);
        return ((Buildable) target).build();
    }

    private List<Object> list(JsonNode values, SdkField<?> field, String name) throws UnusableParameters {
        if (!values.isArray()) throw UnusableParameters.malformed(name);
        SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>(values.size());
        for (JsonNode value : values) list.add(value(value, item, name));
        return list;
    }

    private Map<String, Object> map(JsonNode values, SdkField<?> field, String name) throws UnusableParameters {
        if (!values.isObject()) throw UnusableParameters.malformed(name);
        SdkField<?> item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : values.properties())
            map.put(entry.getKey(), value(entry.getValue(), item, name));
        return map;
    }
}
