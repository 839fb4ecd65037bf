package dev.skald.tasks.aws;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskResource.Pattern;
import dev.skald.engine.task.TaskCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Attempts of tasks as the engine makes them. */
final class Calls {
    static final String EXECUTION = "arn:aws:states:us-east-1:111111111111:execution:order:o1";
    static final String MACHINE = "arn:aws:states:us-east-1:111111111111:stateMachine:order";

    private Calls() {}

    static TaskCall of(String service, String action, String parameters) {
        return of(service, action, Pattern.REQUEST_RESPONSE, parameters, null);
    }

    static TaskCall of(String service, String action, Pattern pattern, String parameters, @Nullable Instant deadline) {
        String arn = "arn:aws:states:::" + service + ":" + action + pattern.suffix();
        return new TaskCall(
                EXECUTION,
                MACHINE,
                "Do",
                new TaskResource.Integration(arn, service, action, pattern),
                parsed(parameters),
                null,
                null,
                "key-1",
                "key-1:7",
                0,
                deadline,
                false);
    }

    private static Payload parsed(String json) {
        try {
            return Payload.parse(json);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(e);
        }
    }
}
