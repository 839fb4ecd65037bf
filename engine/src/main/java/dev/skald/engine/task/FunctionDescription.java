package dev.skald.engine.task;

import java.time.Duration;
import java.util.Map;

/**
 * What is known of a function, as Lambda's GetFunctionConfiguration tells it.
 *
 * @param runtime such as {@code nodejs22.x}
 * @param handler what runs: a module's export, a class
 * @param timeout for how long one invocation may run
 * @param environment its own variables
 */
public record FunctionDescription(
        String name,
        String runtime,
        String handler,
        Duration timeout,
        int memoryMegabytes,
        Map<String, String> environment) {
    public FunctionDescription {
        environment = Map.copyOf(environment);
    }
}
