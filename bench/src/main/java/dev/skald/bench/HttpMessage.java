package dev.skald.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * The bytes of one HTTP/1.1 message as they come in: head, and a body whose length the head tells. Just enough of the
 * protocol for a load generator: both ends of it are known.
 */
final class HttpMessage {
    /** The longest message that is read. */
    static final int BYTES_MAX = 1 << 20;

    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final int FIRST_BYTES = 4 * 1024;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int count;
    private int bodyFrom = -1;
    private int end = -1;

    /**
     * Reads what has come.
     *
     * @return whether the message is complete
     * @throws EOFException when the other end has closed
     */
    boolean read(ReadableByteChannel channel) throws IOException {
        if (count == bytes.length) grow();
        int read = channel.read(ByteBuffer.wrap(bytes, count, bytes.length - count));
        if (read < 0) throw new EOFException("the connection was closed");
        count += read;
        if (end < 0) findEnd();
        return end >= 0 && count >= end;
    }

    private void grow() throws ProtocolException {
        if (bytes.length >= BYTES_MAX) throw new ProtocolException("a message of more than " + BYTES_MAX + " bytes");
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }

    private void findEnd() throws ProtocolException {
        int headEnd = headEnd();
        if (headEnd < 0) return;
        bodyFrom = headEnd;
        end = headEnd + contentLength(headEnd);
    }

    private int headEnd() {
        for (int i = 3; i < count; i++)
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') return i + 1;
        return -1;
    }

    private int contentLength(int headEnd) throws ProtocolException {
        for (int i = 1; i < headEnd; i++) if (bytes[i - 1] == '\n' && isContentLength(i)) return number(i);
        throw new ProtocolException("a message without Content-Length");
    }

    private boolean isContentLength(int from) {
        for (int i = 0; i < CONTENT_LENGTH.length; i++)
            if (lowerCase(bytes[from + i]) != CONTENT_LENGTH[i]) return false;
        return true;
    }

    private static int lowerCase(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    private int number(int lineFrom) throws ProtocolException {
        int number = 0;
        for (int i = lineFrom + CONTENT_LENGTH.length; bytes[i] != '\r'; i++) {
            if (bytes[i] == ' ') continue;
            number = number * 10 + (bytes[i] - '0');
            if (number < 0 || number > BYTES_MAX) throw new ProtocolException("a body that is too long");
        }
        return number;
    }

    /** Whether it is a response with status 200. */
    boolean isOk() {
        return bytes[9] == '2' && bytes[10] == '0' && bytes[11] == '0';
    }

    boolean contains(byte[] wanted) {
        for (int i = bodyFrom; i + wanted.length <= end; i++)
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) return true;
        return false;
    }

    /** The body, to read; only until the message is forgotten. */
    ByteBuffer body() {
        return ByteBuffer.wrap(bytes, bodyFrom, end - bodyFrom);
    }

    String text() {
        return new String(bytes, 0, count, UTF_8);
    }

    /** Makes room for the next message, of which some may have come already. */
    void forget() {
        System.arraycopy(bytes, end, bytes, 0, count - end);
        count -= end;
        bodyFrom = -1;
        end = -1;
    }

    static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
