package dev.skald.asl;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The compensation of what began executions of its own, where the author wrote none: a Task that starts an execution and
 * waits for it, and a Map in mode DISTRIBUTED with steps in it. Their logs are kept, and undone.
 */
final class NestedUndo {
    /** The task that undoes executions: no definition may name it. */
    static final TaskResource RESOURCE = new TaskResource.Integration(
            "arn:aws:states:::states:compensateExecutions.sync",
            "states",
            "compensateExecutions",
            TaskResource.Pattern.SYNC);

    /** What the task gets of the input of a compensation. */
    private static final List<String> ARGUMENTS = List.of("Key", "Arguments", "Executions", "Attempts");

    private static final DataFlow FLOW = new DataFlow(Scope::input, NestedUndo::arguments, Scope::input, null);

    private NestedUndo() {}

    /** @param name of the compensation */
    static TaskState named(String name, List<Retrier> retry) {
        return new TaskState(name, FLOW, RESOURCE, null, null, null, retry, List.of(), new Next.End(), SagaStep.NONE);
    }

    private static Payload arguments(Scope scope) {
        JsonNode input = scope.input().node();
        ObjectNode arguments = Json.object();
        for (String name : ARGUMENTS) if (input.has(name)) arguments.set(name, input.get(name));
        return Payload.of(arguments);
    }

    /** Whether a Task starts an execution and waits for its end. */
    static boolean isNested(Fields task) {
        return task.get("Resource") instanceof JsonNode resource
                && resource.isString()
                && ResourceParser.parse(resource.stringValue()) instanceof TaskResource.Integration integration
                && integration.startsExecution()
                && integration.waitsForJob();
    }

    /** Whether a machine has saga fields. */
    static boolean isSaga(JsonNode block) {
        if (block.has("Saga")) return true;
        for (JsonNode state : block.path("States")) if (isStep(state)) return true;
        return false;
    }

    private static boolean isStep(JsonNode state) {
        if (state.has("Compensate") || isTrue(state, "Pivot") || isTrue(state, "Retriable")) return true;
        for (JsonNode branch : state.path("Branches")) if (isSaga(branch)) return true;
        return isSaga(state.path("ItemProcessor")) || isSaga(state.path("Iterator"));
    }

    private static boolean isTrue(JsonNode state, String field) {
        return state.path(field).isBoolean() && state.path(field).booleanValue();
    }
}
