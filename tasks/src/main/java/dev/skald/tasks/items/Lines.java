package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of UTF-8 text, each of bounded length. A line ends with LF or CR LF; the last one need not. A byte order mark is no part
 * of the first one.
 */
final class Lines {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int CHUNK_BYTES = 1 << 16;

    private final InputStream in;
    private final int bytesMax;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private boolean ended;
    private long number;

    Lines(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /** The next line without its end; null after the last one. */
    @Nullable
    String next() throws IOException {
        int end = findEnd();
        if (end < 0) return null;
        number++;
        String line = decode(from, beforeReturn(end));
        if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) line = line.substring(1);
        from = Math.min(end + 1, to);
        return line;
    }

    /** Which line was the last, from one. */
    long number() {
        return number;
    }

    /** Where the line that begins at {@code from} ends; -1 when there is none. */
    private int findEnd() throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) if (chunk[at] == '\n') return at;
            if (ended) return from == to ? -1 : to;
            if (to - from > bytesMax) throw Oversized.item();
            at -= from;
            fill();
            at += from;
        }
    }

    /** Reads on, behind what is left of the line, which comes to the front. */
    private void fill() throws IOException {
        int left = to - from;
        byte[] target = left > chunk.length / 2 ? new byte[chunk.length * 2] : chunk;
        System.arraycopy(chunk, from, target, 0, left);
        chunk = target;
        from = 0;
        to = left;
        int read = in.read(chunk, to, chunk.length - to);
        if (read < 0) ended = true;
        else to += read;
    }

    private int beforeReturn(int end) {
        return end > from && chunk[end - 1] == '\r' ? end - 1 : end;
    }

    private String decode(int start, int end) {
        if (end - start > bytesMax) throw Oversized.item();
        try {
            return decoder.decode(ByteBuffer.wrap(chunk, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            throw ItemReaderException.failed("Line " + number + " is not valid UTF-8.");
        }
    }
}
