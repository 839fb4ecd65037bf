package dev.skald.server.console;

import dev.skald.server.http.Answer;
import dev.skald.server.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console. They hold nothing that is secret, and are given to everyone; what they show they have to ask for.
 *
 * <p>The names of files below {@code /assets/} change with their content, so a browser keeps them for good. Every address of a
 * page is answered with the one page there is, which then shows what its address says.
 */
public final class ConsoleFiles {
    /** The first segment of each address that the console knows; the empty one is the overview. */
    private static final Set<String> PAGES =
            Set.of("", "overview", "machines", "executions", "desk", "studio", "map-runs");

    private static final String ASSETS = "/assets/";
    private static final String INDEX = "index.html";
    private static final String ICON = "/favicon.svg";
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");

    /** Nothing from elsewhere, nothing inline, nowhere in a frame. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOR_GOOD = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    /** The files that were asked for; there are no more than were built. */
    private final Map<String, BuiltFile> files = new ConcurrentHashMap<>();

    /** A file as it is, and packed. */
    private static final class BuiltFile {
        private final String type;
        private final byte[] plain;
        private final byte[] packed;

        BuiltFile(String type, byte[] plain) throws IOException {
            this.type = type;
            this.plain = plain;
            packed = ConsoleFiles.packed(plain);
        }
    }

    /** The answer, if the console has a file or a page there. */
    public Optional<Answer> at(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) return Optional.empty();
        String path = request.path();
        if (path.startsWith(ASSETS))
            return file(path.substring(ASSETS.length())).map(file -> asset(file, request));
        if (path.equals(ICON)) return read(ICON.substring(1)).map(file -> answer(file, request, ASK_AGAIN));
        return isPage(path) ? read(INDEX).map(file -> answer(file, request, ASK_AGAIN)) : Optional.empty();
    }

    private static boolean isPage(String path) {
        String[] segments = path.split("/", 3);
        return segments.length > 1 && PAGES.contains(segments[1]) && (!segments[1].isEmpty() || path.equals("/"));
    }

    private Optional<BuiltFile> file(String name) {
        return FILE_NAME.matcher(name).matches() ? read("assets/" + name) : Optional.empty();
    }

    private static Answer asset(BuiltFile file, Request request) {
        return answer(file, request, FOR_GOOD);
    }

    private static Answer answer(BuiltFile file, Request request, String caching) {
        boolean packed = takesPacked(request.header("Accept-Encoding"));
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Cache-Control", caching,
                "Content-Security-Policy", POLICY,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Vary", "Accept-Encoding"));
        if (packed) headers.put("Content-Encoding", "gzip");
        return new Answer(200, file.type, headers, packed ? file.packed : file.plain);
    }

    /** Whether gzip is among the encodings, and not with the weight 0. */
    static boolean takesPacked(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) return false;
        for (String encoding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = encoding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equals("gzip")) return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
        }
        return false;
    }

    private Optional<BuiltFile> read(String name) {
        BuiltFile known = files.get(name);
        if (known != null) return Optional.of(known);
        Optional<BuiltFile> found = load(name);
        found.ifPresent(file -> files.put(name, file));
        return found;
    }

    private static Optional<BuiltFile> load(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) return Optional.empty();
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            if (in == null) return Optional.empty();
            return Optional.of(new BuiltFile(type, in.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
