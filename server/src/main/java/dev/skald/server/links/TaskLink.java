package dev.skald.server.links;

import dev.skald.core.TaskToken;
import dev.skald.engine.TaskHandle;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a link says, and its text.
 *
 * <pre>
 * text   = base64url(fields) "." base64url(signature of the fields)
 * fields = version, verb, execution, sequence, expiry in seconds since 1970, token, who (UTF-8; empty when it is open)
 * </pre>
 *
 * @param expiresAt in whole seconds
 * @param token the first bytes of the token's hash: the link is for this very task, also when another store has one of the
 *     same number
 * @param who who the link was made for; null when the person says so on the page
 */
record TaskLink(
        TaskHandle task,
        Verb verb,
        Instant expiresAt,
        long token,
        @Nullable String who) {

    /** What it permits. */
    enum Verb {
        APPROVE,
        REJECT
    }

    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 2 + 4 * Long.BYTES;
    private static final int TEXT_LENGTH_MAX = 2_000;

    static TaskLink of(TaskToken token, Verb verb, Instant expiresAt, @Nullable String who) {
        var task = new TaskHandle(token.executionId(), token.sequence());
        return new TaskLink(task, verb, Instant.ofEpochSecond(expiresAt.getEpochSecond()), hash(token), who);
    }

    /** Whether it is for the task with this token. */
    boolean isFor(TaskToken other) {
        return token == hash(other);
    }

    private static long hash(TaskToken token) {
        try {
            byte[] text = token.text().getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    String text(LinkKey key) {
        byte[] fields = fields();
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString(fields) + "." + base64.encodeToString(key.signature(fields));
    }

    private byte[] fields() {
        byte[] name = who == null ? new byte[0] : who.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + name.length)
                .put(VERSION)
                .put((byte) verb.ordinal())
                .putLong(task.executionId())
                .putLong(task.sequence())
                .putLong(expiresAt.getEpochSecond())
                .putLong(token)
                .put(name)
                .array();
    }

    /** Reads a link; empty when this key did not sign it. */
    static Optional<TaskLink> parse(String text, LinkKey key) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > TEXT_LENGTH_MAX) return Optional.empty();
        try {
            byte[] fields = Base64.getUrlDecoder().decode(text.substring(0, dot));
            byte[] signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
            return MessageDigest.isEqual(signature, key.signature(fields))
                    ? Optional.of(read(fields))
                    : Optional.empty();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    private static TaskLink read(byte[] fields) throws CharacterCodingException {
        if (fields.length < FIXED_BYTES || fields[0] != VERSION || fields[1] >= Verb.values().length)
            throw new IllegalArgumentException("signed, but of another version");
        ByteBuffer in = ByteBuffer.wrap(fields, 2, fields.length - 2);
        var task = new TaskHandle(in.getLong(), in.getLong());
        Instant expiresAt = Instant.ofEpochSecond(in.getLong());
        long token = in.getLong();
        String who = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        return new TaskLink(task, Verb.values()[fields[1]], expiresAt, token, who.isEmpty() ? null : who);
    }
}
