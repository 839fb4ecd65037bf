package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A caller's {@code Idempotency-Key}, as the name of the execution that it stands for. The name begins with the key as far
 * as names may have its characters, for people; a hash of key, trigger and caller follows.
 *
 * @param name of the execution
 * @param fingerprint of the whole request: the same key with another request is a mistake of the caller
 */
record IdempotencyKey(String name, String fingerprint) {
    static final String HEADER = "Idempotency-Key";

    private static final int KEY_LENGTH_MAX = 255;
    private static final int HASH_LENGTH = 32;

    /** Names of executions have at most 80 characters. */
    private static final int READABLE_LENGTH_MAX = 80 - 1 - HASH_LENGTH;

    private static final String TRACE_FIELD = "SkaldRequest=";

    /** @throws GatewayFailure 400 when the key is empty, too long, or not printable ASCII */
    static Optional<IdempotencyKey> of(TriggerCall call) {
        String key = call.request().header(HEADER);
        if (key == null) return Optional.empty();
        if (key.isEmpty() || key.length() > KEY_LENGTH_MAX || !key.chars().allMatch(c -> c >= ' ' && c < 0x7F))
            throw GatewayFailure.badRequest(
                    "An " + HEADER + " has 1 to " + KEY_LENGTH_MAX + " printable ASCII characters.");
        String readable = key.replaceAll("[^A-Za-z0-9._=+-]+", "-");
        String start = readable.substring(0, Math.min(readable.length(), READABLE_LENGTH_MAX));
        return Optional.of(new IdempotencyKey(start + "-" + hash(scope(call), key.getBytes(UTF_8)), fingerprint(call)));
    }

    // Two clients with keys of their own may choose the same text.
    private static byte[] scope(TriggerCall call) {
        ApiKey caller = call.key();
        String of = caller == null ? "" : caller.name();
        return (call.trigger().method() + " " + call.trigger().path() + "\n" + of + "\n").getBytes(UTF_8);
    }

    private static String fingerprint(TriggerCall call) {
        String head = call.request().method() + " " + call.request().path() + "?"
                + call.query().text() + "\n";
        return hash(head.getBytes(UTF_8), call.body());
    }

    private static String hash(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) sha256.update(part);
            return HexFormat.of().formatHex(sha256.digest()).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /**
     * The trace header to start with. It is the one thing that the store keeps of a start beside the input, and its format
     * allows further fields: so the fingerprint is durable with the start itself.
     *
     * @param given the caller's own, see {@link TriggerCall#traceHeader}; left out when there is no room for both
     */
    String traceHeader(@Nullable String given) {
        String field = TRACE_FIELD + fingerprint;
        boolean room = given != null && given.length() + 1 + field.length() <= TriggerCall.TRACE_LENGTH_MAX;
        return room ? given + ";" + field : field;
    }

    /** Whether an execution with this trace header was started by the same request. */
    boolean started(@Nullable String traceHeader) {
        return traceHeader != null && traceHeader.endsWith(TRACE_FIELD + fingerprint);
    }
}
