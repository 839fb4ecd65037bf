package dev.skald.tasks.aws;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the answer of any service into JSON with AWS's names in PascalCase, in the order of the alphabet. Members without a value
 * are left out; instants are ISO 8601.
 */
final class ResponseWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Blobs blobs;

    ResponseWriter(Blobs blobs) {
        this.blobs = blobs;
    }

    ObjectNode write(SdkPojo structure) {
        Map<String, JsonNode> members = new TreeMap<>();
        for (SdkField<?> field : structure.sdkFields()) {
            Object value = field.getValueOrDefault(structure);
            if (!isAbsent(value)) members.put(RequestReader.shownName(field), value(value));
        }
        ObjectNode object = JSON.objectNode();
        members.forEach(object::set);
        return object;
    }

    private static boolean isAbsent(@Nullable Object value) {
        return value == null || value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
    }

    private JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> JSON.nullNode();
            case SdkPojo structure -> write(structure);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case SdkBytes bytes -> JSON.stringNode(blobs.string(bytes.asByteArrayUnsafe()));
            case Instant instant -> JSON.stringNode(DateTimeFormatter.ISO_INSTANT.format(instant));
            case Document document -> Documents.json(document);
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Short number -> JSON.numberNode(number);
            case Byte number -> JSON.numberNode(number);
            case Float number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case BigDecimal number -> JSON.numberNode(number);
            default -> JSON.stringNode(value.toString());
        };
    }

    private ArrayNode list(List<?> values) {
        ArrayNode list = JSON.arrayNode();
        for (Object value : values) list.add(value(value));
        return list;
    }

    private ObjectNode map(Map<?, ?> values) {
        ObjectNode object = JSON.objectNode();
        values.forEach((name, value) -> object.set(String.valueOf(name), value(value)));
        return object;
    }
}
