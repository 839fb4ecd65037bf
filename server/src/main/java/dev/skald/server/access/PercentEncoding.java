package dev.skald.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms of a path and of a query that SigV4 signs. */
final class PercentEncoding {
    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** The path as sent, encoded once more, as every service but S3 has it. */
    static String path(String sent) {
        return encoded(sent.isEmpty() ? "/" : sent, "/");
    }

    /** The parameters as sent, each as name, equals sign and value, sorted. */
    static String query(@Nullable String sent) {
        if (sent == null || sent.isEmpty()) return "";
        List<String> pairs = new ArrayList<>();
        for (String pair : sent.split("&", -1)) pairs.add(pair.contains("=") ? pair : pair + "=");
        pairs.sort(Comparator.comparing(PercentEncoding::name).thenComparing(Comparator.naturalOrder()));
        return String.join("&", pairs);
    }

    private static String name(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    private static String encoded(String text, String kept) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            if (plain(c) || kept.indexOf(c) >= 0) out.append(c);
            else out.append('%').append(HEX.toHexDigits(b));
        }
        return out.toString();
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }
}
