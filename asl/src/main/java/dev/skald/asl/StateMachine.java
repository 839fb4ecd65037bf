package dev.skald.asl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed, valid definition.
 *
 * @param states every state in the order of the definition, those of branches and processors included: names are unique in the whole definition
 * @param timeoutSeconds the top-level {@code TimeoutSeconds}; null means none
 * @param searchAttributes the Skald field {@code SearchAttributes}, a template evaluated at start with {@code scope.input}
 *     = execution input; gives an object of strings, numbers and booleans; null means none
 * @param knownErrors the Skald field {@code KnownErrors}: failures that the business expects
 * @param saga null when the machine has no saga fields
 * @param compensations the states that undo steps, by name; they are no part of {@code states}
 * @param draining the Parallel and Map states that hold steps of the saga
 * @param runClasses the Skald field {@code RunClass}, by the name of the terminal state that has it
 */
public record StateMachine(
        String startAt,
        Map<String, State> states,
        @Nullable Long timeoutSeconds,
        @Nullable Expression<Payload> searchAttributes,
        List<String> knownErrors,
        @Nullable Saga saga,
        Map<String, TaskState> compensations,
        Set<String> draining,
        Map<String, RunClass> runClasses) {

    public StateMachine {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        knownErrors = List.copyOf(knownErrors);
        compensations = Map.copyOf(compensations);
        draining = Set.copyOf(draining);
        runClasses = Map.copyOf(runClasses);
    }

    /** The same machine with another time-out, or none. */
    public StateMachine withTimeoutSeconds(@Nullable Long seconds) {
        return new StateMachine(
                startAt, states, seconds, searchAttributes, knownErrors, saga, compensations, draining, runClasses);
    }

    /** The same machine as AWS would run it: nothing is undone. */
    public StateMachine withoutSaga() {
        return new StateMachine(
                startAt, states, timeoutSeconds, searchAttributes, knownErrors, null, Map.of(), Set.of(), runClasses);
    }

    /** The same states, entered elsewhere, as the machine of a Map's children. */
    public StateMachine of(MapState map) {
        return new StateMachine(
                map.startAt(), states, null, null, knownErrors, saga, compensations, draining, runClasses);
    }

    /** The state that undoes what the children of a Map in mode DISTRIBUTED did; null when they have no steps. */
    public @Nullable String compensationOf(MapState map) {
        String name = SagaParser.compensationName(map.name());
        return compensations.containsKey(name) ? name : null;
    }

    /** @throws IllegalArgumentException if there is no such state, which a valid definition never asks for */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) state = compensations.get(name);
        if (state == null) throw new IllegalArgumentException("no state named " + name);
        return state;
    }
}
