package dev.skald.asl.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a definition says of its states and the ways between them, without measures. Reads it as it is written: what is missing or of the wrong
 * kind is left out.
 */
record Outline(@Nullable String startAt, List<Step> steps) {
    /** A picture of more states would not be looked at; AWS's definitions of 1 MB have fewer. */
    static final int STATES_MAX = 10_000;

    private static final int LABEL_MAX = 80;

    /**
     * A state.
     *
     * @param blocks the branches of a Parallel, the processor of a Map
     * @param undo what undoes it: the name of the compensation; null when nothing does
     * @param ends whether the block, or the execution, ends with it
     */
    record Step(
            String name,
            String type,
            String detail,
            List<Outline> blocks,
            List<Link> links,
            @Nullable String undo,
            boolean ends) {}

    /** A way to another state of the same block. */
    record Link(String to, Graph.Way way, List<String> labels) {}

    static Outline of(ObjectNode definition) {
        return block(definition, new int[1]);
    }

    private static Outline block(JsonNode block, int[] count) {
        List<Step> steps = new ArrayList<>();
        for (Map.Entry<String, JsonNode> state : block.path("States").properties())
            if (state.getValue() instanceof ObjectNode node && count[0]++ < STATES_MAX)
                steps.add(step(state.getKey(), node, count));
        return new Outline(text(block, "StartAt"), steps);
    }

    private static Step step(String name, ObjectNode state, int[] count) {
        String type = state.path("Type").asString("");
        List<Outline> blocks = new ArrayList<>();
        for (JsonNode branch : state.path("Branches")) blocks.add(block(branch, count));
        for (String processor : List.of("ItemProcessor", "Iterator"))
            if (state.has(processor)) blocks.add(block(state.path(processor), count));
        boolean ends = state.path("End").asBoolean(false) || type.equals("Succeed") || type.equals("Fail");
        String undo = state.path("Compensate").isObject() ? "Compensate " + name : null;
        return new Step(name, type, detail(type, state), blocks, links(state), undo, ends);
    }

    private static List<Link> links(ObjectNode state) {
        Map<String, Link> links = new LinkedHashMap<>();
        add(links, text(state, "Next"), Graph.Way.NEXT, null);
        for (JsonNode rule : state.path("Choices")) add(links, text(rule, "Next"), Graph.Way.CHOICE, condition(rule));
        add(links, text(state, "Default"), Graph.Way.CHOICE, "otherwise");
        for (JsonNode catcher : state.path("Catch"))
            add(links, text(catcher, "Next"), Graph.Way.CATCH, words(catcher.path("ErrorEquals")));
        return List.copyOf(links.values());
    }

    private static void add(Map<String, Link> links, @Nullable String to, Graph.Way way, @Nullable String label) {
        if (to == null) return;
        List<String> labels = label == null ? List.of() : List.of(label);
        links.merge(way + " " + to, new Link(to, way, labels), (known, more) -> {
            List<String> all = new ArrayList<>(known.labels());
            all.addAll(more.labels());
            return new Link(to, way, all);
        });
    }

    /** A rule of a Choice in one line. */
    private static String condition(JsonNode rule) {
        if (rule.has("Condition")) return cut(rule.path("Condition").asString(""));
        StringBuilder words = new StringBuilder();
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
            if (List.of("Next", "Assign", "Output", "Comment", "Variable").contains(field.getKey())) continue;
            if (!words.isEmpty()) words.append(", ");
            words.append(field.getKey()).append(' ').append(field.getValue());
        }
        String variable = text(rule, "Variable");
        return cut(variable == null ? words.toString() : variable + " " + words);
    }

    private static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        for (JsonNode each : list) words.add(each.asString(""));
        return cut(String.join(", ", words));
    }

    private static String detail(String type, ObjectNode state) {
        return switch (type) {
            case "Task" -> resource(state);
            case "Wait" -> waits(state);
            case "Fail" -> state.path("Error").asString("");
            case "Map" ->
                state.path("ItemProcessor")
                                .path("ProcessorConfig")
                                .path("Mode")
                                .asString("")
                                .equals("DISTRIBUTED")
                        ? "distributed"
                        : "";
            default -> "";
        };
    }

    /** What a Task calls: a function's name, or the service and the action. */
    private static String resource(ObjectNode state) {
        String resource = state.path("Resource").asString("");
        for (String field : List.of("Parameters", "Arguments")) {
            String function = state.path(field).path("FunctionName").asString("");
            if (resource.contains(":::lambda:invoke") && !function.isEmpty()) return last(function);
        }
        int service = resource.indexOf(":::");
        return cut(service >= 0 ? resource.substring(service + 3) : last(resource));
    }

    private static String last(String arn) {
        String[] parts = arn.split(":", -1);
        return parts.length > 6 ? cut(parts[6]) : cut(arn);
    }

    private static String waits(ObjectNode state) {
        if (state.has("Seconds")) return cut(state.path("Seconds").asString("") + " s");
        if (state.has("Timestamp"))
            return cut("until " + state.path("Timestamp").asString(""));
        return "";
    }

    private static String cut(String text) {
        return text.length() <= LABEL_MAX ? text : text.substring(0, LABEL_MAX - 1) + "…";
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isString() && !value.stringValue().isEmpty() ? value.stringValue() : null;
    }
}
