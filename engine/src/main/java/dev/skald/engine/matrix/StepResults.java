package dev.skald.engine.matrix;

import dev.skald.asl.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What scripted participants answer when they succeed, by the name of the state that asks. Who is not mentioned answers
 * what it was sent.
 *
 * <p>As JSON: an object with a member per state. Its value is the result: of a function the function's own, also under
 * {@code lambda:invoke}. {@code {"InTurn": [...]}} has a result per visit of the state, the last one stays.
 */
public final class StepResults {
    /** No state is mentioned. */
    public static final StepResults NONE = new StepResults(Map.of());

    private static final String IN_TURN = "InTurn";

    private final Map<String, List<Payload>> byState;

    private StepResults(Map<String, List<Payload>> byState) {
        this.byState = byState;
    }

    /**
     * Reads results.
     *
     * @throws IllegalArgumentException when it is no object, or an {@code InTurn} is no array with a result in it
     */
    public static StepResults of(JsonNode results) {
        if (!results.isObject()) throw new IllegalArgumentException("Results are an object with a member per state.");
        Map<String, List<Payload>> byState = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : results.properties())
            byState.put(each.getKey(), inTurn(each.getKey(), each.getValue()));
        return new StepResults(byState);
    }

    private static List<Payload> inTurn(String state, JsonNode result) {
        if (result.size() != 1 || !result.has(IN_TURN)) return List.of(Payload.of(result));
        JsonNode list = result.get(IN_TURN);
        if (!list.isArray() || list.isEmpty())
            throw new IllegalArgumentException(
                    "The member InTurn of '" + state + "' must be an array of results, one at least.");
        List<Payload> all = new ArrayList<>();
        list.forEach(each -> all.add(Payload.of(each)));
        return List.copyOf(all);
    }

    /** The same with a result for one more state. */
    public StepResults with(String state, Payload result) {
        Map<String, List<Payload>> more = new LinkedHashMap<>(byState);
        more.put(state, List.of(result));
        return new StepResults(more);
    }

    Set<String> states() {
        return byState.keySet();
    }

    /** @param sent the answer of a state that is not mentioned */
    Payload of(String state, int visit, Payload sent) {
        List<Payload> results = byState.get(state);
        return results == null ? sent : results.get(Math.min(visit, results.size() - 1));
    }
}
