package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with the code of functions, and the processes that run it. */
final class Workshop implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Path folder;
    private final RecentFunctionLines lines = new RecentFunctionLines();
    private final FunctionProcesses processes;

    Workshop(Path folder) {
        this(folder, settings -> settings);
    }

    Workshop(Path folder, UnaryOperator<FunctionSettings> changed) {
        this.folder = folder;
        FunctionSettings settings = FunctionSettings.of(folder.resolve("cache"));
        this.processes = new FunctionProcesses(changed.apply(settings), lines);
    }

    /** Skips the test where a program is absent. */
    static void needs(String program) {
        assumeThat(Interpreters.find(program)).as(program + " is installed").isPresent();
    }

    Path code() {
        return folder.resolve("code");
    }

    Workshop file(String name, String... text) throws IOException {
        Path file = code().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", text) + "\n");
        return this;
    }

    Workshop program(String name, String... text) throws IOException {
        file(name, text);
        assertThat(code().resolve(name).toFile().setExecutable(true)).isTrue();
        return this;
    }

    FunctionDefinition function(
            String name, String runtime, String handler, Duration timeout, Map<String, String> own) {
        return new FunctionDefinition(name, runtime, handler, code(), List.of(), own, timeout, 128, null);
    }

    Workshop node(String... text) throws IOException {
        return node(TIMEOUT, text);
    }

    Workshop node(Duration timeout, String... text) throws IOException {
        needs("node");
        return file("index.js", text).deploy(function("f", "nodejs22.x", "index.handler", timeout, Map.of()));
    }

    Workshop python(String... text) throws IOException {
        return python(TIMEOUT, text);
    }

    Workshop python(Duration timeout, String... text) throws IOException {
        needs("python3");
        return file("app.py", text).deploy(function("f", "python3.13", "app.handler", timeout, Map.of()));
    }

    Workshop deploy(FunctionDefinition... functions) {
        processes.deploy(List.of(functions));
        return this;
    }

    FunctionProcesses processes() {
        return processes;
    }

    List<String> log() {
        return lines.ofFunction("f", 1_000_000).stream()
                .map(FunctionLogLine::text)
                .toList();
    }

    FunctionResult invoke(String payload) throws InterruptedException {
        return invoke("f", payload, null);
    }

    FunctionResult invoke(String function, String payload, @Nullable Instant deadline) throws InterruptedException {
        return processes.invoke(call(function, payload, deadline, false));
    }

    static FunctionCall call(String function, String payload, @Nullable Instant deadline, boolean logTail) {
        return new FunctionCall(
                FunctionName.parse(function).orElseThrow(),
                Payload.ofText(payload),
                InvocationType.REQUEST_RESPONSE,
                logTail,
                null,
                request(deadline));
    }

    static FunctionCaller request(@Nullable Instant deadline) {
        String id = UUID.randomUUID().toString();
        return new FunctionCaller.Request(id, id, 0, deadline);
    }

    /** What it returned, when it did. */
    JsonNode returned(String payload) throws InterruptedException {
        FunctionResult result = invoke(payload);
        assertThat(result).as(() -> String.join("\n", log())).isInstanceOf(FunctionResult.Returned.class);
        return ((FunctionResult.Returned) result).payload().node();
    }

    /** What it raised, when it did. */
    FunctionResult.Raised raised(String payload) throws InterruptedException {
        FunctionResult result = invoke(payload);
        assertThat(result).as(() -> String.join("\n", log())).isInstanceOf(FunctionResult.Raised.class);
        return (FunctionResult.Raised) result;
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static JsonNode json(FunctionResult.Raised raised) {
        return json(raised.errorPayload());
    }

    @Override
    public void close() {
        processes.close();
    }
}
