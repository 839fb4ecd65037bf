package dev.skald.asl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles payload templates and records what is wrong with them. */
final class TemplateParser {
    private static final String SUFFIX = ".$";

    private final Problems problems;

    TemplateParser(Problems problems) {
        this.problems = problems;
    }

    /** @param location where the template is */
    Template parse(JsonNode node, Location location) {
        return switch (node) {
            case ObjectNode object -> members(object, location);
            case ArrayNode array -> elements(array, location);
            default -> new Template.Constant(node);
        };
    }

    private Template members(ObjectNode object, Location location) {
        List<Template.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean constant = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Template.Member member = member(entry.getKey(), entry.getValue(), location);
            if (!names.add(member.name())) {
                problems.schema("The field '" + member.name() + "' is defined more than once", location);
            }
            members.add(member);
            constant &= member.value() instanceof Template.Constant
                    && !entry.getKey().endsWith(SUFFIX);
        }
        return constant ? new Template.Constant(object) : new Template.Members(List.copyOf(members));
    }

    private Template.Member member(String key, JsonNode value, Location location) {
        if (!key.endsWith(SUFFIX)) {
            if (looksDynamic(value)) {
                String warning = "No .$ on a field that appears to be a JSONPath or Intrinsic Function";
                problems.warning(Problems.NO_DOLLAR, warning, location.field(key));
            }
            return new Template.Member(key, parse(value, location.field(key)));
        }
        String name = key.substring(0, key.length() - SUFFIX.length());
        return new Template.Member(name, dynamic(key, value, location));
    }

    private static boolean looksDynamic(JsonNode value) {
        if (!value.isString()) return false;
        String text = value.stringValue();
        return text.startsWith("$.") || text.startsWith("$$.") || IntrinsicParser.parse(text) != null;
    }

    private Template dynamic(String key, JsonNode value, Location location) {
        if (value.isString()) {
            String text = value.stringValue();
            Intrinsic intrinsic = IntrinsicParser.parse(text);
            if (intrinsic != null) return new Template.Call(intrinsic);
            try {
                return new Template.Query(key, Path.parse(text));
            } catch (InvalidPath _) {
                // Said below.
            }
        }
        problems.schema(
                "The value for the field '" + key + "' must be a valid JSONPath or a valid intrinsic function call",
                location);
        return new Template.Constant(value);
    }

    private Template elements(ArrayNode array, Location location) {
        List<Template> elements = new ArrayList<>();
        boolean constant = true;
        for (int i = 0; i < array.size(); i++) {
            Template element = parse(array.get(i), location.element(i));
            elements.add(element);
            constant &= element instanceof Template.Constant;
        }
        return constant ? new Template.Constant(array) : new Template.Elements(List.copyOf(elements));
    }
}
