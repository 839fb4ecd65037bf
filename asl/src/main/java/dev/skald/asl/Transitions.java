package dev.skald.asl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The transitions within one {@code States} block, and whether they make sense. */
final class Transitions {
    private final Location location;
    private final Edge start;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /** A transition: its target, and where it is written. */
    record Edge(String target, Location location) {}

    private static final class Node {
        final List<Edge> edges = new ArrayList<>();
        boolean terminal;
    }

    /** @param location of the object that holds {@code StartAt} and {@code States} */
    Transitions(Location location, String startAt) {
        this.location = location;
        this.start = new Edge(startAt, location.field("StartAt"));
    }

    void state(String name) {
        nodes.put(name, new Node());
    }

    void edge(String from, String target, Location where) {
        node(from).edges.add(new Edge(target, where));
    }

    void terminal(String name) {
        node(name).terminal = true;
    }

    private Node node(String name) {
        return nodes.computeIfAbsent(name, _ -> new Node());
    }

    /** Records missing targets, a block that never ends, and states that nothing leads to, in AWS's order. */
    void check(Problems problems) {
        List<Edge> all = new ArrayList<>(List.of(start));
        nodes.values().forEach(node -> all.addAll(node.edges));
        for (Edge edge : all) {
            if (nodes.containsKey(edge.target)) continue;
            String message = "Missing 'Next' target: " + edge.target;
            problems.error(Problems.MISSING_TRANSITION_TARGET, message, edge.location);
        }
        if (nodes.values().stream().noneMatch(node -> node.terminal)) {
            String where = location.isRoot() ? null : location.toString();
            problems.errorAt(Problems.MISSING_END_STATE, "Workflow has no terminal state", where);
            return;
        }
        Set<String> reached = reached();
        for (String name : nodes.keySet()) {
            if (reached.contains(name)) continue;
            String message = "State \"" + name + "\" is not reachable.";
            problems.error(
                    Problems.MISSING_TRANSITION_TARGET,
                    message,
                    location.field("States").field(name));
        }
    }

    private Set<String> reached() {
        Set<String> reached = new HashSet<>();
        Deque<String> todo = new ArrayDeque<>(List.of(start.target));
        while (!todo.isEmpty()) {
            Node node = nodes.get(todo.peek());
            if (!reached.add(todo.pop()) || node == null) continue;
            for (Edge edge : node.edges) todo.push(edge.target);
        }
        return reached;
    }
}
