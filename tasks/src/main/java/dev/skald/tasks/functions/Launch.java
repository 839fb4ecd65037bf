package dev.skald.tasks.functions;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process of a function is started.
 *
 * @param folder where it starts: {@code LAMBDA_TASK_ROOT}
 * @param environment what this runtime needs beside what every function has
 * @param endsOutput whether the process marks the end of an invocation's output, see {@link FunctionOutput#END}
 */
record Launch(List<String> command, Path folder, Map<String, String> environment, boolean endsOutput) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
