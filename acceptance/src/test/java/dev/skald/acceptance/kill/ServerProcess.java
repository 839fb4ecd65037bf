package dev.skald.acceptance.kill;

import dev.skald.acceptance.api.AwsJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code skald server} in a process of its own, which can be killed and started again on the same store and port. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration DIE_MAX = Duration.ofMinutes(1);

    private final Path folder;
    private final String lambdaEndpoint;
    private final int port;
    private @Nullable Process process;

    ServerProcess(Path folder, String lambdaEndpoint) throws IOException {
        this.folder = folder;
        this.lambdaEndpoint = lambdaEndpoint;
        this.port = freePort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Starts it and returns when it answers. */
    void start() throws IOException {
        var builder = new ProcessBuilder(command()).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        Process started = builder.start();
        process = started;
        try (var client = new AwsJson(port)) {
            Awaitility.await()
                    .atMost(START_MAX)
                    .pollInterval(Duration.ofMillis(25))
                    .failFast("the server ended: see " + log(), () -> !started.isAlive())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> client.get("/ready") == 200);
        } catch (ConditionTimeoutException notReady) {
            throw new IllegalStateException("the server does not start:\n" + Files.readString(log()), notReady);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.skald.cli.Main", "server"));
        command.addAll(List.of("--port", String.valueOf(port), "--store", store().toString()));
        command.addAll(List.of("--lambda-endpoint", lambdaEndpoint));
        return command;
    }

    Path store() {
        return folder.resolve("skald.db");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    /** {@code kill -9}; returns when the process is gone. */
    void kill() throws InterruptedException, TimeoutException {
        Process running = process;
        if (running == null) return;
        running.destroyForcibly();
        if (!running.waitFor(DIE_MAX.toMillis(), TimeUnit.MILLISECONDS))
            throw new TimeoutException("process " + running.pid() + " does not die");
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException immortal) {
            throw new IllegalStateException(immortal);
        }
    }
}
