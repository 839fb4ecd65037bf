package dev.skald.tasks.functions;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of a function's process: a clean base, what is set for all functions, the function's own, those that only
 * Lambda sets, and those of the runtime's bootstrap; of the same name the later one counts, but search paths are joined. Nothing
 * of the server's own environment is handed on beside the base.
 */
final class ProcessEnvironment {
    /** What is handed on: where programs and temporary files are, and how text is encoded. */
    private static final List<String> BASE = List.of("PATH", "HOME", "LC_ALL", "TMPDIR", "SystemRoot", "TEMP");

    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";

    /** Keys belong together: those of one place are never mixed with those of another one. */
    private static final List<String> KEYS = List.of(ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

    private ProcessEnvironment() {}

    static Map<String, String> of(
            FunctionDefinition function, FunctionSettings settings, FunctionCode code, Launch launch, String stream) {
        Map<String, String> all = new HashMap<>();
        for (String name : BASE) if (System.getenv(name) != null) all.put(name, System.getenv(name));
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.put("AWS_REGION", settings.region());
        all.put("AWS_DEFAULT_REGION", settings.region());
        all.put("AWS_EC2_METADATA_DISABLED", "true");
        KEYS.forEach(name -> all.put(name, "local"));
        putAll(all, settings.environment().get());
        putAll(all, function.environment());
        all.putAll(reserved(function, code, stream));
        launch.environment().forEach((name, value) -> all.merge(name, value, (own, ours) -> joined(name, own, ours)));
        return all;
    }

    private static void putAll(Map<String, String> all, Map<String, String> further) {
        if (further.containsKey(ACCESS_KEY)) KEYS.forEach(all::remove);
        all.putAll(further);
    }

    /** A search path of the function's own comes before the runtime's; of other variables the runtime's counts. */
    private static String joined(String name, String own, String ours) {
        if (name.equals("PATH")) return ours + java.io.File.pathSeparator + own;
        return name.endsWith("PATH") ? own + java.io.File.pathSeparator + ours : ours;
    }

    private static Map<String, String> reserved(FunctionDefinition function, FunctionCode code, String stream) {
        Map<String, String> reserved = new HashMap<>();
        reserved.put("_HANDLER", function.handler());
        reserved.put("LAMBDA_TASK_ROOT", code.root().toString());
        reserved.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        reserved.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        reserved.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMegabytes()));
        reserved.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        reserved.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        reserved.put("AWS_LAMBDA_LOG_FORMAT", "Text");
        reserved.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        reserved.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        return reserved;
    }
}
