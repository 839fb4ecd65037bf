package dev.skald.asl;

import java.util.HashMap;
import java.util.Map;

/**
 * The {@code Label} fields of a definition: at most {@value #LONGEST} characters, none that an ARN cannot hold, and each
 * only once. Section 1.11.
 */
final class Labels {
    static final int LONGEST = 40;

    private static final String FORBIDDEN = "?*<>{}[]:;,\\|^~$#%&`\"";

    private final Map<String, Location> seen = new HashMap<>();

    /** Records what is wrong with the label of a Map state, if it has one. */
    void check(Fields map) {
        String label = map.string("Label");
        if (label == null) return;
        Location location = map.at("Label");
        if (!isValid(label)) {
            String message = "The label must have between 1 and " + LONGEST
                    + " characters, none of them white space, a control character or one of " + FORBIDDEN;
            map.problems().error(Problems.INVALID_LABEL_NAME, message, location);
        }
        Location first = seen.putIfAbsent(label, location);
        if (first == null) return;
        String message = "Duplicate label: " + label + ", also at " + first;
        map.problems().error(Problems.DUPLICATE_LABEL_NAME, message, location);
    }

    private static boolean isValid(String label) {
        return !label.isEmpty()
                && label.codePointCount(0, label.length()) <= LONGEST
                && label.codePoints().noneMatch(Labels::isForbidden);
    }

    private static boolean isForbidden(int c) {
        return FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c) || Character.isWhitespace(c);
    }
}
