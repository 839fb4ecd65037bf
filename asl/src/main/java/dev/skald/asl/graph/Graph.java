package dev.skald.asl.graph;

import dev.skald.asl.Asl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A definition as a drawing, in pixels from the left upper corner. What is inside another node comes after it.
 *
 * @param width of everything
 * @param height of everything
 */
public record Graph(double width, double height, List<Node> nodes, List<Edge> edges) {

    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** What a node stands for. */
    public enum Kind {
        /** A state. */
        STATE,
        /** A Parallel or Map state, around what is in it. */
        CONTAINER,
        /** What undoes a step; drawn beside it. */
        COMPENSATION,
        /** Where control comes in. */
        START,
        /** Where it ends. */
        END
    }

    /**
     * A node.
     *
     * @param name the state's; of a compensation the name under which the history shows it; unique
     * @param type as the definition spells it; empty for those that are no states
     * @param detail what it does, in a few words; empty when its type says it all
     * @param parent the container that it is in; null at the top
     */
    public record Node(
            String name,
            Kind kind,
            String type,
            String detail,
            @Nullable String parent,
            double x,
            double y,
            double width,
            double height) {}

    /** Why control goes from one node to another. */
    public enum Way {
        NEXT,
        /** A rule of a Choice, or its default. */
        CHOICE,
        /** A catcher. */
        CATCH,
        /** From a step to what undoes it. */
        UNDO
    }

    /**
     * An edge.
     *
     * @param labels what it is taken for: the conditions of a Choice, the errors of catchers
     * @param points where it goes along, from its beginning to its end; from one to the next it bends like an S
     */
    public record Edge(String from, String to, Way way, List<String> labels, List<Point> points) {
        public Edge {
            labels = List.copyOf(labels);
            points = List.copyOf(points);
        }
    }

    /** A place on the drawing. */
    public record Point(double x, double y) {}

    /** The drawing of a definition in JSON or YAML; empty when the text is neither. */
    public static Optional<Graph> of(String definition) {
        return Asl.tree(definition).map(tree -> new Drawing().draw(Outline.of(tree)));
    }
}
