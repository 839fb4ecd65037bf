package dev.skald.core;

import dev.skald.asl.Payload;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The object a catcher gets: {@code {"Error", "Cause"}}. AWS gives an empty Cause where there is none. */
final class ErrorOutput {
    private ErrorOutput() {}

    static Payload of(Failure failure) {
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("Error", failure.error() == null ? failure.name() : failure.error());
        output.put("Cause", failure.cause() == null ? "" : failure.cause());
        return Payload.of(output);
    }
}
