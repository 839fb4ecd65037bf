package dev.skald.server.triggers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The path of a trigger: fixed segments, {@code {name}} for one of any text, and {@code {name+}} at the end for the rest. */
record PathPattern(String text, List<Segment> segments) {
    /** No path has more segments. */
    private static final int SEGMENTS_MAX = 100;

    /** What a segment of a path must be. */
    sealed interface Segment {
        record Fixed(String text) implements Segment {}

        record Parameter(String name) implements Segment {}

        record Rest(String name) implements Segment {}
    }

    /** Those that say more come first: segment by segment, fixed before {@code {name}} before {@code {name+}}. */
    static final Comparator<PathPattern> MOST_SPECIFIC_FIRST = Comparator.comparing(PathPattern::ranks);

    // A path that ends says more than one that goes on with anything.
    private String ranks() {
        StringBuilder ranks = new StringBuilder();
        for (Segment each : segments) {
            ranks.append(
                    switch (each) {
                        case Segment.Fixed _ -> 'b';
                        case Segment.Parameter _ -> 'c';
                        case Segment.Rest _ -> 'd';
                    });
        }
        return ranks.append('a').toString();
    }

    /** The same for patterns that match the same paths, whatever they call the parameters. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment each : segments) {
            shape.append('/')
                    .append(
                            switch (each) {
                                case Segment.Fixed(String fixed) -> fixed;
                                case Segment.Parameter _ -> "{}";
                                case Segment.Rest _ -> "{+}";
                            });
        }
        return shape.toString();
    }

    /** @throws IllegalArgumentException when it is no path */
    static PathPattern parse(String text) {
        List<Segment> segments = new ArrayList<>();
        List<String> parts = split(text);
        if (parts.size() > SEGMENTS_MAX) throw new IllegalArgumentException("the path " + text + " is too long");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < parts.size(); i++) segments.add(segment(parts.get(i), i == parts.size() - 1, text, names));
        return new PathPattern(text, List.copyOf(segments));
    }

    private static Segment segment(String part, boolean last, String path, Set<String> names) {
        if (!part.startsWith("{") || !part.endsWith("}")) return fixed(part, path);
        boolean rest = part.endsWith("+}");
        String name = part.substring(1, part.length() - (rest ? 2 : 1));
        if (name.isEmpty() || !names.add(name) || rest && !last)
            throw new IllegalArgumentException("the path " + path + " cannot have " + part + " there");
        return rest ? new Segment.Rest(name) : new Segment.Parameter(name);
    }

    private static Segment fixed(String part, String path) {
        if (part.contains("{") || part.contains("}"))
            throw new IllegalArgumentException("the path " + path + " cannot have " + part + " there");
        return new Segment.Fixed(part);
    }

    /** The segments of a path, as sent. Slashes at the beginning do not count. */
    static List<String> split(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    /**
     * The parameters of a path that this pattern matches; empty when it does not match.
     *
     * @param sent the segments, percent-encoded
     * @throws IllegalArgumentException when the percent-encoding is broken
     */
    Optional<Map<String, String>> match(List<String> sent) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            if (i >= sent.size() || !matches(segments.get(i), sent, i, parameters)) return Optional.empty();
            if (segments.get(i) instanceof Segment.Rest) return Optional.of(parameters);
        }
        return sent.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
    }

    private static boolean matches(Segment segment, List<String> sent, int at, Map<String, String> parameters) {
        String decoded = decoded(sent.get(at));
        return switch (segment) {
            case Segment.Fixed(String text) -> text.equals(decoded);
            case Segment.Parameter(String name) -> !decoded.isEmpty() && put(parameters, name, decoded);
            case Segment.Rest(String name) ->
                put(parameters, name, decoded(String.join("/", sent.subList(at, sent.size()))));
        };
    }

    private static boolean put(Map<String, String> parameters, String name, String value) {
        parameters.put(name, value);
        return true;
    }

    /** Without percent-encoding; a plus sign is a plus sign in a path. */
    static String decoded(String text) {
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
