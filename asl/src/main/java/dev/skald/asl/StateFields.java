package dev.skald.asl;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which fields a state may have: the table of section 1.2. */
final class StateFields {
    private static final Set<String> EVERY = Set.of("Type", "Comment", "QueryLanguage", "RunClass");
    private static final Set<String> TRANSITION = Set.of("Next", "End");
    private static final Set<String> PATHS = Set.of("InputPath", "OutputPath");
    private static final Set<String> RESULT = Set.of("ResultPath", "ResultSelector");
    private static final Set<String> FALLIBLE = Set.of("Retry", "Catch");

    private static final Map<StateType, Set<String>> BOTH = new EnumMap<>(StateType.class);
    private static final Map<StateType, Set<String>> JSON_PATH_ONLY = new EnumMap<>(StateType.class);
    private static final Map<StateType, Set<String>> JSONATA_ONLY = new EnumMap<>(StateType.class);

    static {
        BOTH.put(
                StateType.Task,
                union(
                        TRANSITION,
                        FALLIBLE,
                        SkaldFields.STEP,
                        Set.of("Assign", "Resource", "Credentials", "TimeoutSeconds", "HeartbeatSeconds")));
        JSON_PATH_ONLY.put(
                StateType.Task,
                union(PATHS, RESULT, Set.of("Parameters", "TimeoutSecondsPath", "HeartbeatSecondsPath")));
        JSONATA_ONLY.put(StateType.Task, Set.of("Arguments", "Output"));

        BOTH.put(StateType.Parallel, union(TRANSITION, FALLIBLE, Set.of("Assign", "Branches")));
        JSON_PATH_ONLY.put(StateType.Parallel, union(PATHS, RESULT, Set.of("Parameters")));
        JSONATA_ONLY.put(StateType.Parallel, Set.of("Arguments", "Output"));

        BOTH.put(
                StateType.Map,
                union(
                        TRANSITION,
                        FALLIBLE,
                        Set.of("Assign", "ItemProcessor", "Iterator", "ItemSelector", "MaxConcurrency", "Label"),
                        Set.of("ItemReader", "ItemBatcher", "ResultWriter"),
                        Set.of("ToleratedFailurePercentage", "ToleratedFailureCount")));
        JSON_PATH_ONLY.put(
                StateType.Map,
                union(
                        PATHS,
                        RESULT,
                        Set.of("Parameters", "ItemsPath", "MaxConcurrencyPath"),
                        Set.of("ToleratedFailurePercentagePath", "ToleratedFailureCountPath")));
        JSONATA_ONLY.put(StateType.Map, Set.of("Items", "Output"));

        BOTH.put(StateType.Pass, union(TRANSITION, Set.of("Assign")));
        JSON_PATH_ONLY.put(StateType.Pass, union(PATHS, Set.of("Parameters", "Result", "ResultPath")));
        JSONATA_ONLY.put(StateType.Pass, Set.of("Output"));

        BOTH.put(StateType.Wait, union(TRANSITION, Set.of("Assign", "Seconds", "Timestamp")));
        JSON_PATH_ONLY.put(StateType.Wait, union(PATHS, Set.of("SecondsPath", "TimestampPath")));
        JSONATA_ONLY.put(StateType.Wait, Set.of("Output"));

        BOTH.put(StateType.Choice, Set.of("Assign", "Choices", "Default"));
        JSON_PATH_ONLY.put(StateType.Choice, PATHS);
        JSONATA_ONLY.put(StateType.Choice, Set.of("Output"));

        BOTH.put(StateType.Succeed, Set.of());
        JSON_PATH_ONLY.put(StateType.Succeed, PATHS);
        JSONATA_ONLY.put(StateType.Succeed, Set.of("Output"));

        BOTH.put(StateType.Fail, Set.of("Error", "Cause"));
        JSON_PATH_ONLY.put(StateType.Fail, Set.of("ErrorPath", "CausePath"));
        JSONATA_ONLY.put(StateType.Fail, Set.of());
    }

    private StateFields() {}

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new HashSet<>();
        for (Set<String> set : sets) all.addAll(set);
        return Set.copyOf(all);
    }

    /** Records every field that a state of this type and language may not have. */
    static void check(Fields state, StateType type, String language) {
        boolean jsonPath = language.equals("JSONPath");
        Set<String> own = of(jsonPath ? JSON_PATH_ONLY : JSONATA_ONLY, type);
        Set<String> other = of(jsonPath ? JSONATA_ONLY : JSON_PATH_ONLY, type);
        for (Map.Entry<String, JsonNode> entry : state.entries()) {
            String field = entry.getKey();
            if (EVERY.contains(field) || of(BOTH, type).contains(field) || own.contains(field)) continue;
            state.problem(
                    other.contains(field)
                            ? onlyIn(field, language, jsonPath ? "JSONata" : "JSONPath")
                            : "Field '" + field + "' is not supported");
        }
    }

    private static Set<String> of(Map<StateType, Set<String>> table, StateType type) {
        return table.getOrDefault(type, Set.of());
    }

    private static String onlyIn(String field, String language, String other) {
        return "The QueryLanguage is set to '" + language + "', but field '" + field + "' is only supported for the '"
                + other + "' QueryLanguage";
    }

    /** The fields that only a catcher may have besides those common to both languages. */
    static void checkCatcher(Fields catcher, String language) {
        Set<String> allowed = new HashSet<>(List.of("ErrorEquals", "Next", "Comment", "Assign", "Compensate"));
        String own = language.equals("JSONPath") ? "ResultPath" : "Output";
        String other = own.equals("Output") ? "ResultPath" : "Output";
        allowed.add(own);
        for (Map.Entry<String, JsonNode> entry : catcher.entries()) {
            String field = entry.getKey();
            if (allowed.contains(field)) continue;
            catcher.problem(
                    field.equals(other)
                            ? onlyIn(field, language, own.equals("Output") ? "JSONPath" : "JSONata")
                            : "Field '" + field + "' is not supported");
        }
    }
}
