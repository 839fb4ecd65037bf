package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import dev.skald.engine.task.FunctionResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions that wait for their debugger. Whatever else could end the wait is over before the process has begun: the function's
 * time-out, the time to get ready, and the caller's deadline.
 */
class DebuggerTest {
    private static final Duration OVER = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private int port;
    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        port = freePort();
        workshop = new Workshop(
                folder,
                s -> s.withInspect(new FunctionSettings.Inspect("f", port))
                        .withLimits(s.limits().withInitTime(OVER)));
    }

    @AfterEach
    void close() {
        workshop.close();
        callers.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Future<FunctionResult> called() {
        return callers.submit(() -> workshop.invoke("f", "{}", Instant.now().minus(Duration.ofMinutes(1))));
    }

    private static void returned(Future<FunctionResult> call) throws Exception {
        assertThat(call.get())
                .isInstanceOfSatisfying(
                        FunctionResult.Returned.class,
                        returned -> assertThat(returned.payload().text()).isEqualTo("1"));
    }

    @Test
    void shouldWaitForTheDebuggerOfNode() throws Exception {
        workshop.node(OVER, "exports.handler = async () => 1");
        Future<FunctionResult> call = called();

        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket debugger = client.newWebSocketBuilder()
                    .buildAsync(URI.create(inspector(client)), new WebSocket.Listener() {})
                    .get();
            assertThat(call.isDone()).isFalse();
            debugger.sendText("{\"id\":1,\"method\":\"Runtime.runIfWaitingForDebugger\"}", true)
                    .get();
            returned(call);
            debugger.abort();
        }
    }

    private String inspector(HttpClient client) {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return await().ignoreExceptions()
                .until(
                        () -> Workshop.json(client.send(list, HttpResponse.BodyHandlers.ofString())
                                        .body())
                                .path(0)
                                .path("webSocketDebuggerUrl")
                                .asString(""),
                        address -> !address.isEmpty());
    }

    @Test
    void shouldWaitForTheDebuggerOfJava() throws Exception {
        Path source = workshop.file("One.java", "public class One { public static int one() { return 1; } }")
                .code()
                .resolve("One.java");
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, "-d", workshop.code().toString(), source.toString()))
                .isZero();
        workshop.deploy(workshop.function("f", "java21", "One::one", OVER, Map.of()));
        Future<FunctionResult> call = called();

        VirtualMachine machine = await().ignoreExceptions().until(this::attached, attached -> true);
        assertThat(call.isDone()).isFalse();
        machine.resume();
        returned(call);
        machine.dispose();
    }

    private VirtualMachine attached() throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(String.valueOf(port));
        return connector.attach(arguments);
    }

    /** A stand-in for debugpy, in the project's own environment, goes on when it hears anything. */
    @Test
    void shouldWaitForTheDebuggerOfPython() throws Exception {
        Workshop.needs("python3");
        workshop.program(
                        ".venv/bin/python",
                        "#!/bin/sh",
                        "PYTHONPATH='" + workshop.code().resolve("stand-in") + "' exec python3 \"$@\"")
                .file(
                        "stand-in/debugpy/__main__.py",
                        "import os, runpy, socket, sys",
                        "listen, address, wait, program = sys.argv[1:5]",
                        "assert (listen, wait) == ('--listen', '--wait-for-client')",
                        "host, port = address.split(':')",
                        "socket.create_server((host, int(port))).accept()[0].recv(1)",
                        "sys.argv = [program]",
                        "sys.path.insert(0, os.path.dirname(program))",
                        "runpy.run_path(program, run_name='__main__')")
                .file("stand-in/debugpy/__init__.py", "")
                .python(OVER, "def handler(event, context):", "    return 1");
        Future<FunctionResult> call = called();

        try (Socket debugger = await().ignoreExceptions().until(() -> new Socket("127.0.0.1", port), socket -> true)) {
            assertThat(call.isDone()).isFalse();
            debugger.getOutputStream().write('\n');
            returned(call);
        }
    }

    @Test
    void shouldSayThatPythonHasNoDebugger() throws Exception {
        Workshop.needs("python3");
        Path python = Interpreters.python("python3").orElseThrow();
        assumeThat(Interpreters.has(python, "debugpy"))
                .as("python3 has debugpy")
                .isFalse();
        workshop.python(OVER, "def handler(event, context):", "    return 1");

        assertThat(workshop.raised("{}").errorPayload()).contains("has no debugpy: install it");
    }
}
