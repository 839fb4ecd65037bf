package dev.skald.acceptance.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.functions.FunctionLogLine;
import dev.skald.tasks.functions.FunctionProcesses;
import dev.skald.tasks.functions.FunctionSettings;
import dev.skald.tasks.functions.RecentFunctionLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A function that misbehaves in each way gives its task AWS's error, and the engine goes on. */
class FunctionTasksTest {
    private static final String FUNCTION = """
            import os, signal, sys, time
            def handler(event, context):
                do = event['do']
                if do == 'raise': raise KeyError('seat')
                if do == 'exit': os._exit(1)
                if do == 'kill': os.kill(os.getpid(), signal.SIGKILL)
                if do == 'hang': time.sleep(3600)
                if do == 'flood':
                    for i in range(20000): print('x' * 100)
                if do == 'large': return 'x' * 10000000
                if do == 'half': return 'x' * 300000
                if do == 'broken': return {1, 2}
                return {'did': do, 'key': context.client_context.custom['Key'][:0]}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private static RecentFunctionLines lines = new RecentFunctionLines();
    private static FunctionProcesses processes;
    private static RunningServer server;
    private static String machine = "";

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        assumeThat(hasPython()).as("python3 is installed").isTrue();
        Files.writeString(folder.resolve("app.py"), FUNCTION);
        var port = new AtomicInteger();
        processes = new FunctionProcesses(
                FunctionSettings.of(folder.resolve("cache"))
                        .withEnvironment(() -> Map.of("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:" + port.get())),
                lines);
        processes.deploy(List.of(new FunctionDefinition(
                "book", "python3.13", "app.handler", folder, List.of(), Map.of(), Duration.ofSeconds(2), 128, null)));
        server = RunningServer.with(builder -> builder.functions(processes));
        port.set(server.port());
        machine = server.skald().deploy("book", task(), MachineType.STANDARD);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    private static String task() {
        return """
               {"StartAt": "Book", "States": {"Book": {"Type": "Task", "End": true,
                "Resource": "arn:aws:lambda:us-east-1:000000000000:function:book"}}}""";
    }

    @AfterAll
    static void close() {
        if (server == null) return;
        server.close();
        processes.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raise|KeyError|\"errorMessage\": \"'seat'\"",
                "exit|Runtime.ExitError|Runtime exited with error: exit status 1",
                "kill|Runtime.ExitError|Runtime exited with error: signal: killed",
                "hang|Sandbox.Timedout|Task timed out after 2.00 seconds",
                "large|Function.ResponseSizeTooLarge|maximum allowed payload size (6291556 bytes)",
                "half|States.DataLimitExceeded|exceeding the maximum number of bytes service limit",
                "broken|Runtime.MarshalError|Object of type set is not JSON serializable"
            })
    void shouldFailTheTaskAsOnAws(String what, String error, String cause) throws Exception {
        RunResult result = run(what);

        assertThat(result.error()).isEqualTo(error);
        assertThat(result.cause()).contains(cause);
        assertThat(run("well").output()).isNotNull();
    }

    @Test
    void shouldSurviveAFlood() throws Exception {
        assertThat(run("flood").output()).hasToString("{\"did\": \"flood\", \"key\": \"\"}");
    }

    @Test
    void shouldShowTheLogOfAnExecution() throws Exception {
        Skald skald = server.skald();
        String execution = skald.start(machine, null, input("well"));
        skald.await(execution, Duration.ofSeconds(30));

        List<FunctionLogLine> log = lines.ofExecution(execution, 100);

        assertThat(log).extracting(FunctionLogLine::state).containsOnly("Book");
        assertThat(log.getFirst().text()).startsWith("START RequestId: ");
        assertThat(log.getLast().text()).startsWith("REPORT RequestId: ");
    }

    private static RunResult run(String what) throws InterruptedException {
        Skald skald = server.skald();
        return skald.await(skald.start(machine, null, input(what)), Duration.ofSeconds(60));
    }

    private static Payload input(String what) {
        return Payload.ofText("{\"do\":\"" + what + "\"}");
    }
}
