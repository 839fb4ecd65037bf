package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A program of others, to be run to its end within a time.
 *
 * @param command what to run, without the last arguments
 * @param timeMax how long it may take
 */
record ClientProgram(List<String> command, Duration timeMax) {
    static final Path SCRIPTS = Path.of("src/test/resources/clients").toAbsolutePath();
    static final Path OUTPUT = Path.of("target/clients").toAbsolutePath();

    private static final Duration PROBE_MAX = Duration.ofMinutes(2);

    /** How a program ended; the status of one that did not end in time is negative. */
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    static ClientProgram of(Duration timeMax, String... command) {
        return new ClientProgram(List.of(command), timeMax);
    }

    /** Whether a command is there and ends well. */
    static boolean works(String... command) throws IOException, InterruptedException {
        try {
            return of(PROBE_MAX, command).run(OUTPUT, Map.of()).succeeded();
        } catch (IOException absent) {
            return false;
        }
    }

    /** Runs the program as a client of a server: with credentials, without any settings of this machine. */
    String serve(ClientServer server) throws IOException, InterruptedException {
        Result result = with(server.url()).run(OUTPUT, clientEnvironment());
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private ClientProgram with(String argument) {
        List<String> all = new ArrayList<>(command);
        all.add(argument);
        return new ClientProgram(all, timeMax);
    }

    private static Map<String, String> clientEnvironment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("AWS_ACCESS_KEY_ID", "AKID");
        environment.put("AWS_SECRET_ACCESS_KEY", "any secret key at all");
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_CONFIG_FILE", OUTPUT.resolve("no-config").toString());
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE", OUTPUT.resolve("no-credentials").toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_PAGER", "");
        environment.put("NO_PROXY", "");
        environment.put("no_proxy", "");
        environment.put("http_proxy", "");
        environment.put("HTTP_PROXY", "");
        environment.put("PYTHONUNBUFFERED", "1");
        return environment;
    }

    /** Runs the program in a folder, which is made when it is not there. */
    Result run(Path folder, Map<String, String> environment) throws IOException, InterruptedException {
        Files.createDirectories(OUTPUT);
        Files.createDirectories(folder);
        Path log = Files.createTempFile(OUTPUT, "run", ".log");
        Process process = start(folder, environment, log);
        try {
            boolean ended = process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(ended ? process.exitValue() : -1, describe(ended) + Files.readString(log));
        } finally {
            end(process);
            Files.delete(log);
        }
    }

    private Process start(Path folder, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String describe(boolean ended) {
        return ended ? "" : String.join(" ", command) + " did not end within " + timeMax + ":\n";
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
