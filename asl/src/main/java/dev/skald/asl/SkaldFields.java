package dev.skald.asl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields that only Skald knows: the one list that the parser allows and the export takes away. */
final class SkaldFields {
    static final Set<String> MACHINE = Set.of("SearchAttributes", "Saga", "KnownErrors");

    /** What makes a Task a step of a saga. */
    static final Set<String> STEP =
            Set.of("Compensate", "Record", "Pivot", "Retriable", "NoCompensation", "UncertainErrors");

    /** On states that end an execution. */
    static final Set<String> TERMINAL = Set.of("RunClass");

    /** On retriers and catchers. */
    static final Set<String> HANDLER = Set.of("Compensate");

    private static final List<String> HANDLERS = List.of("Retry", "Catch");
    private static final List<String> PROCESSORS = List.of("ItemProcessor", "Iterator");

    private SkaldFields() {}

    /** A copy of a definition without them; the definition itself stays as it is. */
    static ObjectNode stripped(ObjectNode definition) {
        ObjectNode plain = definition.deepCopy();
        plain.remove(MACHINE);
        strip(plain);
        return plain;
    }

    /** Takes them out of the states of a machine, branch or processor. */
    private static void strip(JsonNode block) {
        for (Map.Entry<String, JsonNode> state : block.path("States").properties())
            if (state.getValue() instanceof ObjectNode fields) stripState(fields);
    }

    static void stripState(ObjectNode state) {
        state.remove(STEP);
        state.remove(TERMINAL);
        for (String field : HANDLERS)
            for (JsonNode handler : state.path(field)) if (handler instanceof ObjectNode fields) fields.remove(HANDLER);
        for (JsonNode branch : state.path("Branches")) strip(branch);
        for (String field : PROCESSORS) strip(state.path(field));
    }
}
