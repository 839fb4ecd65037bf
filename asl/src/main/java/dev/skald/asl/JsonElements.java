package dev.skald.asl;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;

/**
 * The elements of one array, or the members of one object, in a stream of JSON of any length: one at a time is in memory.
 *
 * <p>The array or object is the whole document, or what a JSON Pointer (RFC 6901) leads to; what follows it is not read.
 * The stream is the caller's to close.
 */
public final class JsonElements {
    private final Window window;
    private final JsonParser parser;
    private final int elementBytesMax;
    private final boolean whole;
    private JsonToken kind = JsonToken.VALUE_NULL;
    private boolean ended;

    /** One element; the name is null in an array. */
    public record Element(@Nullable String name, JsonNode value) {}

    /** An element is larger than it may be, or the pointer leads too far into the stream. */
    public static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super(null, null, false, false);
        }
    }

    private JsonElements(InputStream json, String pointer, int elementBytesMax) {
        this.window = new Window(json);
        this.parser = Json.parser(window);
        this.elementBytesMax = elementBytesMax;
        this.whole = pointer.isEmpty();
    }

    /**
     * Reads up to the array or object.
     *
     * @param pointer leads there; empty for the whole document
     * @param elementBytesMax the largest element
     * @param leadBytesMax how far into the stream the pointer may lead
     * @throws TooLong if it leads further
     * @throws MalformedJson if what comes before is no JSON
     */
    public static JsonElements open(InputStream json, String pointer, int elementBytesMax, long leadBytesMax)
            throws IOException, MalformedJson {
        var elements = new JsonElements(json, pointer, elementBytesMax);
        elements.window.end = leadBytesMax;
        elements.kind = reading(() -> elements.locate(pointer));
        return elements;
    }

    /** Whether there is an array. */
    public boolean isArray() {
        return kind == JsonToken.START_ARRAY;
    }

    /** Whether there is an object. */
    public boolean isObject() {
        return kind == JsonToken.START_OBJECT;
    }

    /**
     * The next element; null after the last one.
     *
     * @throws TooLong if it is larger than it may be
     * @throws MalformedJson if it is no JSON, or the document goes on after its end
     */
    public @Nullable Element next() throws IOException, MalformedJson {
        if (ended || !isArray() && !isObject()) return null;
        window.end = offset() + elementBytesMax;
        return reading(this::read);
    }

    private @Nullable Element read() {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) return end();
        String name = null;
        if (isObject()) {
            name = parser.currentName();
            parser.nextToken();
        }
        Element element = new Element(name, Json.value(parser));
        if (offset() > window.end) throw new TooLong();
        return element;
    }

    private @Nullable Element end() {
        ended = true;
        if (whole) parser.nextToken();
        return null;
    }

    private long offset() {
        return parser.currentLocation().getByteOffset();
    }

    private JsonToken locate(String pointer) {
        JsonToken token = parser.nextToken();
        if (!whole) for (String step : pointer.substring(1).split("/", -1)) token = enter(token, unescape(step));
        return token == null ? JsonToken.VALUE_NULL : token;
    }

    private static String unescape(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    /** The token where the step leads; that of null when it leads nowhere. */
    private JsonToken enter(@Nullable JsonToken at, String step) {
        if (at == JsonToken.START_OBJECT) return member(step);
        if (at == JsonToken.START_ARRAY) return element(step);
        return JsonToken.VALUE_NULL;
    }

    private JsonToken member(String name) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean found = name.equals(parser.currentName());
            JsonToken value = parser.nextToken();
            if (found) return value;
            parser.skipChildren();
        }
        return JsonToken.VALUE_NULL;
    }

    private JsonToken element(String index) {
        if (!index.matches("0|[1-9][0-9]{0,8}")) return JsonToken.VALUE_NULL;
        for (int left = Integer.parseInt(index); ; left--) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.END_ARRAY) return JsonToken.VALUE_NULL;
            if (left == 0) return value;
            parser.skipChildren();
        }
    }

    private interface Reading<T extends @Nullable Object> {
        T read();
    }

    private static <T extends @Nullable Object> T reading(Reading<T> reading) throws IOException, MalformedJson {
        try {
            return reading.read();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new MalformedJson(JacksonText.of(e));
        } catch (Json.NumberOutOfRange e) {
            throw new MalformedJson(String.valueOf(e.getMessage()));
        }
    }

    /** Ends the stream for a parser that would read on for too long. Jackson reads ahead by a buffer, so that much is let through. */
    private static final class Window extends InputStream {
        private static final int AHEAD = 1 << 16;

        private final InputStream in;
        private long read;
        private long end;

        Window(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (read > end + AHEAD) throw new TooLong();
            int next = in.read();
            if (next >= 0) read++;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (read > end + AHEAD) throw new TooLong();
            int count = in.read(into, from, length);
            if (count > 0) read += count;
            return count;
        }
    }
}
