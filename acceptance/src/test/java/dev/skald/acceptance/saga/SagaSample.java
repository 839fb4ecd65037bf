package dev.skald.acceptance.saga;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A saga for the participants of a {@link Ledger}.
 *
 * @param places where each Task stands: the branches around it, from the outside. {@code S3/1} is the
 *     second branch of S3, {@code S3/*} an item
 * @param undoable the steps that can be undone
 * @param pivots the steps after which nothing is undone
 */
record SagaSample(String definition, Map<String, List<String>> places, Set<String> undoable, Set<String> pivots) {
    SagaSample {
        places = Map.copyOf(places);
        undoable = Set.copyOf(undoable);
        pivots = Set.copyOf(pivots);
    }

    /** Whether a visit is one of a step that can be undone. */
    boolean undoable(String visit) {
        return undoable.contains(step(visit));
    }

    /** The Parallel and Map states around a step. */
    List<String> forksAround(String visit) {
        return places.getOrDefault(step(visit), List.of()).stream()
                .map(SagaSample::fork)
                .toList();
    }

    /** Whether one of two visits surely came before the other: they are not in two branches or items of one state. */
    boolean inOrder(String one, String other) {
        List<String> mine = places.getOrDefault(step(one), List.of());
        List<String> theirs = places.getOrDefault(step(other), List.of());
        int maps = 0;
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            if (!fork(mine.get(i)).equals(fork(theirs.get(i)))) return true;
            if (!mine.get(i).equals(theirs.get(i))) return false;
            if (mine.get(i).endsWith("/*") && !item(one, maps).equals(item(other, maps++))) return false;
        }
        return true;
    }

    private static String fork(String place) {
        return place.substring(0, place.indexOf('/'));
    }

    /** The step of a visit {@code S3@1.0#0}. */
    static String step(String visit) {
        return visit.replaceAll("[@#].*", "");
    }

    /** The items of one Map, and one within it, and so on, that a visit is for. */
    private static String item(String visit, int map) {
        String[] items =
                visit.substring(visit.indexOf('@') + 1, visit.indexOf('#')).split("\\.");
        return map < items.length ? items[map] : "";
    }
}
