package dev.skald.asl.graph;

import java.util.ArrayList;
import java.util.List;

/** A place in a layer of {@link Layers}: a box, or edges that pass. */
final class Slot {
    private static final int PASSES = -1;

    final double width;
    final double height;
    /** Where edges come and go, from the left side. */
    final double port;

    final int layer;
    /** What is tied to it in the layer above and in that below; more layers away where an edge is drawn right through. */
    final List<Slot> above = new ArrayList<>();

    final List<Slot> below = new ArrayList<>();
    private final int box;
    /** Its index in its layer. */
    int order;
    /** Of the port. */
    double x;

    private Slot(int box, int layer, double width, double height, double port) {
        this.box = box;
        this.layer = layer;
        this.width = width;
        this.height = height;
        this.port = port;
    }

    static Slot box(int index, int layer, Layers.Box box) {
        return new Slot(index, layer, box.width(), box.height(), box.port());
    }

    static Slot passing(int layer, double width) {
        return new Slot(PASSES, layer, width, 0, width / 2);
    }

    static void tie(Slot upper, Slot lower) {
        if (upper.below.contains(lower)) return;
        upper.below.add(lower);
        lower.above.add(upper);
    }

    boolean passes() {
        return box == PASSES;
    }

    double left() {
        return x - port;
    }

    double right() {
        return x - port + width;
    }
}
