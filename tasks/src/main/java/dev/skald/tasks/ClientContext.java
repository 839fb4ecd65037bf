package dev.skald.tasks;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.TaskCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Lambda client context of a call: what a function reads as {@code context.client_context.custom} (Python) or {@code
 * context.clientContext.custom} (Node) to tell a repeated call from a new one. A call from outside of any
 * execution has no {@code ExecutionArn} and no {@code State}.
 *
 * <pre>{@code {"custom": {"Key": "...", "AttemptId": "...", "ExecutionArn": "...", "State": "..."}}}</pre>
 */
public final class ClientContext {
    /** What Lambda takes, in bytes of base64. */
    public static final int BYTES_MAX = 3583;

    private static final JsonMapper JSON = new JsonMapper();

    private ClientContext() {}

    /** The header's value. What the definition gives as {@code ClientContext} stays, and ours is added to it. */
    public static String of(FunctionCall call) {
        String given = call.clientContext();
        if (given == null) return encoded(withKeys(JsonNodeFactory.instance.objectNode(), call));
        ObjectNode parsed = parsed(given);
        if (parsed == null) return given;
        String merged = encoded(withKeys(parsed, call));
        return merged.length() <= BYTES_MAX ? merged : given;
    }

    private static ObjectNode withKeys(ObjectNode context, FunctionCall call) {
        JsonNode known = context.get("custom");
        ObjectNode custom = known instanceof ObjectNode object ? object : context.putObject("custom");
        switch (call.caller()) {
            case FunctionCaller.Task task -> addKeys(custom, task.call());
            // What the caller itself says of the call counts more than what is made up here.
            case FunctionCaller.Request request -> {
                if (!custom.has("Key")) custom.put("Key", request.key());
                if (!custom.has("AttemptId")) custom.put("AttemptId", request.attemptId());
            }
        }
        return context;
    }

    private static void addKeys(ObjectNode custom, TaskCall task) {
        custom.put("Key", task.key());
        custom.put("AttemptId", task.attemptId());
        custom.put("ExecutionArn", task.executionArn());
        custom.put("State", task.state());
    }

    /** Whether it is what Lambda takes: base64 of a JSON object. */
    public static boolean isReadable(String given) {
        return parsed(given) != null;
    }

    /** Null when it is not base64 of a JSON object: then the function gets it as it is, as on AWS. */
    private static @Nullable ObjectNode parsed(String given) {
        try {
            byte[] json = Base64.getDecoder().decode(given);
            return JSON.readTree(json) instanceof ObjectNode object ? object : null;
        } catch (IllegalArgumentException | JacksonException notOurs) {
            return null;
        }
    }

    private static String encoded(ObjectNode context) {
        return Base64.getEncoder().encodeToString(context.toString().getBytes(StandardCharsets.UTF_8));
    }
}
