package dev.skald.server.insight;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Puts the name of an error into a definition's {@code KnownErrors}, and leaves the rest of its text as people wrote it,
 * comments and order included. What comes out is parsed: when it does not say what was meant, nothing comes out.
 */
public final class KnownErrorEdit {
    private static final String FIELD = "KnownErrors";
    private static final Pattern YAML_FIELD = Pattern.compile("(?m)^KnownErrors:(?<rest>.*)$");
    private static final Pattern YAML_FLOW = Pattern.compile("\\s*\\[(?<items>[^\\]\\n]*)\\](?<end>\\s*(#.*)?)");
    private static final Pattern YAML_BLOCK = Pattern.compile("\\G\\R(?<indent>[ ]*)- .*");
    private static final Pattern YAML_STATES = Pattern.compile("(?m)^States:");

    private KnownErrorEdit() {}

    /** The definition with the error among the known ones; empty when it is not valid, or cannot be edited with care. */
    public static Optional<String> add(String definition, MachineType type, String error) {
        if (!(Asl.parse(definition, type) instanceof Asl.Parsed.Valid)) return Optional.empty();
        boolean json = definition.stripLeading().startsWith("{");
        Optional<String> edited = json ? inJson(definition, error) : inYaml(definition, error);
        return edited.filter(text -> isMeant(definition, text, type, error));
    }

    /** The known errors of a definition; none when it is not valid. */
    public static Set<String> known(String definition, MachineType type) {
        return Asl.parse(definition, type) instanceof Asl.Parsed.Valid valid
                ? Set.copyOf(valid.machine().knownErrors())
                : Set.of();
    }

    private static boolean isMeant(String before, String after, MachineType type, String error) {
        Set<String> expected = new HashSet<>(known(before, type));
        return expected.add(error) && known(after, type).equals(expected);
    }

    private static String quoted(String error) {
        return JsonNodeFactory.instance.stringNode(error).toString();
    }

    // JSON

    private static Optional<String> inJson(String text, String error) {
        int end = endOfArray(text);
        if (end >= 0) return Optional.of(appended(text, end, error));
        int brace = text.indexOf('{');
        String indent = indentOfFirstMember(text, brace);
        return Optional.of(text.substring(0, brace + 1) + indent + "\"" + FIELD + "\": [" + quoted(error) + "],"
                + text.substring(brace + 1));
    }

    /** Where the bracket is that ends the array; -1 when there is none at the top. */
    private static int endOfArray(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(FIELD);
                parser.nextToken();
                parser.skipChildren();
                if (found && parser.currentToken() == JsonToken.END_ARRAY)
                    return (int) parser.currentTokenLocation().getCharOffset();
            }
            return -1;
        }
    }

    private static String appended(String text, int end, String error) {
        int last = end;
        while (Character.isWhitespace(text.charAt(last - 1))) last--;
        boolean empty = text.charAt(last - 1) == '[';
        return text.substring(0, last) + (empty ? "" : ", ") + quoted(error) + text.substring(last);
    }

    private static String indentOfFirstMember(String text, int brace) {
        int at = brace + 1;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return text.substring(brace + 1, at);
    }

    // YAML

    private static Optional<String> inYaml(String text, String error) {
        Matcher field = YAML_FIELD.matcher(text);
        if (field.find()) return inYamlList(text, field, error);
        Matcher states = YAML_STATES.matcher(text);
        if (!states.find()) return Optional.empty();
        return Optional.of(text.substring(0, states.start()) + FIELD + ": [" + quoted(error) + "]\n"
                + text.substring(states.start()));
    }

    private static Optional<String> inYamlList(String text, Matcher field, String error) {
        Matcher flow = YAML_FLOW.matcher(field.group("rest"));
        if (flow.matches()) {
            String items = flow.group("items").strip();
            String list = " [" + (items.isEmpty() ? "" : items + ", ") + quoted(error) + "]" + flow.group("end");
            return Optional.of(text.substring(0, field.start("rest")) + list + text.substring(field.end()));
        }
        Matcher item = YAML_BLOCK.matcher(text);
        item.region(field.end(), text.length());
        if (!field.group("rest").isBlank() || !item.find()) return Optional.empty();
        String indent = item.group("indent");
        int end = item.end();
        while (item.find()) end = item.end();
        return Optional.of(text.substring(0, end) + "\n" + indent + "- " + quoted(error) + text.substring(end));
    }
}
