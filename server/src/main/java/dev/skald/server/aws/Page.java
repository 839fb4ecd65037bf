package dev.skald.server.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.engine.ServiceException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list begins and how long it is.
 *
 * @param after where the page before ended; null for the first
 * @param size how many items at most
 */
record Page(@Nullable String after, int size) {
    private static final int SIZE_DEFAULT = 100;
    private static final char SEPARATOR = '\n';

    /**
     * Reads {@code maxResults} and {@code nextToken}.
     *
     * @param list what is listed: a token of one list is none of another
     * @throws ServiceException InvalidToken
     */
    static Page of(Parameters in, String list) {
        int asked = in.number("maxResults", 0);
        String token = in.text("nextToken");
        return new Page(token == null ? null : position(token, list), asked == 0 ? SIZE_DEFAULT : asked);
    }

    /** The items of this page, of a list that was read one further to see whether another page follows. */
    <T> List<T> cut(List<T> items) {
        return items.size() > size ? items.subList(0, size) : items;
    }

    /** The token for the page after an item. Opaque to clients; its checksum tells it from junk. */
    static String token(String list, String after) {
        byte[] content = (list + SEPARATOR + after).getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + content.length);
        bytes.putInt(checksum(content)).put(content);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    private static String position(String token, String list) {
        String content = content(token);
        int separator = content.lastIndexOf(SEPARATOR);
        if (separator < 0 || !content.substring(0, separator).equals(list)) throw invalid();
        return content.substring(separator + 1);
    }

    private static String content(String token) {
        byte[] bytes = decoded(token);
        if (bytes.length < Integer.BYTES) throw invalid();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int checksum = buffer.getInt();
        byte[] content = new byte[buffer.remaining()];
        buffer.get(content);
        if (checksum(content) != checksum) throw invalid();
        return new String(content, UTF_8);
    }

    private static byte[] decoded(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException junk) {
            throw invalid();
        }
    }

    private static int checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return (int) crc.getValue();
    }

    private static ServiceException invalid() {
        return new ServiceException("InvalidToken", "Invalid Token: 'Invalid token'");
    }
}
