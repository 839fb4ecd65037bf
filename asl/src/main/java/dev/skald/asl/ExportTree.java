package dev.skald.asl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Walks over the states of a definition as it is written. */
final class ExportTree {
    private ExportTree() {}

    /** Each state of a machine, branch or processor, those within states included. */
    static void eachState(JsonNode block, BiConsumer<String, ObjectNode> visit) {
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties()) {
            if (!(entry.getValue() instanceof ObjectNode state)) continue;
            visit.accept(entry.getKey(), state);
            eachBlock(state, inner -> eachState(inner, visit));
        }
    }

    /** The branches or the processor of a state. */
    static void eachBlock(JsonNode state, Consumer<ObjectNode> visit) {
        for (JsonNode branch : state.path("Branches")) if (branch instanceof ObjectNode block) visit.accept(block);
        if (state.path("ItemProcessor") instanceof ObjectNode block) visit.accept(block);
        if (state.path("Iterator") instanceof ObjectNode block) visit.accept(block);
    }

    /** The names of the states that may follow a state. */
    static List<String> targets(JsonNode state) {
        List<String> targets = new ArrayList<>();
        target(state.path("Next"), targets);
        target(state.path("Default"), targets);
        for (JsonNode rule : state.path("Choices")) target(rule.path("Next"), targets);
        for (JsonNode catcher : state.path("Catch")) target(catcher.path("Next"), targets);
        return targets;
    }

    private static void target(JsonNode name, List<String> targets) {
        if (name.isString()) targets.add(name.stringValue());
    }

    /** Whether a state of a block may be entered more than once in one run of the block. */
    static boolean loops(JsonNode block, String name) {
        JsonNode states = block.path("States");
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(targets(states.path(name)));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(name)) return true;
            if (seen.add(next)) open.addAll(targets(states.path(next)));
        }
        return false;
    }

    /** Takes away the states that nothing leads to. */
    static void prune(ObjectNode block) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(block.path("StartAt").asString()));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (reached.add(name)) open.addAll(targets(block.path("States").path(name)));
        }
        if (block.path("States") instanceof ObjectNode states) states.retain(reached);
    }
}
