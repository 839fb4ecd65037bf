package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems found so far in one definition: at most {@value #MOST}, then silence. */
final class Problems {
    static final int MOST = 100;

    /** How much of a message or location is kept: names in a definition may be as long as the definition. */
    private static final int MOST_CHARS = 2_000;

    static final String SCHEMA_VALIDATION_FAILED = "SCHEMA_VALIDATION_FAILED";
    static final String INVALID_JSON_DESCRIPTION = "INVALID_JSON_DESCRIPTION";
    static final String MISSING_TRANSITION_TARGET = "MISSING_TRANSITION_TARGET";
    static final String MISSING_END_STATE = "MISSING_END_STATE";
    static final String DUPLICATE_STATE_NAME = "DUPLICATE_STATE_NAME";
    static final String INVALID_STATE_NAME = "INVALID_STATE_NAME";
    static final String DUPLICATE_LABEL_NAME = "DUPLICATE_LABEL_NAME";
    static final String INVALID_LABEL_NAME = "INVALID_LABEL_NAME";
    static final String TOO_DEEPLY_NESTED = "TOO_DEEPLY_NESTED";
    static final String INVALID_JSONATA_EXPRESSION = "INVALID_JSONATA_EXPRESSION";
    static final String UNSUPPORTED_JSONATA_EXPRESSION = "UNSUPPORTED_JSONATA_EXPRESSION";
    static final String NO_DOLLAR = "NO_DOLLAR";
    static final String NO_PATH = "NO_PATH";
    static final String PASS_RESULT_IS_STATIC = "PASS_RESULT_IS_STATIC";

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** Adds a {@code SCHEMA_VALIDATION_FAILED}. */
    void schema(String message, Location location) {
        error(SCHEMA_VALIDATION_FAILED, message, location);
    }

    void error(String code, String message, Location location) {
        if (errors.size() < MOST) errorAt(code, message, location.toString());
    }

    /** An error that has no place in the tree of the definition. */
    void errorAt(String code, String message, @Nullable String location) {
        if (errors.size() < MOST) errors.add(problem(Problem.Severity.ERROR, code, message, location));
    }

    void warning(String code, String message, Location location) {
        if (warnings.size() < MOST) warnings.add(problem(Problem.Severity.WARNING, code, message, location.toString()));
    }

    private static Problem problem(Problem.Severity severity, String code, String message, @Nullable String location) {
        return new Problem(severity, code, clipped(message), location == null ? null : clipped(location));
    }

    private static String clipped(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "...";
    }

    int errorCount() {
        return errors.size();
    }

    boolean hasErrors() {
        return !errors.isEmpty();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    /** Errors first, then warnings, together at most {@value #MOST}. */
    List<Problem> all() {
        List<Problem> all = new ArrayList<>(errors);
        all.addAll(warnings.subList(0, Math.min(warnings.size(), MOST - errors.size())));
        return List.copyOf(all);
    }
}
