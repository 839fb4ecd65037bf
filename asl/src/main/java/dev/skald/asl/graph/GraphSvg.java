package dev.skald.asl.graph;

import dev.skald.asl.graph.Graph.Point;
import java.util.List;
import java.util.Locale;

/** A graph as an SVG file, light or dark as whoever shows it. Text is escaped: names of states are anybody's. */
public final class GraphSvg {
    private static final String STYLE = """
            <style>
            svg{font:13px system-ui,sans-serif;background:#fff}
            .box{fill:#fff;stroke:#8792a5;stroke-width:1.2}.container>.box{fill:#f6f7f9;stroke-dasharray:none}
            .undo>.box{stroke:#7a3ea8;stroke-dasharray:4 3}.dot{fill:#55607a}.name{fill:#18202c}.more{fill:#55607a;font-size:11px}
            .edge{fill:none;stroke:#8792a5;stroke-width:1.4}.catch,.undo-edge{stroke-dasharray:5 4}.catch{stroke:#b3261e}.undo-edge{stroke:#7a3ea8}
            .head{fill:#8792a5}
            @media (prefers-color-scheme:dark){svg{background:#151a22}.box{fill:#1b222c;stroke:#6f7d92}.container>.box{fill:#0e1218}
            .name{fill:#e5e9f0}.more{fill:#9ba7b8}.dot,.head{fill:#9ba7b8}.edge{stroke:#6f7d92}.catch{stroke:#ff8a80}
            .undo>.box,.undo-edge{stroke:#d1a2f5}}
            </style>
            <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
            """;

    private static final double CORNER = 8;
    private static final double TEXT_LEFT = 12;
    private static final double TEXT_RIGHT = 8;

    private GraphSvg() {}

    /** The file's text. */
    public static String of(Graph graph) {
        StringBuilder out = new StringBuilder(4_096);
        out.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$.0f\" height=\"%2$.0f\" viewBox=\"0 0 %1$.0f %2$.0f\" role=\"img\">\n",
                graph.width(),
                graph.height()));
        out.append(STYLE);
        graph.nodes().stream().filter(GraphSvg::isContainer).forEach(node -> node(node, out));
        graph.edges().forEach(edge -> edge(edge, out));
        graph.nodes().stream().filter(node -> !isContainer(node)).forEach(node -> node(node, out));
        return out.append("</svg>\n").toString();
    }

    private static boolean isContainer(Graph.Node node) {
        return node.kind() == Graph.Kind.CONTAINER;
    }

    private static void node(Graph.Node node, StringBuilder out) {
        switch (node.kind()) {
            case START, END ->
                out.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n",
                        node.x() + node.width() / 2,
                        node.y() + node.height() / 2,
                        node.width() / 2));
            case STATE -> box(node, "state", out);
            case CONTAINER -> box(node, "container", out);
            case COMPENSATION -> box(node, "undo", out);
        }
    }

    private static void box(Graph.Node node, String kind, StringBuilder out) {
        out.append(String.format(
                Locale.ROOT,
                "<g class=\"%s\"><title>%s</title><rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.0f\"/>",
                kind,
                escaped(node.name()),
                node.x(),
                node.y(),
                node.width(),
                node.height(),
                CORNER));
        String more = node.detail().isEmpty() ? node.type() : node.type() + " · " + node.detail();
        text(node, "name", node.name(), Letters.NAME, 21, out);
        text(node, "more", more, Letters.MORE, 38, out);
        out.append("</g>\n");
    }

    private static void text(Graph.Node node, String kind, String text, double letter, double y, StringBuilder out) {
        out.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                kind,
                node.x() + TEXT_LEFT,
                node.y() + y,
                escaped(Letters.cut(text, letter, node.width() - TEXT_LEFT - TEXT_RIGHT))));
    }

    private static void edge(Graph.Edge edge, StringBuilder out) {
        String kind = switch (edge.way()) {
            case NEXT, CHOICE -> "edge";
            case CATCH -> "edge catch";
            case UNDO -> "edge undo-edge";
        };
        out.append("<path class=\"").append(kind).append("\" marker-end=\"url(#head)\" d=\"");
        out.append(path(edge.points())).append("\"><title>");
        out.append(escaped(edge.from() + " → " + edge.to() + (edge.labels().isEmpty() ? "" : ": ")));
        out.append(escaped(String.join(" / ", edge.labels()))).append("</title></path>\n");
    }

    /** Along the points, each bend like an S that begins and ends upright. */
    private static String path(List<Point> points) {
        StringBuilder out = new StringBuilder();
        Point first = points.getFirst();
        out.append(String.format(Locale.ROOT, "M%.1f %.1f", first.x(), first.y()));
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            double middle = (from.y() + to.y()) / 2;
            boolean straight = from.x() == to.x() || from.y() == to.y();
            if (straight) out.append(String.format(Locale.ROOT, "L%.1f %.1f", to.x(), to.y()));
            else
                out.append(String.format(
                        Locale.ROOT,
                        "C%.1f %.1f %.1f %.1f %.1f %.1f",
                        from.x(),
                        middle,
                        to.x(),
                        middle,
                        to.x(),
                        to.y()));
        }
        return out.toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    /** What XML 1.0 lets a text have. */
    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
