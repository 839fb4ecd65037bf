package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path of names and indexes, such as {@code $.a['b'][0]}: walked here, because nearly all paths are such and Jayway is
 * slower. Finds what Jayway finds and complains as Jayway does over Java maps and lists, which is what AWS uses.
 */
record Steps(List<Step> steps) implements Selection {
    @Override
    public @Nullable JsonNode find(JsonNode document) {
        JsonNode node = document;
        for (int i = 0; i < steps.size(); i++) {
            node = step(steps.get(i), node);
            if (node == null) return null;
        }
        return node;
    }

    private static @Nullable JsonNode step(Step step, JsonNode node) {
        return switch (step) {
            case Step.Field(String name) -> node instanceof ObjectNode object ? object.get(name) : null;
            case Step.Index(int index) -> node instanceof ArrayNode array ? array.get(index) : null;
        };
    }

    @Override
    public String reason(JsonNode document) {
        StringBuilder path = new StringBuilder("$");
        JsonNode node = document;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            JsonNode next = step(step, node);
            if (next == null) return reason(i, node, path.toString());
            path.append(step);
            node = next;
        }
        return "No results for path: " + path;
    }

    private String reason(int at, JsonNode node, String path) {
        return switch (steps.get(at)) {
            case Step.Field field
            when node instanceof ObjectNode ->
                at == steps.size() - 1 ? noResults() : "Missing property in path " + path + field;
            case Step.Field field ->
                "Expected to find an object with property " + field + " in path " + path + " but found '"
                        + JavaText.className(node) + "'. This is not a json object according to the JsonProvider: '"
                        + JavaText.PROVIDER + "'.";
            case Step.Index _ when node instanceof ArrayNode -> noResults();
            case Step.Index _ when node.isNull() -> "The path " + path + " is null";
            case Step.Index _ ->
                "Filter: " + text(at) + " can only be applied to arrays. Current context is: " + JavaText.of(node);
        };
    }

    private String noResults() {
        return "No results for path: $" + text(0);
    }

    private String text(int from) {
        StringBuilder text = new StringBuilder();
        for (Step step : steps.subList(from, steps.size())) text.append(step);
        return text.toString();
    }

    /** The steps of the text after a root, or null when it is no such simple path. */
    static @Nullable Steps parse(String text) {
        List<Step> steps = new ArrayList<>();
        Reader reader = new Reader(text);
        while (!reader.atEnd()) {
            Step step = reader.step();
            if (step == null) return null;
            steps.add(step);
        }
        return new Steps(List.copyOf(steps));
    }

    private static final class Reader {
        private static final int MOST_DIGITS = 9;

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at >= text.length();
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        @Nullable
        Step step() {
            char c = text.charAt(at++);
            if (c == '.') return name();
            if (c != '[') return null;
            return peek() == '\'' || peek() == '"' ? quoted() : index();
        }

        /** A name after a point: ends at the next point or bracket; a backslash takes the next character as it is. */
        private @Nullable Step name() {
            StringBuilder name = new StringBuilder();
            while (!atEnd() && peek() != '.' && peek() != '[') {
                char c = text.charAt(at++);
                if (c == '\\') {
                    if (atEnd()) return null;
                    c = text.charAt(at++);
                } else if (" ()*]\t\n\r".indexOf(c) >= 0) {
                    return null;
                }
                name.append(c);
            }
            return name.isEmpty() ? null : new Step.Field(name.toString());
        }

        /** A name in quotes. Only the quote itself can be escaped: recorded AWS takes any other backslash literally. */
        private @Nullable Step quoted() {
            char quote = text.charAt(at++);
            StringBuilder name = new StringBuilder();
            while (!atEnd() && peek() != quote) {
                char c = text.charAt(at++);
                if (c == '\\' && peek() == quote) c = text.charAt(at++);
                name.append(c);
            }
            at++;
            return close(new Step.Field(name.toString()));
        }

        private @Nullable Step index() {
            int start = at;
            while (peek() >= '0' && peek() <= '9') at++;
            if (at == start || at - start > MOST_DIGITS) return null;
            return close(new Step.Index(Integer.parseInt(text, start, at, 10)));
        }

        private @Nullable Step close(Step step) {
            if (peek() != ']') return null;
            at++;
            return step;
        }
    }
}
