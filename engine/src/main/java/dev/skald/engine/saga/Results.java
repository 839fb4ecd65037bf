package dev.skald.engine.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of a saga's steps, by the names of the steps. */
public final class Results {
    private final JsonNode results;

    Results(JsonNode results) {
        this.results = results;
    }

    /**
     * The result of a step.
     *
     * @throws IllegalArgumentException when there is none: the step has not been done, or answers nothing; or when it is
     *     of another type
     */
    public <T> T get(String step, Class<T> type) {
        return TypedJson.required("The result of '" + step + "'", required(step), type);
    }

    /** The result of a step that may not have been done, such as one on a way not taken, or may have answered null. */
    public <T> Optional<T> find(String step, Class<T> type) {
        JsonNode result = results.path(step);
        if (result.isNull() || result.isMissingNode()) return Optional.empty();
        return Optional.of(get(step, type));
    }

    /** The results of the steps of a saga within this one. */
    public Results of(String saga) {
        return new Results(required(saga));
    }

    /** The results of the steps of each iteration of a {@code forEach}, in the order of the items. */
    public List<Results> each(String forEach) {
        List<Results> each = new ArrayList<>();
        for (JsonNode iteration : required(forEach)) each.add(new Results(iteration));
        return each;
    }

    private JsonNode required(String step) {
        @Nullable JsonNode result = results.get(step);
        if (result != null) return result;
        String there =
                results instanceof ObjectNode object ? String.join(", ", new TreeSet<>(object.propertyNames())) : "";
        throw new IllegalArgumentException("There is no result of '" + step + "'; there are: [" + there + "]");
    }

    /** As JSON. */
    @Override
    public String toString() {
        return results.toString();
    }
}
