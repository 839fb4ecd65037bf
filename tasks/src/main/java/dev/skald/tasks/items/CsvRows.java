package dev.skald.tasks.items;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of delimited text, by AWS's rules: quotation marks may enclose a field and are doubled to stand for themselves; a
 * backslash makes a backslash, a quotation mark or the delimiter ordinary, and vanishes before anything else. Empty lines
 * are passed over. That is neither RFC 4180 nor what a CSV library offers.
 */
final class CsvRows {
    private static final int CHUNK_CHARS = 1 << 15;
    private static final int END = -1;

    private final Reader in;
    private final char delimiter;
    private final int charsMax;
    private final char[] chunk = new char[CHUNK_CHARS];
    private final StringBuilder field = new StringBuilder();
    private int from;
    private int to;
    private int rowChars;
    private boolean quoted;

    /** @param charsMax the longest row, each field counting one more */
    CsvRows(Reader in, char delimiter, int charsMax) {
        this.in = in;
        this.delimiter = delimiter;
        this.charsMax = charsMax;
    }

    /** The fields of the next row; null after the last one. */
    @Nullable
    List<String> next() throws IOException {
        while (peek() == '\n' || peek() == '\r') from++;
        if (peek() == END) return null;
        List<String> fields = new ArrayList<>();
        rowChars = 0;
        boolean more = true;
        while (more) {
            more = readField();
            fields.add(field.toString());
        }
        return fields;
    }

    /** Reads one field; whether the row has another one. */
    private boolean readField() throws IOException {
        count();
        field.setLength(0);
        quoted = false;
        while (true) {
            int c = take();
            if (c == END) return false;
            if (c == '\\') escape();
            else if (c == '"') quotationMark();
            else if (quoted) append((char) c);
            else if (c == delimiter) return true;
            else if (isLineEnd(c)) return false;
            else append((char) c);
        }
    }

    private boolean isLineEnd(int c) throws IOException {
        if (c == '\r' && peek() == '\n') from++;
        return c == '\n' || c == '\r';
    }

    private void escape() throws IOException {
        int next = peek();
        if (next == '\\' || next == '"' || next == delimiter) append((char) take());
    }

    /** A mark inside a field stands for itself when it is doubled; it begins or ends a quotation at a field's edges only. */
    private void quotationMark() throws IOException {
        boolean inside = quoted || !field.isEmpty();
        if (inside && peek() == '"') append((char) take());
        else if (quoted || field.isEmpty()) quoted = !quoted;
        else append('"');
    }

    private void append(char c) {
        count();
        field.append(c);
    }

    /** Empty fields count too: a row of nothing but delimiters grows as others do. */
    private void count() {
        if (++rowChars > charsMax) throw Oversized.item();
    }

    private int take() throws IOException {
        int next = peek();
        if (next != END) from++;
        return next;
    }

    private int peek() throws IOException {
        if (from == to) fill();
        return from == to ? END : chunk[from];
    }

    private void fill() throws IOException {
        int read = in.read(chunk, 0, chunk.length);
        from = 0;
        to = Math.max(read, 0);
    }
}
