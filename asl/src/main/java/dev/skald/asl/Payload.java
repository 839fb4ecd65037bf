package dev.skald.asl;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One immutable JSON value that travels through an execution: its text, its tree, or both.
 *
 * <p>Text that was received is kept as received (AWS passes it on unchanged); the other form is made when it is first
 * asked for. The tree must not be changed by anyone: it is shared.
 */
public final class Payload {
    /** The empty object, {@code {}}. */
    public static final Payload EMPTY_OBJECT = new Payload("{}", null);

    /** JSON {@code null}. */
    public static final Payload NULL = new Payload("null", null);

    private volatile @Nullable String text;
    private volatile @Nullable JsonNode node;
    private int utf8Length = -1;

    private Payload(@Nullable String text, @Nullable JsonNode node) {
        this.text = text;
        this.node = node;
    }

    /**
     * A payload from text that someone sent.
     *
     * @throws MalformedJson if the text is not exactly one JSON value, or is nested too deeply
     */
    public static Payload parse(String text) throws MalformedJson {
        return new Payload(text, Json.parse(text));
    }

    /** A payload from text known to be JSON because Skald wrote it or has parsed it before. */
    public static Payload ofText(String text) {
        return new Payload(text, null);
    }

    /** A payload from a tree. */
    public static Payload of(JsonNode node) {
        return new Payload(null, node);
    }

    /** The JSON text, as received or else compact. */
    public String text() {
        String known = text;
        if (known == null) {
            known = Json.write(node());
            text = known;
        }
        return known;
    }

    /** The tree. Not to be changed. */
    public JsonNode node() {
        JsonNode known = node;
        if (known == null) {
            known = Json.parseTrusted(text());
            node = known;
        }
        return known;
    }

    /** The size that AWS limits: bytes of the text in UTF-8. */
    public int utf8Length() {
        if (utf8Length < 0) utf8Length = utf8Length(text());
        return utf8Length;
    }

    private static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) return text.getBytes(StandardCharsets.UTF_8).length;
            bytes++;
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
