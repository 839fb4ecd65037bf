package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Compiles {@code Retry} and {@code Catch} (section 1.12). */
final class ErrorHandlingParser {
    private static final Set<String> RETRIER_FIELDS = Set.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
            "Comment",
            "Compensate");
    private static final long MOST_SECONDS = 99_999_999;
    private static final long MOST_DELAY_SECONDS = 31_622_400;

    private ErrorHandlingParser() {}

    static List<Retrier> retriers(Fields state) {
        List<Fields> elements = state.objects("Retry");
        List<Retrier> retriers = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Fields retrier = elements.get(i);
            retrier.allow(RETRIER_FIELDS);
            retriers.add(retrier(retrier, errors(retrier, i == elements.size() - 1)));
        }
        return List.copyOf(retriers);
    }

    private static Retrier retrier(Fields retrier, List<String> errors) {
        retrier.string("Comment");
        Long interval = retrier.integer("IntervalSeconds", 1, MOST_SECONDS);
        Long attempts = retrier.integer("MaxAttempts", 0, MOST_SECONDS);
        Double rate = retrier.decimal("BackoffRate", 1.0, Double.MAX_VALUE);
        Long maxDelay = retrier.integer("MaxDelaySeconds", 1, MOST_DELAY_SECONDS);
        String jitter = retrier.word("JitterStrategy", List.of("FULL", "NONE"));
        return new Retrier(
                errors,
                interval == null ? 1 : interval,
                attempts == null ? 3 : attempts,
                rate == null ? 2.0 : rate,
                maxDelay,
                "FULL".equals(jitter),
                !Boolean.FALSE.equals(retrier.bool("Compensate")));
    }

    /**
     * The catchers; their {@code Next} fields become edges.
     *
     * @param assigns takes down what one of them assigns
     */
    static List<Catcher> catchers(
            String name, Fields state, QueryLanguage language, Transitions transitions, Consumer<Fields> assigns) {
        List<Fields> elements = state.objects("Catch");
        List<Catcher> catchers = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Fields catcher = elements.get(i);
            StateFields.checkCatcher(catcher, language.name());
            assigns.accept(catcher);
            List<String> errors = errors(catcher, i == elements.size() - 1);
            catcher.require("Next");
            String next = catcher.string("Next");
            if (next != null) transitions.edge(name, next, catcher.at("Next"));
            catchers.add(new Catcher(
                    errors,
                    next == null ? "" : next,
                    language.caught(catcher),
                    language.assign(catcher),
                    compensate(catcher)));
        }
        return List.copyOf(catchers);
    }

    private static Catcher.Compensate compensate(Fields catcher) {
        JsonNode value = catcher.get("Compensate");
        if (value == null || value.isBoolean() && !value.booleanValue()) return Catcher.Compensate.NONE;
        if (value.isBoolean()) return Catcher.Compensate.STATE;
        if (value.isString() && value.stringValue().equals("All")) return Catcher.Compensate.ALL;
        catcher.problem("Compensate", "The field 'Compensate' should have one of these values: [true, false, All]");
        return Catcher.Compensate.NONE;
    }

    private static List<String> errors(Fields handler, boolean last) {
        handler.require("ErrorEquals");
        ArrayNode array = handler.array("ErrorEquals");
        if (array == null) return List.of();
        if (array.isEmpty()) handler.problem("ErrorEquals", "Value cannot be empty");
        List<String> errors = new ArrayList<>();
        for (JsonNode error : array) {
            if (error.isString() && !error.stringValue().isEmpty()) errors.add(error.stringValue());
            else handler.problem("ErrorEquals", "Expected value of type String");
        }
        if (errors.contains(ErrorName.ALL) && (errors.size() > 1 || !last)) {
            handler.problem("ErrorEquals", "'States.ALL' must appear alone, and in the last element only");
        }
        return List.copyOf(errors);
    }
}
