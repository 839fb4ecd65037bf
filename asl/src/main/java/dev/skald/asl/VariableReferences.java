package dev.skald.asl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which states read which variables, as AWS shows it in {@code variableReferences}: by name of the state, those of
 * branches and processors included; a state that reads none is not listed. Section 1.9.
 *
 * <p>Works on the tree of a definition, not on the compiled machine, because only the description of a machine asks.
 */
final class VariableReferences {
    private static final String SUFFIX = ".$";

    /** Blocks of other states. */
    private static final Set<String> NESTED = Set.of("Branches", "ItemProcessor", "Iterator");

    /** What a JSONPath state never evaluates. */
    private static final Set<String> LITERAL = Set.of("Result", "ResultPath");

    private static final Set<String> TEMPLATES =
            Set.of("Parameters", "ResultSelector", "ItemSelector", "Assign", "Credentials", "BatchInput");

    private final SortedMap<String, SortedSet<String>> references = new TreeMap<>();

    private VariableReferences() {}

    static SortedMap<String, SortedSet<String>> of(ObjectNode definition) {
        var found = new VariableReferences();
        found.block(definition, false);
        return found.references;
    }

    /** Those that one object of a state reads. */
    static SortedSet<String> of(ObjectNode fields, boolean jsonata) {
        SortedSet<String> names = new TreeSet<>();
        if (jsonata) expressions(fields, names);
        else fields(fields, names);
        return names;
    }

    /** @param jsonata whether JSONata is the language of the blocks around it */
    private void block(JsonNode block, boolean jsonata) {
        boolean language = isJsonata(block, jsonata);
        for (Map.Entry<String, JsonNode> state : block.path("States").properties())
            state(state.getKey(), state.getValue(), language);
    }

    private static boolean isJsonata(JsonNode fields, boolean otherwise) {
        JsonNode language = fields.path("QueryLanguage");
        return language.isString() ? language.stringValue().equals("JSONata") : otherwise;
    }

    private void state(String name, JsonNode state, boolean jsonata) {
        SortedSet<String> names = new TreeSet<>();
        if (isJsonata(state, jsonata)) expressions(state, names);
        else fields(state, names);
        if (!names.isEmpty()) references.put(name, names);
        for (JsonNode branch : state.path("Branches")) block(branch, jsonata);
        block(state.path("ItemProcessor"), jsonata);
        block(state.path("Iterator"), jsonata);
    }

    /** The JSONata expressions in a state, which may stand in any of its values. */
    private static void expressions(JsonNode node, Set<String> names) {
        if (node.isString()) JsonataVariables.collect(node.stringValue(), names);
        for (Map.Entry<String, JsonNode> field : node.properties())
            if (!NESTED.contains(field.getKey())) expressions(field.getValue(), names);
        if (node.isArray()) node.forEach(element -> expressions(element, names));
    }

    /** The fields of a JSONPath state, or of an object in it that is no template. */
    private static void fields(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : node.properties()) field(field.getKey(), field.getValue(), names);
        if (node.isArray()) node.forEach(element -> fields(element, names));
    }

    private static void field(String name, JsonNode value, Set<String> names) {
        if (NESTED.contains(name) || LITERAL.contains(name)) return;
        if (TEMPLATES.contains(name)) template(value, names);
        else if (value.isContainer()) fields(value, names);
        else if (name.endsWith("Path") || name.equals("Variable")) expression(value, names);
    }

    private static void template(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().endsWith(SUFFIX)) expression(field.getValue(), names);
            else template(field.getValue(), names);
        }
        if (node.isArray()) node.forEach(element -> template(element, names));
    }

    private static void expression(JsonNode value, Set<String> names) {
        if (!value.isString()) return;
        Intrinsic intrinsic = IntrinsicParser.parse(value.stringValue());
        if (intrinsic != null) intrinsic(intrinsic.arguments(), names);
        else path(value.stringValue(), names);
    }

    private static void intrinsic(List<Intrinsic.Argument> arguments, Set<String> names) {
        for (Intrinsic.Argument argument : arguments) {
            switch (argument) {
                case Intrinsic.Argument.Literal _ -> {}
                case Intrinsic.Argument.Call(Intrinsic call) -> intrinsic(call.arguments(), names);
                case Intrinsic.Argument.Query(Path path) -> root(path, names);
            }
        }
    }

    private static void path(String text, Set<String> names) {
        try {
            root(Path.parse(text), names);
        } catch (InvalidPath _) {
            // A definition that does not validate: what is no path reads no variable.
        }
    }

    private static void root(Path path, Set<String> names) {
        switch (path.root()) {
            case Path.Root.Variable(var name) -> names.add(name);
            case Path.Root.Document _, Path.Root.Context _ -> {}
        }
    }
}
