package dev.skald.server.json;

import dev.skald.asl.Json;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.JsonNode;

/**
 * Writes one JSON object, member by member. A member whose value is null is left out: on AWS's wire absent is the only
 * null.
 */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayBuilder bytes = new ByteArrayBuilder();
    private final JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    /** An object that is begun, and empty so far. */
    public JsonWriter() {
        json.writeStartObject();
    }

    /** The whole object; ends it. */
    public byte[] end() {
        json.writeEndObject();
        json.close();
        return bytes.toByteArray();
    }

    /** About how many bytes are written so far. */
    public int size() {
        json.flush();
        return bytes.size();
    }

    public JsonWriter text(String name, @Nullable String value) {
        if (value == null) return this;
        if (JsonText.isWellFormed(value)) json.writeStringProperty(name, value);
        else raw(name, Json.write(Json.text(value)));
        return this;
    }

    public JsonWriter number(String name, @Nullable Long value) {
        if (value != null) json.writeNumberProperty(name, value.longValue());
        return this;
    }

    public JsonWriter decimal(String name, double value) {
        json.writeNumberProperty(name, value);
        return this;
    }

    public JsonWriter flag(String name, boolean value) {
        json.writeBooleanProperty(name, value);
        return this;
    }

    /** An instant as AWS writes it: seconds since 1970, with milliseconds as the fraction. */
    public JsonWriter time(String name, @Nullable Instant value) {
        if (value == null) return this;
        json.writeName(name);
        json.writeNumber(epochSeconds(value));
        return this;
    }

    /** An instant as people read it, in ISO 8601. */
    public JsonWriter iso(String name, @Nullable Instant value) {
        return text(name, value == null ? null : value.toString());
    }

    /** A value that is there as a tree. */
    public JsonWriter tree(String name, @Nullable JsonNode value) {
        if (value == null) return this;
        json.writeName(name);
        json.writeRawValue(Json.write(value));
        return this;
    }

    /** A value that is there as JSON text of Skald's own or that was parsed before. */
    public JsonWriter raw(String name, @Nullable String value) {
        if (value == null) return this;
        json.writeName(name);
        json.writeRawValue(value);
        return this;
    }

    public JsonWriter object(String name, Consumer<JsonWriter> members) {
        json.writeName(name);
        return object(members);
    }

    /** An object of texts. */
    public JsonWriter texts(String name, Map<String, String> values) {
        return object(name, members -> values.forEach(members::text));
    }

    /** A list, whose items are written by {@link #object(Consumer)}. */
    public JsonWriter list(String name, Consumer<JsonWriter> items) {
        json.writeName(name);
        json.writeStartArray();
        items.accept(this);
        json.writeEndArray();
        return this;
    }

    /** An item of a list. */
    public JsonWriter object(Consumer<JsonWriter> members) {
        json.writeStartObject();
        members.accept(this);
        json.writeEndObject();
        return this;
    }

    private static String epochSeconds(Instant instant) {
        long millis = instant.toEpochMilli();
        long fraction = Math.floorMod(millis, 1000L);
        StringBuilder text =
                new StringBuilder(16).append(Math.floorDiv(millis, 1000L)).append('.');
        if (fraction < 100) text.append('0');
        if (fraction < 10) text.append('0');
        return text.append(fraction).toString();
    }
}
