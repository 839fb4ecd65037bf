package dev.skald.asl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The findings so far about one definition: at most {@value #MOST}, then silence. */
final class Findings {
    static final int MOST = 100;

    private static final int MOST_CHARS = 2_000;

    private final List<Finding> found = new ArrayList<>();

    void add(Finding.Code code, @Nullable String state, Location location, String reason) {
        if (found.size() >= MOST) return;
        String where = location.toString();
        String clipped = where.length() <= MOST_CHARS ? where : where.substring(0, MOST_CHARS) + "...";
        found.add(new Finding(code, state, clipped, reason));
    }

    void add(Finding.Code code, LintedState state, Location location, String reason) {
        add(code, state.name(), location, reason);
    }

    /** In the order in which the definition has the states; what is about the whole machine comes first. */
    List<Finding> inOrderOf(List<LintedState> states) {
        Map<String, Integer> order = new HashMap<>();
        for (LintedState state : states) order.putIfAbsent(state.name(), order.size());
        List<Finding> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(
                finding -> finding.state() == null ? -1 : order.getOrDefault(finding.state(), -1)));
        return List.copyOf(sorted);
    }
}
