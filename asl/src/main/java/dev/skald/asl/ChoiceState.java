package dev.skald.asl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code "Type": "Choice"}: goes where the first rule that holds says.
 *
 * @param otherwise {@code Default}; null means {@code States.NoChoiceMatched} when no rule holds
 */
public record ChoiceState(
        String name,
        DataFlow flow,
        List<Rule> rules,
        @Nullable String otherwise) implements State {
    /**
     * One element of {@code Choices}.
     *
     * @param condition evaluated with {@code scope.input} = effective input
     * @param output the rule's own {@code Output}, instead of the state's; null when it has none
     * @param assign the rule's own {@code Assign}; null when it has none
     */
    public record Rule(
            Expression<Boolean> condition,
            String next,
            @Nullable Expression<Payload> output,
            @Nullable Expression<Map<String, Payload>> assign) {}
}
