package dev.skald.server.json;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON that someone sent: exactly one value, nested no deeper than {@link #DEPTH_MAX}. */
public final class JsonReader {
    /** How deep a request may be nested: none of AWS's needs more than ten. */
    public static final int DEPTH_MAX = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Takes any character after a backslash: JavaScript's escape of the apostrophe too. */
    private static final JsonMapper LENIENT = MAPPER.rebuild()
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private JsonReader() {}

    /** Reads an object; empty when the bytes are no JSON, or JSON but no object. No bytes are an empty object. */
    public static Optional<ObjectNode> object(byte[] bytes) {
        return object(MAPPER, bytes);
    }

    /** The same for text that a template rendered, which may hold escapes of JavaScript that JSON does not know. */
    public static Optional<ObjectNode> lenientObject(byte[] bytes) {
        return object(LENIENT, bytes);
    }

    private static Optional<ObjectNode> object(JsonMapper mapper, byte[] bytes) {
        if (bytes.length == 0) return Optional.of(mapper.createObjectNode());
        try {
            return mapper.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** Reads JSON of Skald's own, such as settings in the catalogue. */
    public static JsonNode trusted(String text) {
        return MAPPER.readTree(text);
    }

    /** An object to fill. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }
}
