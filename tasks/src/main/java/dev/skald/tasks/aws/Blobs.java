package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Bytes as strings of JSON. */
enum Blobs {
    /** UTF-8 text; bytes that are no UTF-8 are written as Base64, so that nothing is lost. Other JSON values are their own text. */
    TEXT {
        @Override
        byte[] bytes(JsonNode value) {
            return text(value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        String string(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException noText) {
                return BASE64.string(bytes);
            }
        }
    },

    /** Base64, as the binary attributes of DynamoDB are. */
    BASE64 {
        @Override
        byte[] bytes(JsonNode value) {
            return Base64.getDecoder().decode(text(value));
        }

        @Override
        String string(byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    };

    /** @throws IllegalArgumentException if the value cannot stand for bytes */
    abstract byte[] bytes(JsonNode value);

    abstract String string(byte[] bytes);

    /** How the binary members of a service are written. */
    static Blobs of(String service) {
        return service.startsWith("dynamodb") ? BASE64 : TEXT;
    }

    /** A string's own text, or the compact JSON of anything else: what a member that is a text gets. */
    static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : Payload.of(value).text();
    }
}
