package dev.skald.core;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The token by which a callback names its task: the execution, the task's event, and 128 random bits that nobody can
 * guess. Its text is well below the 2,048 characters that AWS allows.
 *
 * @param executionId {@link Identity#id()}
 * @param sequence the sequence of the task's scheduling event
 * @param secret 32 hex digits
 */
public record TaskToken(long executionId, long sequence, String secret) {
    private static final int BYTES = 32;

    /** The text that travels. */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(executionId)
                .putLong(sequence)
                .put(HexFormat.of().parseHex(secret));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Reads a token's text; empty when it is none of ours. */
    public static Optional<TaskToken> parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES) return Optional.empty();
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            long executionId = buffer.getLong();
            long sequence = buffer.getLong();
            return Optional.of(
                    new TaskToken(executionId, sequence, HexFormat.of().formatHex(bytes, 16, BYTES)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
