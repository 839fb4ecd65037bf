package dev.skald.server.aws;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskState;
import dev.skald.engine.ServiceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the member {@code context} of TestState: a context object of which each member may be missing. */
final class StateContext {
    /** What each object may hold, and which type that must have. */
    private static final Map<String, Map<String, Type>> MEMBERS = Map.of(
            "Execution",
            Map.of(
                    "Id", Type.STRING,
                    "Input", Type.ANY,
                    "Name", Type.STRING,
                    "RoleArn", Type.STRING,
                    "StartTime", Type.STRING,
                    "RedriveCount", Type.NUMBER,
                    "RedriveTime", Type.STRING),
            "State",
            Map.of("EnteredTime", Type.STRING, "Name", Type.STRING, "RetryCount", Type.NUMBER),
            "StateMachine",
            Map.of("Id", Type.STRING, "Name", Type.STRING),
            "Task",
            Map.of("Token", Type.STRING));

    private enum Type {
        STRING("a string"),
        NUMBER("a number"),
        ANY("");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        boolean has(JsonNode value) {
            return switch (this) {
                case STRING -> value.isString();
                case NUMBER -> value.isNumber();
                case ANY -> true;
            };
        }
    }

    private StateContext() {}

    /**
     * The object; null when there is none.
     *
     * @throws ServiceException ValidationException
     */
    static @Nullable ObjectNode read(@Nullable String text, State state, boolean mocked) {
        if (text == null) return null;
        if (!mocked) throw TestState.refused("TestState does not support Context when a mock is not specified.");
        if (!(StateMocks.json(text, "Invalid Context object provided: not a valid JSON")
                        .node()
                instanceof ObjectNode context)) throw invalid("must be a JSON object");
        for (Map.Entry<String, JsonNode> member : context.properties())
            check(member.getKey(), member.getValue(), state);
        return context;
    }

    /** What a state within a Map sees of its iteration, taken to be the first; null outside of Maps. */
    static @Nullable ObjectNode ofIteration(@Nullable JsonNode map, Payload input) {
        if (map == null) return null;
        ObjectNode context = Json.object();
        ObjectNode item = context.putObject("Map").putObject("Item");
        item.put("Index", 0);
        item.set("Value", input.node());
        return context;
    }

    /** How many retries there have been before, by {@code State.RetryCount}. */
    static int retryCount(@Nullable ObjectNode context) {
        return context == null
                ? 0
                : Math.max(0, context.path("State").path("RetryCount").asInt(0));
    }

    private static void check(String name, JsonNode value, State state) {
        if (name.equals("Map")) throw invalid("'Map' field is not supported when mocking a Context object");
        if (name.equals("Task") && !hasTask(state))
            throw invalid("Context object contains 'Task' when state is not a Task state with a '.sync' or"
                    + " '.waitForTaskToken' service integration pattern");
        Map<String, Type> allowed = MEMBERS.get(name);
        if (allowed == null) throw invalid("Field '" + name + "' is not allowed");
        if (!value.isObject()) throw invalid(name + " must be an object");
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            Type type = allowed.get(member.getKey());
            if (type == null) throw invalid("Field '" + member.getKey() + "' is not allowed");
            if (!type.has(member.getValue())) throw invalid(name + "." + member.getKey() + " must be " + type.text);
        }
    }

    private static boolean hasTask(State state) {
        return state instanceof TaskState task
                && task.resource() instanceof TaskResource.Integration integration
                && integration.pattern() != TaskResource.Pattern.REQUEST_RESPONSE;
    }

    private static ServiceException invalid(String reason) {
        return TestState.refused("Invalid Context object provided: " + reason);
    }
}
