package dev.skald.acceptance.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code skald dev PROJECT} in a process of its own, on ports that were free. */
final class SkaldDev implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(4);
    private static final Duration STOP_MAX = Duration.ofMinutes(1);
    private static final Pattern API_KEY = Pattern.compile("X-Api-Key: (\\S+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final int port = freePort();
    private final int httpPort = freePort();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable Process process;

    /**
     * @param folder where store and log are
     * @param arguments the project's folder, and flags
     */
    SkaldDev(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        this.folder = folder;
        this.environment = environment;
        this.arguments = List.of(arguments);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether a program is there that the functions of a project need. */
    static boolean has(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** An answer, and its body as text. */
    record Answer(int status, String text, HttpResponse<String> whole) {
        JsonNode json() {
            return JSON.readTree(text);
        }
    }

    /** Starts it, and returns when the project is deployed. */
    SkaldDev start() throws IOException {
        var builder = new ProcessBuilder(command()).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Process started = builder.start();
        process = started;
        try {
            Awaitility.await()
                    .atMost(START_MAX)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast("skald dev ended: " + output(), () -> !started.isAlive())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> !api("/deployments").json().path("deployments").isEmpty());
        } catch (ConditionTimeoutException notReady) {
            throw new IllegalStateException("skald dev does not deploy:\n" + output(), notReady);
        }
        return this;
    }

    private List<String> command() {
        List<String> command = skald("dev");
        command.addAll(arguments);
        command.addAll(List.of("--port", String.valueOf(port), "--http-port", String.valueOf(httpPort)));
        command.addAll(List.of("--store", folder.resolve("skald.db").toString()));
        return command;
    }

    private static List<String> skald(String subcommand) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.skald.cli.Main", subcommand));
        return command;
    }

    /** What another command of {@code skald} prints that asks this server. */
    String asked(String subcommand, String... more) throws IOException {
        List<String> command = skald(subcommand);
        command.addAll(List.of(more));
        command.addAll(List.of("--endpoint", "http://127.0.0.1:" + port));
        Process asking = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path log() {
        return folder.resolve("dev.log");
    }

    /** What it printed so far. */
    String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    /** The first API key that it printed. */
    String apiKey() throws IOException {
        Matcher key = API_KEY.matcher(output());
        if (!key.find()) throw new IllegalStateException("no API key in:\n" + output());
        return key.group(1);
    }

    int port() {
        return port;
    }

    /** Skald's own API. */
    Answer api(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path)));
    }

    /** A request to a trigger, still without method and body. */
    HttpRequest.Builder trigger(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path));
    }

    /** An answer of a trigger. */
    Answer get(String path) throws IOException, InterruptedException {
        return send(trigger(path).GET());
    }

    /** An answer of a trigger to JSON. */
    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(trigger(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                client.send(request.timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body(), answer);
    }

    /** Stops it as a person does, with its functions; what does not stop is killed. */
    @Override
    public void close() throws InterruptedException {
        client.shutdownNow();
        Process running = process;
        if (running == null) return;
        running.destroy();
        if (running.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) return;
        running.descendants().forEach(ProcessHandle::destroyForcibly);
        running.destroyForcibly();
        throw new IllegalStateException("skald dev does not stop");
    }
}
