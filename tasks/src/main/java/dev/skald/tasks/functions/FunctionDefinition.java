package dev.skald.tasks.functions;

import dev.skald.engine.task.FunctionDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of a project: what is run for it, and how.
 *
 * @param name as in its ARN
 * @param runtime AWS's identifier, such as {@code nodejs22.x}, {@code python3.13}, {@code java21}, {@code provided.al2023}
 * @param handler as the project file spells it: {@code src/book.handler}, {@code com.acme.Book::handleRequest}; for
 *     {@code provided} runtimes what {@code _HANDLER} holds
 * @param code the folder, jar or zip that holds the function: {@code LAMBDA_TASK_ROOT}
 * @param layers folders or zips that are seen under {@code /opt} on AWS, the first one first
 * @param environment the function's own variables
 * @param timeout for how long one invocation may run, 1 s to 15 minutes
 * @param memoryMegabytes told to the function; not enforced
 * @param concurrency how many invocations may run side by side; null means the engine's own limit
 */
public record FunctionDefinition(
        String name,
        String runtime,
        String handler,
        Path code,
        List<Path> layers,
        Map<String, String> environment,
        Duration timeout,
        int memoryMegabytes,
        @Nullable Integer concurrency) {
    /** Lambda's own default. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    /** Lambda's own default. */
    public static final int DEFAULT_MEMORY_MEGABYTES = 128;

    /** What callers of functions may know of it. */
    public FunctionDescription description() {
        return new FunctionDescription(name, runtime, handler, timeout, memoryMegabytes, environment);
    }

    public FunctionDefinition {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
    }
}
