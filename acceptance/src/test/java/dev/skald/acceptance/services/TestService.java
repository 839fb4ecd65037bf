package dev.skald.acceptance.services;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.acceptance.Alone;
import dev.skald.acceptance.SourceTree;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A server that stands in for a service of AWS. It starts when it is first asked for, and ends with the tests' JVM. */
public enum TestService {
    /** It binds to all addresses and cannot be told otherwise. */
    DYNAMODB(
            "dynamodb",
            List.of(),
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
            port -> List.of("-inMemory", "-sharedDb", "-port", String.valueOf(port))),

    S3(
            "s3",
            List.of(),
            "com.adobe.testing.s3mock.S3MockApplication",
            port -> List.of(
                    "--server.address=127.0.0.1",
                    "--server.port=0",
                    "--http.port=" + port,
                    "--vectors.http.port=0",
                    "--vectors.https.port=0")),

    SQS(
            "sqs",
            List.of(
                    "-Drest-sqs.bind-hostname=127.0.0.1",
                    "-Drest-sqs.bind-port=%d",
                    "-Dnode-address.host=127.0.0.1",
                    "-Dnode-address.port=%d",
                    "-Drest-stats.enabled=false"),
            "org.elasticmq.server.Main",
            _ -> List.of());

    private static final Duration RESOLVE_MAX = Duration.ofMinutes(5);
    private static final Duration START_MAX = Duration.ofMinutes(4);
    private static final int ANSWER_MILLIS_MAX = 10_000;

    private final String folder;
    private final List<String> options;
    private final String main;
    private final IntFunction<List<String>> arguments;
    private @Nullable URI address;

    TestService(String folder, List<String> options, String main, IntFunction<List<String>> arguments) {
        this.folder = folder;
        this.options = options;
        this.main = main;
        this.arguments = arguments;
    }

    /** Where it is. The calling test is skipped where its jars cannot be had. */
    public synchronized URI address() throws IOException, InterruptedException {
        if (address != null) return address;
        Path root = SourceTree.root().toAbsolutePath().normalize();
        Path project = root.resolve("acceptance/services").resolve(folder);
        Path classPath = Alone.in(project.resolve("target"), () -> classPath(root, project));
        int port = freePort();
        Path log = Files.createTempFile("skald-" + folder, ".log");
        Process process = start(Files.readString(classPath), port, log);
        URI at = URI.create("http://127.0.0.1:" + port);
        Awaitility.await(folder + " answers: see " + log)
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(100))
                .failFast("the server ended: see " + log, () -> !process.isAlive())
                .until(() -> answers(at));
        address = at;
        return at;
    }

    /** Maven writes it the first time, and needs a network for it if it does not know the jars yet. */
    private Path classPath(Path root, Path project) throws IOException {
        Path classPath = project.resolve("target/classpath.txt");
        if (Files.exists(classPath) && isNewer(classPath, project.resolve("pom.xml"))) return classPath;
        Path log = Files.createTempFile("skald-" + folder + "-maven", ".log");
        Process maven = new ProcessBuilder(
                        root.resolve("mvnw").toString(), "-q", "-B", "-f", project.toString(), "generate-resources")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assumeThat(succeeds(maven))
                .as("Maven finds the jars of the server %s (is there a network? see %s)", folder, log)
                .isTrue();
        return classPath;
    }

    private static boolean isNewer(Path file, Path other) throws IOException {
        return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) >= 0;
    }

    private static boolean succeeds(Process process) {
        try {
            if (process.waitFor(RESOLVE_MAX.toSeconds(), TimeUnit.SECONDS)) return process.exitValue() == 0;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return false;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process start(String classPath, int port, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        options.forEach(option -> command.add(option.replace("%d", String.valueOf(port))));
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments.apply(port));
        Process process = new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    private static boolean answers(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS_MAX);
            connection.setReadTimeout(ANSWER_MILLIS_MAX);
            return connection.getResponseCode() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }
}
