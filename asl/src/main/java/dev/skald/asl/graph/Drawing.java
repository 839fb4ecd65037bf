package dev.skald.asl.graph;

import dev.skald.asl.graph.Graph.Edge;
import dev.skald.asl.graph.Graph.Kind;
import dev.skald.asl.graph.Graph.Node;
import dev.skald.asl.graph.Graph.Point;
import dev.skald.asl.graph.Graph.Way;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives an outline its measures. What is inside a Parallel or Map is drawn first; the state is then a box that has room for it. */
final class Drawing {
    static final String START = "(start)";
    static final String END = "(end)";

    private static final double MARGIN = 16;
    private static final double BOX_HEIGHT = 50;
    private static final double BOX_WIDTH_MIN = 128;
    private static final double BOX_WIDTH_MAX = 260;
    private static final double BOX_PADDING = 44;
    private static final double DOT = 16;
    private static final double HEADER = 54;
    private static final double INSIDE = 18;
    private static final double UNDO_GAP = 34;
    private static final double PORT_GAP = 16;

    /** A part of the drawing, from a corner of its own. */
    private record Part(double width, double height, List<Node> nodes, List<Edge> edges) {
        Part at(double x, double y) {
            List<Node> moved = new ArrayList<>();
            for (Node node : nodes) moved.add(moved(node, x, y));
            List<Edge> led = new ArrayList<>();
            for (Edge edge : edges) led.add(moved(edge, x, y));
            return new Part(width, height, moved, led);
        }

        private static Node moved(Node n, double x, double y) {
            return new Node(
                    n.name(), n.kind(), n.type(), n.detail(), n.parent(), n.x() + x, n.y() + y, n.width(), n.height());
        }

        private static Edge moved(Edge edge, double x, double y) {
            List<Point> points = edge.points().stream()
                    .map(point -> new Point(point.x() + x, point.y() + y))
                    .toList();
            return new Edge(edge.from(), edge.to(), edge.way(), edge.labels(), points);
        }
    }

    /** What a box of a block stands for; {@code port} is where its edges are. */
    private record Drawn(String name, double width, double height, double port, Part part) {}

    private record Link(int from, int to, Way way, List<String> labels) {}

    Graph draw(Outline outline) {
        Part whole = block(outline, null).at(MARGIN, MARGIN);
        return new Graph(whole.width() + 2 * MARGIN, whole.height() + 2 * MARGIN, whole.nodes(), whole.edges());
    }

    private Part block(Outline outline, @Nullable String parent) {
        List<Drawn> boxes = new ArrayList<>();
        if (parent == null && outline.startAt() != null) boxes.add(dot(START, Kind.START));
        for (Outline.Step step : outline.steps()) boxes.add(step(step, parent));
        boolean ends = parent == null && outline.steps().stream().anyMatch(Outline.Step::ends);
        if (ends) boxes.add(dot(END, Kind.END));
        return laid(boxes, links(outline, boxes));
    }

    private static List<Link> links(Outline outline, List<Drawn> boxes) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < boxes.size(); i++) index.putIfAbsent(boxes.get(i).name(), i);
        List<Link> links = new ArrayList<>();
        Integer first = outline.startAt() == null ? null : index.get(outline.startAt());
        if (first != null && index.get(START) instanceof Integer start)
            links.add(new Link(start, first, Way.NEXT, List.of()));
        for (Outline.Step step : outline.steps()) {
            int from = index.getOrDefault(step.name(), 0);
            for (Outline.Link link : step.links())
                if (index.get(link.to()) instanceof Integer to)
                    links.add(new Link(from, to, link.way(), link.labels()));
            if (step.ends() && index.get(END) instanceof Integer end)
                links.add(new Link(from, end, Way.NEXT, List.of()));
        }
        return links;
    }

    private static Drawn dot(String name, Kind kind) {
        Node node = new Node(name, kind, "", "", null, 0, 0, DOT, DOT);
        return new Drawn(name, DOT, DOT, DOT / 2, new Part(DOT, DOT, List.of(node), List.of()));
    }

    private Drawn step(Outline.Step step, @Nullable String parent) {
        Part inner = step.blocks().isEmpty() ? plain(step, parent) : container(step, parent);
        if (step.undo() == null) return new Drawn(step.name(), inner.width(), inner.height(), inner.width() / 2, inner);
        return withUndo(step.name(), step.undo(), inner, parent);
    }

    private static Part plain(Outline.Step step, @Nullable String parent) {
        double width = boxWidth(step.name(), step.detail());
        Node node = new Node(step.name(), Kind.STATE, step.type(), step.detail(), parent, 0, 0, width, BOX_HEIGHT);
        return new Part(width, BOX_HEIGHT, List.of(node), List.of());
    }

    private static double boxWidth(String name, String detail) {
        double letters = Math.max(Letters.width(name, Letters.NAME), Letters.width(detail, Letters.MORE));
        return Math.clamp(letters + BOX_PADDING, BOX_WIDTH_MIN, BOX_WIDTH_MAX);
    }

    /** Branches stand side by side. */
    private Part container(Outline.Step step, @Nullable String parent) {
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<Part> parts =
                step.blocks().stream().map(each -> block(each, step.name())).toList();
        double inner = parts.stream().mapToDouble(Part::height).max().orElse(0);
        double wide = parts.stream().mapToDouble(part -> part.width() + INSIDE).sum() + INSIDE;
        double width = Math.max(wide, boxWidth(step.name(), step.detail()));
        double x = INSIDE + (width - wide) / 2;
        nodes.add(new Node(
                step.name(), Kind.CONTAINER, step.type(), step.detail(), parent, 0, 0, width, HEADER + inner + INSIDE));
        for (Part part : parts) {
            Part moved = part.at(x, HEADER);
            nodes.addAll(moved.nodes());
            edges.addAll(moved.edges());
            x += part.width() + INSIDE;
        }
        return new Part(width, HEADER + inner + INSIDE, nodes, edges);
    }

    /** What undoes a step stands beside it. */
    private static Drawn withUndo(String name, String undo, Part step, @Nullable String parent) {
        double width = boxWidth(undo, "");
        double x = step.width() + UNDO_GAP;
        double y = step.height() / 2;
        List<Node> nodes = new ArrayList<>(step.nodes());
        nodes.add(new Node(undo, Kind.COMPENSATION, "Task", "", parent, x, y - BOX_HEIGHT / 2, width, BOX_HEIGHT));
        List<Edge> edges = new ArrayList<>(step.edges());
        edges.add(new Edge(name, undo, Way.UNDO, List.of(), List.of(new Point(step.width(), y), new Point(x, y))));
        Part both = new Part(x + width, step.height(), nodes, edges);
        return new Drawn(name, both.width(), both.height(), step.width() / 2, both);
    }

    private static Part laid(List<Drawn> boxes, List<Link> links) {
        Layers layers = new Layers(
                boxes.stream()
                        .map(box -> new Layers.Box(box.width(), box.height(), box.port()))
                        .toList(),
                links.stream()
                        .map(link -> new Layers.Tie(link.from(), link.to()))
                        .toList());
        layers.lay();
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            Part part = boxes.get(i).part().at(layers.left(i), layers.top(i));
            nodes.addAll(part.nodes());
            edges.addAll(part.edges());
        }
        Ports ports = new Ports(links, layers);
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            edges.add(new Edge(
                    boxes.get(link.from()).name(),
                    boxes.get(link.to()).name(),
                    link.way(),
                    link.labels(),
                    layers.points(i, ports.leave[i], ports.enter[i])));
        }
        double right = edges.stream()
                .flatMap(edge -> edge.points().stream())
                .mapToDouble(Point::x)
                .max()
                .orElse(0);
        return new Part(Math.max(layers.width(), right), layers.height(), nodes, edges);
    }

    /** Edges on the same side of a box stand beside each other, in the order of where they lead. */
    private static final class Ports {
        final double[] leave;
        final double[] enter;

        /**
         * An end of an edge.
         *
         * @param lane whether others that come from the same place come in with it
         */
        private record End(int link, boolean leaves, double towards, boolean lane) {
            boolean joins(End other) {
                return lane && other.lane && towards == other.towards;
            }
        }

        Ports(List<Link> links, Layers layers) {
            leave = new double[links.size()];
            enter = new double[links.size()];
            Map<String, List<End>> sides = new HashMap<>();
            for (int i = 0; i < links.size(); i++) {
                Link link = links.get(i);
                if (link.from() == link.to()) continue;
                List<Point> points = layers.points(i, 0, 0);
                boolean up = layers.leadsUp(i);
                add(sides, link.from(), up, new End(i, true, points.get(1).x(), false));
                add(
                        sides,
                        link.to(),
                        !up,
                        new End(i, false, points.get(points.size() - 2).x(), points.size() > 2));
            }
            sides.values().forEach(this::spread);
        }

        private static void add(Map<String, List<End>> sides, int box, boolean top, End end) {
            sides.computeIfAbsent(box + (top ? " top" : " bottom"), _ -> new ArrayList<>())
                    .add(end);
        }

        private void spread(List<End> ends) {
            ends.sort(Comparator.comparingDouble(End::towards));
            int[] places = new int[ends.size()];
            for (int i = 1; i < places.length; i++)
                places[i] = places[i - 1] + (ends.get(i).joins(ends.get(i - 1)) ? 0 : 1);
            int last = places[places.length - 1];
            double gap = Math.min(PORT_GAP, (BOX_WIDTH_MIN - 2 * PORT_GAP) / (last + 1));
            for (int i = 0; i < ends.size(); i++) {
                double offset = gap * (places[i] - last / 2.0);
                End end = ends.get(i);
                if (end.leaves()) leave[end.link()] = offset;
                else enter[end.link()] = offset;
            }
        }
    }
}
