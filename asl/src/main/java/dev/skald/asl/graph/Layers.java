package dev.skald.asl.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays boxes out in layers, so that edges lead downwards: edges that would lead up are turned round, boxes go as far up as they can, edges
 * over several layers get a place in each, and the order within a layer is sought that has few crossings. Edges to the same box share their
 * places: whoever follows one of them cannot end elsewhere. {@link Columns} does the rest.
 *
 * <p>After Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures" (1981).
 */
final class Layers {
    private static final int SWEEPS = 8;
    private static final double LAYER_GAP = 46;
    private static final double LOOP_GAP = 18;
    private static final double EDGE_WIDTH = 4;

    /** Beyond so many places edges are drawn right through what is between their ends. */
    private static final int SLOTS_MAX = 40_000;

    /**
     * A box to be placed.
     *
     * @param port where edges come and go, from its left side
     */
    record Box(double width, double height, double port) {}

    /** An edge between boxes, by their indices. */
    record Tie(int from, int to) {}

    private final List<Box> boxes;
    private final List<Tie> ties;
    private final boolean[] turned;
    private final List<Slot> slots = new ArrayList<>();
    private final List<List<Slot>> layers = new ArrayList<>();
    private final List<List<Slot>> chains = new ArrayList<>();
    private double[] tops = {};
    private double[] heights = {};

    /** @param boxes the first is where reading begins */
    Layers(List<Box> boxes, List<Tie> ties) {
        this.boxes = boxes;
        this.ties = ties;
        turned = new boolean[ties.size()];
    }

    void lay() {
        turnBackEdges();
        int[] ranks = ranks();
        for (int i = 0; i < boxes.size(); i++) slots.add(Slot.box(i, ranks[i], boxes.get(i)));
        makeChains();
        order();
        Columns.place(layers);
        stack();
    }

    // Which edges lead up.

    private void turnBackEdges() {
        Map<Integer, List<Integer>> out = new HashMap<>();
        for (int i = 0; i < ties.size(); i++)
            out.computeIfAbsent(ties.get(i).from(), _ -> new ArrayList<>()).add(i);
        int[] mark = new int[boxes.size()];
        for (int box = 0; box < boxes.size(); box++) if (mark[box] == 0) visit(box, out, mark);
    }

    private void visit(int first, Map<Integer, List<Integer>> out, int[] mark) {
        List<int[]> path = new ArrayList<>();
        path.add(new int[] {first, 0});
        mark[first] = 1;
        while (!path.isEmpty()) {
            int[] at = path.getLast();
            List<Integer> edges = out.getOrDefault(at[0], List.of());
            if (at[1] == edges.size()) {
                mark[at[0]] = 2;
                path.removeLast();
                continue;
            }
            int edge = edges.get(at[1]++);
            int to = ties.get(edge).to();
            if (mark[to] == 1) turned[edge] = true;
            if (mark[to] != 0) continue;
            mark[to] = 1;
            path.add(new int[] {to, 0});
        }
    }

    private int upper(int tie) {
        return turned[tie] ? ties.get(tie).to() : ties.get(tie).from();
    }

    private int lower(int tie) {
        return turned[tie] ? ties.get(tie).from() : ties.get(tie).to();
    }

    // In which layer each box is.

    private int[] ranks() {
        int[] ranks = new int[boxes.size()];
        int[] waits = new int[boxes.size()];
        for (int tie = 0; tie < ties.size(); tie++) if (upper(tie) != lower(tie)) waits[lower(tie)]++;
        List<Integer> ready = new ArrayList<>();
        for (int box = 0; box < waits.length; box++) if (waits[box] == 0) ready.add(box);
        Map<Integer, List<Integer>> leaving = new HashMap<>();
        for (int tie = 0; tie < ties.size(); tie++)
            if (upper(tie) != lower(tie))
                leaving.computeIfAbsent(upper(tie), _ -> new ArrayList<>()).add(tie);
        for (int i = 0; i < ready.size(); i++) {
            int box = ready.get(i);
            for (int tie : leaving.getOrDefault(box, List.of())) {
                ranks[lower(tie)] = Math.max(ranks[lower(tie)], ranks[box] + 1);
                if (--waits[lower(tie)] == 0) ready.add(lower(tie));
            }
        }
        return ranks;
    }

    /** Edges that pass layers have a slot in each, with those that lead to the same box. */
    private void makeChains() {
        for (Slot slot : List.copyOf(slots)) layer(slot.layer).add(slot);
        Map<Integer, Map<Integer, Slot>> lanes = new HashMap<>();
        for (int tie = 0; tie < ties.size(); tie++)
            chains.add(
                    upper(tie) == lower(tie)
                            ? List.of()
                            : chain(tie, lanes.computeIfAbsent(ties.get(tie).to(), _ -> new HashMap<>())));
    }

    /** @param lane the slots of edges to the same box, by their layer */
    private List<Slot> chain(int tie, Map<Integer, Slot> lane) {
        Slot last = slots.get(lower(tie));
        List<Slot> chain = new ArrayList<>();
        chain.add(slots.get(upper(tie)));
        for (int layer = chain.getFirst().layer + 1; layer < last.layer && slots.size() < SLOTS_MAX; layer++)
            chain.add(lane.computeIfAbsent(layer, this::passing));
        chain.add(last);
        for (int i = 1; i < chain.size(); i++) Slot.tie(chain.get(i - 1), chain.get(i));
        return chain;
    }

    private Slot passing(int layer) {
        Slot slot = Slot.passing(layer, EDGE_WIDTH);
        layer(layer).add(slot);
        slots.add(slot);
        return slot;
    }

    private List<Slot> layer(int index) {
        while (layers.size() <= index) layers.add(new ArrayList<>());
        return layers.get(index);
    }

    // In which order.

    private void order() {
        layers.forEach(Layers::number);
        List<List<Slot>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean down = sweep % 2 == 0;
            for (int i = 0; i < layers.size(); i++) sort(layers.get(down ? i : layers.size() - 1 - i), down);
            long now = crossings();
            if (now >= fewest) continue;
            fewest = now;
            best = copy();
        }
        layers.clear();
        layers.addAll(best);
        layers.forEach(Layers::number);
    }

    private List<List<Slot>> copy() {
        List<List<Slot>> copy = new ArrayList<>();
        for (List<Slot> layer : layers) copy.add(new ArrayList<>(layer));
        return copy;
    }

    private static void number(List<Slot> layer) {
        for (int i = 0; i < layer.size(); i++) layer.get(i).order = i;
    }

    private static void sort(List<Slot> layer, boolean byAbove) {
        Map<Slot, Double> middle = new HashMap<>();
        for (Slot slot : layer) {
            List<Slot> near = byAbove ? slot.above : slot.below;
            middle.put(
                    slot, near.stream().mapToInt(each -> each.order).average().orElse(slot.order));
        }
        layer.sort(Comparator.comparingDouble(slot -> middle.getOrDefault(slot, 0.0)));
        number(layer);
    }

    private long crossings() {
        long count = 0;
        for (List<Slot> layer : layers) {
            List<Double> targets = new ArrayList<>();
            for (Slot slot : layer)
                slot.below.stream().mapToDouble(each -> each.order).sorted().forEach(targets::add);
            count +=
                    inversions(targets.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return count;
    }

    private static long inversions(double[] values) {
        if (values.length < 2) return 0;
        double[] left = Arrays.copyOfRange(values, 0, values.length / 2);
        double[] right = Arrays.copyOfRange(values, values.length / 2, values.length);
        long count = inversions(left) + inversions(right);
        int l = 0;
        int r = 0;
        for (int i = 0; i < values.length; i++) {
            boolean fromLeft = r == right.length || l < left.length && left[l] <= right[r];
            if (!fromLeft) count += left.length - l;
            values[i] = fromLeft ? left[l++] : right[r++];
        }
        return count;
    }

    // How far from the top.

    private void stack() {
        tops = new double[layers.size()];
        heights = new double[layers.size()];
        double y = 0;
        for (int i = 0; i < layers.size(); i++) {
            heights[i] = layers.get(i).stream()
                    .mapToDouble(slot -> slot.height)
                    .max()
                    .orElse(0);
            tops[i] = y;
            y += heights[i] + LAYER_GAP;
        }
    }

    // What came of it.

    double width() {
        return slots.stream().mapToDouble(Slot::right).max().orElse(0);
    }

    double height() {
        return layers.isEmpty() ? 0 : tops[layers.size() - 1] + heights[layers.size() - 1];
    }

    double left(int box) {
        return slots.get(box).left();
    }

    double top(int box) {
        Slot slot = slots.get(box);
        return tops[slot.layer] + (heights[slot.layer] - slot.height) / 2;
    }

    private double portX(int box) {
        return slots.get(box).x;
    }

    /**
     * Where an edge goes along.
     *
     * @param leave how far beside the port it begins
     * @param enter how far it ends
     */
    List<Graph.Point> points(int tie, double leave, double enter) {
        int from = ties.get(tie).from();
        int to = ties.get(tie).to();
        if (from == to) return loop(from);
        List<Graph.Point> points = new ArrayList<>();
        List<Slot> chain = turned[tie] ? chains.get(tie).reversed() : chains.get(tie);
        points.add(new Graph.Point(portX(from) + leave, turned[tie] ? top(from) : bottom(from)));
        for (Slot slot : chain.subList(1, chain.size() - 1)) {
            double upper = tops[slot.layer];
            double lower = upper + heights[slot.layer];
            points.add(new Graph.Point(slot.x, turned[tie] ? lower : upper));
            if (lower > upper) points.add(new Graph.Point(slot.x, turned[tie] ? upper : lower));
        }
        points.add(new Graph.Point(portX(to) + enter, turned[tie] ? bottom(to) : top(to)));
        return points;
    }

    private double bottom(int box) {
        return top(box) + slots.get(box).height;
    }

    /** From a box's lower right back to its upper right. */
    private List<Graph.Point> loop(int box) {
        double right = left(box) + boxes.get(box).width();
        double middle = top(box) + boxes.get(box).height() / 2;
        return List.of(
                new Graph.Point(right, middle + 8),
                new Graph.Point(right + LOOP_GAP, middle + 4),
                new Graph.Point(right + LOOP_GAP, middle - 4),
                new Graph.Point(right, middle - 8));
    }

    boolean leadsUp(int tie) {
        return turned[tie];
    }

    double middle(int box) {
        return portX(box);
    }
}
