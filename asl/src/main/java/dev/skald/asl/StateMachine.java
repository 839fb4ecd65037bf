package dev.skald.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed, valid definition.
 *
 * @param states every state in the order of the definition, those of branches and processors included: names are unique in the whole definition
 * @param timeoutSeconds the top-level {@code TimeoutSeconds}; null means none
 * @param searchAttributes the Skald field {@code SearchAttributes}, a template evaluated at start with {@code scope.input}
 *     = execution input; gives an object of strings, numbers and booleans; null means none
 */
public record StateMachine(
        String startAt,
        Map<String, State> states,
        @Nullable Long timeoutSeconds,
        @Nullable Expression<Payload> searchAttributes) {

    public StateMachine {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** @throws IllegalArgumentException if there is no such state, which a valid definition never asks for */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) throw new IllegalArgumentException("no state named " + name);
        return state;
    }
}
