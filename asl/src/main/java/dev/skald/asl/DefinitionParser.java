package dev.skald.asl;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** From the text of a definition to a machine or its problems. */
final class DefinitionParser {
    /** How much of the text Jackson 2 shows in a location. */
    private static final int SHOWN_CHARS = 500;

    private DefinitionParser() {}

    /** A text whose first visible character is a brace is JSON, any other is YAML. */
    static Asl.Parsed parse(String text, MachineType type) {
        Problems problems = new Problems();
        JsonNode tree = isJson(text) ? json(text, problems) : yaml(text, problems);
        return parse(tree, type, problems);
    }

    static Asl.Parsed parseJson(String text, MachineType type) {
        Problems problems = new Problems();
        return parse(text.isBlank() ? Json.nullNode() : json(text, problems), type, problems);
    }

    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    private static Asl.Parsed parse(@Nullable JsonNode tree, MachineType type, Problems problems) {
        StateMachine machine = null;
        if (tree instanceof ObjectNode definition) {
            machine = new MachineParser(type, problems).parse(definition);
        } else if (tree != null) {
            problems.errorAt(Problems.SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", null);
        }
        return machine == null
                ? new Asl.Parsed.Invalid(problems.all())
                : new Asl.Parsed.Valid(machine, problems.warnings());
    }

    static @Nullable JsonNode json(String text, Problems problems) {
        try {
            return Json.parse(text);
        } catch (MalformedJson e) {
            String where = location(text);
            String message = where == null ? e.message() : e.message() + "\n at " + where;
            problems.errorAt(Problems.INVALID_JSON_DESCRIPTION, message, where);
            return null;
        }
    }

    /** As Jackson 2 writes it. */
    private static @Nullable String location(String text) {
        Json.Position position = Json.errorPosition(text);
        if (position == null) return null;
        int more = text.length() - SHOWN_CHARS;
        String shown = more <= 0
                ? "\"" + text + "\""
                : "\"" + text.substring(0, SHOWN_CHARS) + "\"[truncated " + more + " chars]";
        return "[Source: (String)" + shown + "; line: " + position.line() + ", column: " + position.column() + "]";
    }

    private static @Nullable JsonNode yaml(String text, Problems problems) {
        try {
            JsonNode tree = Yaml.MAPPER.readTree(text);
            // Through JSON, so that numbers and nesting obey the same limits as everywhere.
            return tree.isMissingNode() ? Json.nullNode() : Json.parse(Json.write(tree));
        } catch (JacksonException e) {
            problems.errorAt(Problems.INVALID_JSON_DESCRIPTION, "Invalid YAML: " + e.getOriginalMessage(), null);
        } catch (MalformedJson e) {
            problems.errorAt(Problems.INVALID_JSON_DESCRIPTION, "Invalid YAML: " + e.message(), null);
        } catch (RuntimeException e) {
            problems.errorAt(Problems.INVALID_JSON_DESCRIPTION, "Invalid YAML: " + e.getMessage(), null);
        }
        return null;
    }

    /** The definition without the fields that only Skald knows; the same text when it has none, or is no object. */
    static String withoutSkaldFields(String text) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        if (!(tree instanceof ObjectNode definition)) return text;
        ObjectNode plain = SkaldFields.stripped(definition);
        if (isJson(text) && plain.equals(definition)) return text;
        return Json.write(plain);
    }

    static List<Finding> lint(String text, MachineType type) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        if (!(tree instanceof ObjectNode definition)) return List.of();
        return Lint.of(definition, new MachineParser(type, new Problems()).parse(definition));
    }

    static Map<String, TaskRole> taskRoles(String text, MachineType type) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        if (!(tree instanceof ObjectNode definition)) return Map.of();
        StateMachine machine = new MachineParser(type, new Problems()).parse(definition);
        return machine == null ? Map.of() : TaskRoles.of(new Flow(machine, LintedState.all(definition)));
    }

    /** The tree of a definition that is known to be valid. */
    static ObjectNode definition(String text) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        if (tree instanceof ObjectNode definition) return definition;
        throw new IllegalArgumentException("no definition");
    }

    static Optional<ObjectNode> tree(String text) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        return tree instanceof ObjectNode definition ? Optional.of(definition) : Optional.empty();
    }

    static SortedMap<String, SortedSet<String>> variableReferences(String text) {
        JsonNode tree = isJson(text) ? json(text, new Problems()) : yaml(text, new Problems());
        return tree instanceof ObjectNode definition ? VariableReferences.of(definition) : Collections.emptySortedMap();
    }

    /** Loaded only when there is YAML to read. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = YAMLMapper.builder().build();
    }
}
