package dev.skald.asl.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far from the left the slots of layers are. Slots that are tied are put into one column where they can: once as far to the left as it
 * goes and once to the right, seen from above and from below. Each slot comes to stand in the middle of these four.
 *
 * <p>After Brandes and Köpf, "Fast and simple horizontal coordinate assignment" (2001).
 */
final class Columns {
    private static final double BOX_GAP = 28;
    private static final double EDGE_GAP = 18;

    private final List<List<Slot>> layers;

    /** Ties that would bend an edge over several layers, if they were columns. */
    private final Set<List<Slot>> refused = new HashSet<>();

    private Columns(List<List<Slot>> layers) {
        this.layers = layers;
    }

    /** Gives each slot its place; the leftmost one begins at 0. */
    static void place(List<List<Slot>> layers) {
        new Columns(layers).place();
    }

    private void place() {
        for (int i = 1; i < layers.size(); i++) refuse(layers.get(i - 1), layers.get(i));
        List<Map<Slot, Double>> placed = new ArrayList<>();
        for (boolean fromAbove : new boolean[] {true, false})
            for (boolean toTheLeft : new boolean[] {true, false}) placed.add(new Run(fromAbove, toTheLeft).places());
        bringTogether(placed);
        for (List<Slot> layer : layers) for (Slot slot : layer) slot.x = middle(placed, slot);
        double left = layers.stream()
                .flatMap(List::stream)
                .mapToDouble(Slot::left)
                .min()
                .orElse(0);
        for (List<Slot> layer : layers) for (Slot slot : layer) slot.x -= left;
    }

    private static double middle(List<Map<Slot, Double>> placed, Slot slot) {
        double[] all = placed.stream()
                .mapToDouble(places -> places.getOrDefault(slot, 0.0))
                .sorted()
                .toArray();
        return (all[1] + all[2]) / 2;
    }

    /** All get the left or the right side of the narrowest. */
    private static void bringTogether(List<Map<Slot, Double>> placed) {
        Map<Slot, Double> narrowest = placed.stream()
                .min(Comparator.comparingDouble(places -> right(places) - left(places)))
                .orElseThrow();
        double left = left(narrowest);
        double right = right(narrowest);
        for (int i = 0; i < placed.size(); i++) {
            Map<Slot, Double> places = placed.get(i);
            double by = i % 2 == 0 ? left - left(places) : right - right(places);
            places.replaceAll((_, x) -> x + by);
        }
    }

    private static double left(Map<Slot, Double> places) {
        return places.entrySet().stream()
                .mapToDouble(each -> each.getValue() - each.getKey().port)
                .min()
                .orElse(0);
    }

    private static double right(Map<Slot, Double> places) {
        return places.entrySet().stream()
                .mapToDouble(each -> each.getValue() - each.getKey().port + each.getKey().width)
                .max()
                .orElse(0);
    }

    private static double apart(Slot left, Slot right) {
        double gap = left.passes() || right.passes() ? EDGE_GAP : BOX_GAP;
        return left.width - left.port + gap + right.port;
    }

    // Which ties give way to edges that pass.

    private void refuse(List<Slot> upper, List<Slot> lower) {
        int from = 0;
        int looked = 0;
        for (int i = 0; i < lower.size(); i++) {
            Slot passing = passingAbove(lower.get(i));
            boolean last = i == lower.size() - 1;
            if (passing == null && !last) continue;
            int to = passing == null ? upper.size() - 1 : passing.order;
            for (; looked <= i; looked++) refuseOutside(lower.get(looked), from, to);
            from = to;
        }
    }

    private void refuseOutside(Slot slot, int from, int to) {
        for (Slot near : near(slot, true)) if (near.order < from || near.order > to) refused.add(List.of(near, slot));
    }

    private static @Nullable Slot passingAbove(Slot slot) {
        if (!slot.passes()) return null;
        return near(slot, true).stream().filter(Slot::passes).findFirst().orElse(null);
    }

    /** What a slot is tied to in the next layer, from left to right. */
    private static List<Slot> near(Slot slot, boolean above) {
        int layer = slot.layer + (above ? -1 : 1);
        return (above ? slot.above : slot.below)
                .stream()
                        .filter(each -> each.layer == layer)
                        .sorted(Comparator.comparingInt(each -> each.order))
                        .toList();
    }

    /** One of the four ways to place the slots. A column is known by its first slot, its root. */
    private final class Run {
        private final boolean fromAbove;
        private final boolean toTheLeft;
        private final Map<Slot, Slot> roots = new HashMap<>();
        private final List<List<Slot>> ordered = new ArrayList<>();

        Run(boolean fromAbove, boolean toTheLeft) {
            this.fromAbove = fromAbove;
            this.toTheLeft = toTheLeft;
            for (List<Slot> layer : fromAbove ? layers : layers.reversed())
                ordered.add(toTheLeft ? layer : layer.reversed());
        }

        Map<Slot, Double> places() {
            for (List<Slot> layer : ordered) {
                int[] reached = {Integer.MIN_VALUE};
                for (Slot slot : layer) align(slot, reached);
            }
            Map<Slot, Double> columns = new Spread().columns();
            Map<Slot, Double> places = new HashMap<>();
            roots.forEach((slot, root) -> places.put(slot, (toTheLeft ? 1 : -1) * columns.getOrDefault(root, 0.0)));
            return places;
        }

        /**
         * Into the column of the middle one of its neighbours, unless columns would cross.
         *
         * @param reached the last one that was taken
         */
        private void align(Slot slot, int[] reached) {
            roots.put(slot, slot);
            for (Slot wanted : wanted(slot)) {
                int at = toTheLeft ? wanted.order : -wanted.order;
                if (at <= reached[0] || isRefused(slot, wanted)) continue;
                roots.put(slot, roots.getOrDefault(wanted, wanted));
                reached[0] = at;
                return;
            }
        }

        private boolean isRefused(Slot slot, Slot near) {
            return refused.contains(fromAbove ? List.of(near, slot) : List.of(slot, near));
        }

        /** The middle neighbours; of an edge that passes on, where it comes from. */
        private List<Slot> wanted(Slot slot) {
            List<Slot> near = near(slot, fromAbove);
            if (slot.passes()) {
                List<Slot> passing = near.stream().filter(Slot::passes).toList();
                if (!passing.isEmpty()) return passing;
            }
            if (near.isEmpty()) return near;
            List<Slot> middle = List.of(near.get((near.size() - 1) / 2), near.get(near.size() / 2));
            return toTheLeft ? middle : middle.reversed();
        }

        /** Pushes columns apart. */
        private final class Spread {
            /** How far a column must be from those before it, and from those behind it. */
            private final Map<Slot, Map<Slot, Double>> before = new HashMap<>();

            private final Map<Slot, Map<Slot, Double>> behind = new HashMap<>();

            Map<Slot, Double> columns() {
                for (List<Slot> layer : ordered)
                    for (int i = 1; i < layer.size(); i++) keepApart(layer.get(i - 1), layer.get(i));
                List<Slot> sorted = sorted();
                Map<Slot, Double> x = new HashMap<>();
                for (Slot column : sorted)
                    x.put(column, farthest(before, column, x, 1).orElse(0));
                for (Slot column : sorted.reversed()) {
                    double most = -farthest(behind, column, x, -1).orElse(-x.getOrDefault(column, 0.0));
                    x.merge(column, most, Math::max);
                }
                return x;
            }

            private OptionalDouble farthest(
                    Map<Slot, Map<Slot, Double>> bounds, Slot column, Map<Slot, Double> x, int sign) {
                return bounds.getOrDefault(column, Map.of()).entrySet().stream()
                        .mapToDouble(each -> sign * x.getOrDefault(each.getKey(), 0.0) + each.getValue())
                        .max();
            }

            private void keepApart(Slot one, Slot next) {
                double gap = toTheLeft ? apart(one, next) : apart(next, one);
                Slot left = roots.getOrDefault(one, one);
                Slot right = roots.getOrDefault(next, next);
                before.computeIfAbsent(right, _ -> new HashMap<>()).merge(left, gap, Math::max);
                behind.computeIfAbsent(left, _ -> new HashMap<>()).merge(right, gap, Math::max);
            }

            /** Each column after those that must be before it. */
            private List<Slot> sorted() {
                Map<Slot, Integer> waits = new HashMap<>();
                List<Slot> ready = new ArrayList<>();
                for (List<Slot> layer : ordered)
                    for (Slot slot : layer) {
                        if (roots.get(slot) != slot) continue;
                        waits.put(slot, before.getOrDefault(slot, Map.of()).size());
                        if (waits.get(slot) == 0) ready.add(slot);
                    }
                for (int i = 0; i < ready.size(); i++)
                    for (Slot next : behind.getOrDefault(ready.get(i), Map.of()).keySet())
                        if (waits.merge(next, -1, Integer::sum) == 0) ready.add(next);
                return ready;
            }
        }
    }
}
