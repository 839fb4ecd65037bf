package dev.skald.server.json;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
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

    private JsonReader() {}

    /** Reads an object; empty when the bytes are no JSON, or JSON but no object. No bytes are an empty object. */
    public static Optional<ObjectNode> object(byte[] bytes) {
        if (bytes.length == 0) return Optional.of(MAPPER.createObjectNode());
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
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
