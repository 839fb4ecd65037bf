package dev.skald.engine;

import dev.skald.asl.EvaluationException;
import dev.skald.asl.Expression;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import dev.skald.asl.Variables;
import dev.skald.engine.store.MachineRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine's {@code SearchAttributes} come to for one start: texts that people search executions by.
 *
 * <p>They see the input and, in the context object, the execution and its machine.
 */
record SearchAttributes(
        MachineRow machine, String executionArn, String name, Payload input, Instant now, Services services) {
    /** Begins the names of Skald's own attributes. */
    static final String RESERVED = "skald:";

    static final int ATTRIBUTES_MAX = 20;
    static final int NAME_CHARS_MAX = 80;
    static final int VALUE_CHARS_MAX = 256;

    /** @throws ServiceException InvalidExecutionInput when they cannot be evaluated, or are no short texts */
    Map<String, String> evaluate() {
        Expression<Payload> template = services.definitions()
                .compiled(machine.definitionHash(), machine.type())
                .machine()
                .searchAttributes();
        return template == null ? Map.of() : texts(evaluate(template).node());
    }

    private Payload evaluate(Expression<Payload> template) {
        var scope = new Scope(
                input,
                null,
                null,
                Variables.NONE,
                this::context,
                now,
                services.parts().entropy());
        try {
            return template.evaluate(scope);
        } catch (EvaluationException e) {
            throw invalid(e.message());
        }
    }

    private Payload context() {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        ObjectNode execution = context.putObject("Execution");
        execution.put("Id", executionArn);
        execution.set("Input", input.node());
        execution.put("StartTime", now.toString());
        execution.put("Name", name);
        execution.put("RoleArn", machine.roleArn());
        ObjectNode stateMachine = context.putObject("StateMachine");
        stateMachine.put("Id", machine.arn());
        stateMachine.put("Name", machine.name());
        return Payload.of(context);
    }

    private static Map<String, String> texts(JsonNode attributes) {
        if (!attributes.isObject()) throw invalid("they must be an object");
        if (attributes.size() > ATTRIBUTES_MAX) throw invalid("there may be " + ATTRIBUTES_MAX + " at most");
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : attributes.properties()) add(texts, each.getKey(), each.getValue());
        return texts;
    }

    /** An attribute that is null is left out: not every execution has each of them. */
    private static void add(Map<String, String> texts, String name, JsonNode value) {
        if (value.isNull()) return;
        if (name.startsWith(RESERVED)) throw invalid("names that begin with '" + RESERVED + "' are Skald's own");
        if (value.isContainer()) throw invalid("'" + name + "' must be a string, a number or a boolean");
        String text = value.isString() ? value.stringValue() : value.toString();
        if (name.length() > NAME_CHARS_MAX || text.length() > VALUE_CHARS_MAX)
            throw invalid("'" + name + "' is too long: a name may have " + NAME_CHARS_MAX + ", a value "
                    + VALUE_CHARS_MAX + " characters");
        texts.put(name, text);
    }

    private static ServiceException invalid(String reason) {
        return new ServiceException(
                "InvalidExecutionInput",
                "Invalid State Machine Execution Input: 'SearchAttributes cannot be evaluated: " + reason + "'");
    }
}
