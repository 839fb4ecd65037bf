package dev.skald.asl.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A graph as a flow chart of Mermaid, for documents. */
public final class GraphMermaid {
    private GraphMermaid() {}

    /** The text, with a line break at its end. */
    public static String of(Graph graph) {
        Map<String, String> ids = new HashMap<>();
        for (Graph.Node node : graph.nodes()) ids.put(node.name(), "s" + ids.size());
        StringBuilder out = new StringBuilder("flowchart TD\n");
        nodes(graph, null, "  ", ids, out);
        for (Graph.Edge edge : graph.edges()) edge(edge, ids, out);
        return out.append("  classDef undo stroke-dasharray: 4 3\n").toString();
    }

    private static void nodes(
            Graph graph, @Nullable String parent, String indent, Map<String, String> ids, StringBuilder out) {
        for (Graph.Node node : graph.nodes()) {
            if (!Objects.equals(node.parent(), parent)) continue;
            String id = ids.getOrDefault(node.name(), "");
            String label = quoted(node.name());
            out.append(indent);
            switch (node.kind()) {
                case START, END ->
                    out.append(id)
                            .append("((")
                            .append(node.kind().name().toLowerCase(Locale.ROOT))
                            .append("))\n");
                case COMPENSATION -> out.append(id).append('[').append(label).append("]:::undo\n");
                case STATE ->
                    out.append(id)
                            .append(node.type().equals("Choice") ? "{" + label + "}" : "[" + label + "]")
                            .append('\n');
                case CONTAINER -> {
                    out.append("subgraph ")
                            .append(id)
                            .append(" [")
                            .append(label)
                            .append("]\n");
                    nodes(graph, node.name(), indent + "  ", ids, out);
                    out.append(indent).append("end\n");
                }
            }
        }
    }

    private static void edge(Graph.Edge edge, Map<String, String> ids, StringBuilder out) {
        String arrow = switch (edge.way()) {
            case NEXT, CHOICE -> " -->";
            case CATCH -> " -.->";
            case UNDO -> " -.-";
        };
        out.append("  ").append(ids.getOrDefault(edge.from(), "")).append(arrow);
        List<String> labels = edge.labels();
        if (!labels.isEmpty())
            out.append('|').append(quoted(String.join(" / ", labels))).append('|');
        out.append(' ').append(ids.getOrDefault(edge.to(), "")).append('\n');
    }

    /** In quotation marks; what means something to Mermaid is written as an entity. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = Character.isLetterOrDigit(c) || " .,:_-$+*/=?!'()%@".indexOf(c) >= 0;
            if (plain) out.append(c);
            else out.append('#').append((int) c).append(';');
        }
        return out.append('"').toString();
    }
}
