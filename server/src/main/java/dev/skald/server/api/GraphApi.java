package dev.skald.server.api;

import dev.skald.asl.graph.Graph;
import dev.skald.server.json.JsonWriter;
import java.util.Set;

/** {@code POST /graph {definition}}: how a definition in JSON or YAML is drawn, in pixels; it need not be valid. */
final class GraphApi {
    private static final Set<String> MEMBERS = Set.of("definition");

    private GraphApi() {}

    /** Answers, unless it is another path. */
    static boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 1 || !path[0].equals("graph")) return false;
        in.allow(MEMBERS);
        String definition = in.text("definition");
        if (definition == null) throw new IllegalArgumentException("'definition' is missing.");
        Graph graph = Graph.of(definition)
                .orElseThrow(() -> new IllegalArgumentException("'definition' is neither JSON nor YAML."));
        out.decimal("width", graph.width())
                .decimal("height", graph.height())
                .list("nodes", items -> graph.nodes().forEach(node -> items.object(item -> write(node, item))))
                .list("edges", items -> graph.edges().forEach(edge -> items.object(item -> write(edge, item))));
        return true;
    }

    private static void write(Graph.Node node, JsonWriter item) {
        item.text("name", node.name())
                .text("kind", node.kind().name())
                .text("type", node.type())
                .text("detail", node.detail())
                .text("parent", node.parent())
                .decimal("x", node.x())
                .decimal("y", node.y())
                .decimal("width", node.width())
                .decimal("height", node.height());
    }

    private static void write(Graph.Edge edge, JsonWriter item) {
        item.text("from", edge.from())
                .text("to", edge.to())
                .text("way", edge.way().name())
                .text("label", String.join(" / ", edge.labels()))
                .list(
                        "points",
                        points -> edge.points()
                                .forEach(point -> points.object(
                                        at -> at.decimal("x", point.x()).decimal("y", point.y()))));
    }
}
