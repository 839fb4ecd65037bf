package dev.skald.cli.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads members of the server's answers, and writes them for {@code --json}. */
public final class JsonText {
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonText() {}

    /** For {@code --json}: indented. */
    public static String pretty(JsonNode node) {
        return PRETTY.writeValueAsString(node);
    }

    public static @Nullable String text(JsonNode object, String member) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : value.isString() ? value.stringValue() : value.toString();
    }

    public static String textOr(JsonNode object, String member, String otherwise) {
        String text = text(object, member);
        return text == null ? otherwise : text;
    }

    /** An instant: seconds since 1970 with a fraction, as AWS writes it, or ISO 8601. */
    public static @Nullable Instant instant(JsonNode object, String member) {
        JsonNode value = object.get(member);
        if (value == null || value.isNull()) return null;
        if (value.isString()) return Instant.parse(value.stringValue());
        return Instant.ofEpochMilli(value.decimalValue().movePointRight(3).longValue());
    }
}
