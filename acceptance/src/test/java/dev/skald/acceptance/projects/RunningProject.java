package dev.skald.acceptance.projects;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code skald dev PROJECT} in a process of its own, on free ports. */
final class RunningProject implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final Pattern TRIGGER = Pattern.compile("(?m)^  \\w+ http://localhost(:\\d+)/");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path output;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    /**
     * Starts it, and returns when the project is in service.
     *
     * @param folder for what it keeps
     * @param environment variables for the project
     */
    RunningProject(Path project, Path folder, Map<String, String> environment) throws Exception {
        output = folder.resolve("dev.txt");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.skald.cli.Main",
                        "dev",
                        project.toString(),
                        "--port=0",
                        "--http-port=0",
                        "--store=" + folder.resolve("skald.db"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        process = builder.start();
        try {
            Awaitility.await()
                    .atMost(START_MAX)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(() -> !process.isAlive())
                    .until(() -> output().contains(": done"));
            address = address(output());
        } catch (ConditionTimeoutException | IllegalStateException notReady) {
            close();
            throw new IllegalStateException("the project does not start:\n" + output(), notReady);
        }
    }

    private static String address(String output) {
        return TRIGGER.matcher(output)
                .results()
                .map(match -> "http://127.0.0.1" + match.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no trigger is shown"));
    }

    /** What it has shown so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** An answer of a trigger. */
    record Answer(int status, JsonNode body) {}

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private URI uri(String path) {
        return URI.create(address + path);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    /** Stops it as a person does, with its functions; what does not stop is killed. */
    @Override
    public void close() throws InterruptedException {
        http.close();
        process.destroy();
        if (process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) return;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("skald dev does not stop");
    }
}
