package dev.skald.asl;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSONata saga as plain ASL. The undo log is a variable, a list of {@code {Step, Undo, Rest}} whose head is the last step
 * done, and null when nothing is done: each step puts itself there in the transition of its success, and its
 * compensation takes it out in that of its own.
 */
final class JsonataExport {
    static final String EXECUTION = "$states.context.Execution.Id";

    /** Ends a branch whose compensations failed for good. */
    static final String COMPENSATION_FAILED = "Saga.CompensationFailed";

    /** With this error a person gives up what waits for them. */
    static final String ABANDON = "Saga.Abandon";

    /** With this error a person says of a pivot that it did not happen. */
    static final String DID_NOT_HAPPEN = "Saga.DidNotHappen";

    final Export export;
    private final String prefix;

    JsonataExport(Export export) {
        this.export = export;
        this.prefix = freePrefix(export.definition);
    }

    /** A prefix that none of the author's variables has. */
    static String freePrefix(ObjectNode definition) {
        Set<String> names = new HashSet<>();
        assigned(definition, names);
        String prefix = "saga";
        while (anyStartsWith(names, prefix)) prefix += "_";
        return prefix;
    }

    private static boolean anyStartsWith(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static void assigned(JsonNode node, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals("Assign")) names.addAll(field.getValue().propertyNames());
            assigned(field.getValue(), names);
        }
        if (node.isArray()) node.forEach(element -> assigned(element, names));
    }

    /** The variables of one scope: those of nested scopes have other names, because they may not be assigned there. */
    record Variables(String prefix, int depth) {
        String log() {
            return prefix + (depth == 0 ? "" : depth);
        }

        String error() {
            return log() + "Error";
        }

        /** How many visits of states in loops have ended. */
        String visit() {
            return log() + "Visit";
        }

        /** Which item of a Map this iteration is for. */
        String item() {
            return log() + "Item";
        }

        /** How many entries of the log are still to be undone; negative means all. */
        String left() {
            return log() + "Left";
        }

        /** What goes on when they are. */
        String then() {
            return log() + "Then";
        }

        /** The input of what goes on. */
        String data() {
            return log() + "Data";
        }

        /** How often each retrier of the current Parallel or Map has been used. */
        String tries() {
            return log() + "Tries";
        }

        /** Whether a compensation has failed for good. */
        String failed() {
            return log() + "Failed";
        }

        Variables inner() {
            return new Variables(prefix, depth + 1);
        }
    }

    ObjectNode machine() {
        ObjectNode machine = export.definition.deepCopy();
        machine.remove(SkaldFields.MACHINE);
        machine.put("QueryLanguage", "JSONata");
        var root = new JsonataScope(
                this, export.definition, new Variables(prefix, 0), JsonataScope.Kind.ROOT, EXECUTION, "");
        ObjectNode block = root.compiled();
        machine.set("StartAt", block.path("StartAt"));
        machine.set("States", block.path("States"));
        return machine;
    }

    // Pieces of states.

    /** The value of a variable. */
    static String variable(String name) {
        return "$" + name;
    }

    static void assign(ObjectNode state, String variable, JsonNode value) {
        assignments(state).set(variable, value);
    }

    static void assign(ObjectNode state, String variable, String expression) {
        assignments(state).put(variable, SagaText.expression(expression));
    }

    private static ObjectNode assignments(ObjectNode state) {
        return state.get("Assign") instanceof ObjectNode assign ? assign : state.putObject("Assign");
    }

    /** Tells a person what waits for them. */
    ObjectNode waiting(String kind, JsonNode state, String error) {
        ObjectNode message = Json.object();
        message.put("TaskToken", SagaText.expression("$states.context.Task.Token"));
        message.put("Execution", SagaText.expression(EXECUTION));
        message.put("Kind", kind);
        message.set("State", state);
        message.put("Failure", SagaText.expression(error));
        return export.parkTask(message, "Arguments");
    }

    /** The state that ends an execution or branch whose compensations failed. */
    static ObjectNode failed(String error, String cause) {
        return Json.object().put("Type", "Fail").put("Error", error).put("Cause", cause);
    }
}
