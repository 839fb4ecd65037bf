package dev.skald.asl;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A Choice rule in JSONPath, compiled. */
sealed interface Condition {
    /** All must hold; stops at the first that does not. */
    record And(List<Condition> conditions) implements Condition {}

    /** One must hold; stops at the first that does. */
    record Or(List<Condition> conditions) implements Condition {}

    /** Must not hold. */
    record Not(Condition condition) implements Condition {}

    /** {@code IsPresent}, the only test that a missing variable does not fail. */
    record Present(Path variable, boolean wanted) implements Condition {}

    /** Compares with a constant. */
    record WithConstant(Path variable, Predicate<JsonNode> test) implements Condition {}

    /** Compares with what another path selects. */
    record WithPath(Path variable, Comparison comparison, Path operand) implements Condition {}

    /** @throws EvaluationException {@code States.Runtime} if a path selects nothing */
    default boolean holds(Frame frame) {
        return switch (this) {
            case And(List<Condition> conditions) -> all(conditions, frame);
            case Or(List<Condition> conditions) -> any(conditions, frame);
            case Not(Condition condition) -> !condition.holds(frame);
            case Present(Path variable, boolean wanted) -> (variable.find(frame) != null) == wanted;
            case WithConstant(Path variable, Predicate<JsonNode> test) -> test.test(get(variable, frame));
            case WithPath(Path variable, Comparison comparison, Path operand) ->
                comparison.holds(get(variable, frame), get(operand, frame));
        };
    }

    private static boolean all(List<Condition> conditions, Frame frame) {
        for (Condition condition : conditions) if (!condition.holds(frame)) return false;
        return true;
    }

    private static boolean any(List<Condition> conditions, Frame frame) {
        for (Condition condition : conditions) if (condition.holds(frame)) return true;
        return false;
    }

    private static JsonNode get(Path path, Frame frame) {
        JsonNode found = path.find(frame);
        if (found != null) return found;
        throw new EvaluationException(
                ErrorName.RUNTIME,
                "Invalid path '" + path.text() + "': The choice state's condition path references an invalid value.");
    }
}
