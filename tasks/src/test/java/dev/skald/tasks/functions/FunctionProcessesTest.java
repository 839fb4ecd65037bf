package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.FunctionResult.Raised;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Processes that crash, hang, flood and answer nonsense; and how many of them there are. */
class FunctionProcessesTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Does what the event says. */
    private static final String[] OBEDIENT = {
        "import os, signal, subprocess, sys, time",
        "count = 0",
        "def handler(event, context):",
        "    global count",
        "    count += 1",
        "    do = event.get('do')",
        "    if do == 'exit': os._exit(event['status'])",
        "    if do == 'leave': sys.exit(event['status'])",
        "    if do == 'kill': os.kill(os.getpid(), signal.SIGKILL)",
        "    if do == 'hang': time.sleep(3600)",
        "    if do == 'spawn':",
        "        child = subprocess.Popen(['sleep', '3600'])",
        "        open(event['file'], 'w').write(str(child.pid))",
        "        time.sleep(3600)",
        "    if do == 'abandon':",
        "        child = subprocess.Popen(['sleep', '3600'])",
        "        open(event['file'], 'w').write(str(child.pid))",
        "        os._exit(1)",
        "    if do == 'wait':",
        "        open(event['file'], 'a').write('x')",
        "        while not os.path.exists(event['until']): time.sleep(0.01)",
        "    if do == 'flood':",
        "        for i in range(event['lines']): print('line %d' % i)",
        "        print('y' * 1000000)",
        "    if do == 'large': return 'x' * event['size']",
        "    return {'pid': os.getpid(), 'count': count, 'api': os.environ['AWS_LAMBDA_RUNTIME_API']}"
    };

    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void limits(UnaryOperator<FunctionSettings.Limits> changed) {
        workshop.close();
        workshop = new Workshop(folder, s -> s.withLimits(changed.apply(s.limits())));
    }

    // How invocations end.

    @Test
    void shouldUseAProcessAgain() throws Exception {
        workshop.python(OBEDIENT);

        int pid = workshop.returned("{}").get("pid").asInt();

        JsonNode again = workshop.returned("{}");
        assertThat(again.get("pid").asInt()).isEqualTo(pid);
        assertThat(again.get("count").asInt()).isEqualTo(2);
        assertThat(workshop.processes().processes("f")).isEqualTo(1);
    }

    @Test
    void shouldTellOfACrashAndStartAnew() throws Exception {
        workshop.python(OBEDIENT);

        Raised exited = workshop.raised("{\"do\":\"exit\",\"status\":1}");

        assertThat(exited.errorType()).isEqualTo("Runtime.ExitError");
        assertThat(exited.effect()).isEqualTo(Effect.UNCERTAIN);
        assertThat(exited.errorPayload())
                .matches("\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error: "
                        + "Runtime exited with error: exit status 1\"}");
        assertThat(workshop.raised("{\"do\":\"exit\",\"status\":0}").errorPayload())
                .contains("Error: Runtime exited without providing a reason");
        assertThat(workshop.raised("{\"do\":\"leave\",\"status\":3}").errorPayload())
                .contains("Error: Runtime exited with error: exit status 3");
        assertThat(workshop.raised("{\"do\":\"kill\"}").errorPayload())
                .contains("Error: Runtime exited with error: signal: killed");
        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKillWithAllItsChildrenWhatTakesTooLong() throws Exception {
        workshop.python(Duration.ofMillis(800), OBEDIENT);
        Path file = folder.resolve("child");

        Raised raised = workshop.raised("{\"do\":\"spawn\",\"file\":\"" + file + "\"}");

        assertThat(raised.errorType()).isEqualTo("Sandbox.Timedout");
        assertThat(raised.effect()).isEqualTo(Effect.UNCERTAIN);
        assertThat(raised.errorPayload())
                .matches("\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error: "
                        + "Task timed out after 0.80 seconds\"}");
        assertThat(workshop.log()).anyMatch(line -> line.endsWith("Task timed out after 0.80 seconds"));
        long child = Long.parseLong(Files.readString(file));
        await().untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                .isEmpty());
        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKillTheChildrenOfAProcessThatHasCrashed() throws Exception {
        Workshop.needs(ProcessTree.LEADER);
        workshop.python(OBEDIENT);
        Path file = folder.resolve("child");

        Raised raised = workshop.raised("{\"do\":\"abandon\",\"file\":\"" + file + "\"}");

        assertThat(raised.errorType()).isEqualTo("Runtime.ExitError");
        long child = Long.parseLong(Files.readString(file));
        await().untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    @Test
    void shouldClosePortsOfProcessesThatEndWhileIdle() throws Exception {
        workshop.python(OBEDIENT);
        JsonNode first = workshop.returned("{}");
        ProcessHandle process = ProcessHandle.of(first.get("pid").asLong()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get();

        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(1);

        String[] api = first.get("api").asString().split(":");
        await().untilAsserted(() -> assertThatThrownBy(() -> new Socket(api[0], Integer.parseInt(api[1])).close())
                .isInstanceOf(ConnectException.class));
    }

    @Test
    void shouldNotWaitForAProcessThatNeverGetsReady() throws Exception {
        limits(l -> l.withInitTime(SHORT));
        workshop.python(SHORT, "import time", "time.sleep(3600)");

        Raised raised = workshop.raised("{}");

        assertThat(raised.errorType()).isEqualTo("Sandbox.Timedout");
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldTellOfAProcessThatEndsBeforeItIsReady() throws Exception {
        workshop.python("import os", "os._exit(7)");

        Raised raised = workshop.raised("{}");

        assertThat(raised.errorPayload()).contains("exit status 7");
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldBoundWhatAFloodLeaves() throws Exception {
        workshop.python(OBEDIENT);

        workshop.returned("{\"do\":\"flood\",\"lines\":30000}");

        assertThat(workshop.log()).hasSizeBetween(FunctionOutput.LINES_MAX, FunctionOutput.LINES_MAX + 10);
        assertThat(workshop.log()).contains("(more than " + FunctionOutput.LINES_MAX + " lines: the rest is left out)");
        workshop.returned("{\"do\":\"flood\",\"lines\":1}");
        assertThat(workshop.log().stream().mapToInt(String::length).max()).hasValue(FunctionOutput.LINE_CHARACTERS_MAX);
    }

    @Test
    void shouldRefuseAResultBeyondLambdasLimit() throws Exception {
        workshop.python(OBEDIENT);

        Raised raised = workshop.raised("{\"do\":\"large\",\"size\":10000000}");

        assertThat(raised.errorPayload())
                .isEqualTo("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":"
                        + "\"Response payload size exceeded maximum allowed payload size (6291556 bytes).\"}");
        assertThat(workshop.returned("{\"do\":\"large\",\"size\":6291554}").asString())
                .hasSize(6_291_554);
        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(3);
    }

    @Test
    void shouldRefuseARuntimeThatItDoesNotKnow() throws Exception {
        workshop.file("a", "").deploy(workshop.function("f", "ruby3.4", "a.b", SHORT, Map.of()));

        Raised raised = workshop.raised("{}");

        assertThat(raised.errorType()).isEqualTo("Runtime.InvalidEntrypoint");
        assertThat(raised.errorPayload()).contains("not 'ruby3.4'");
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldSayThatTheCodeIsNotThere() throws Exception {
        workshop.deploy(workshop.function("f", "python3.13", "a.b", SHORT, Map.of()));

        assertThat(workshop.raised("{}").errorPayload()).contains("its code is not there: " + workshop.code());
    }

    // Callers.

    @Test
    void shouldLetAFunctionRunOnWhenItsCallerLeaves() throws Exception {
        workshop.python(OBEDIENT).returned("{}");
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");

        FunctionResult result =
                workshop.invoke("f", waiting(begun, until), Instant.now().plus(SHORT));

        assertThat(result).isInstanceOf(FunctionResult.Unreadable.class);
        Files.writeString(until, "");
        await().untilAsserted(() ->
                assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(3));
    }

    @Test
    void shouldNotBeginForACallerWhoHasLeft() throws Exception {
        limits(l -> l.withConcurrency(1));
        workshop.python(OBEDIENT);
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = callers.submit(() -> workshop.returned(waiting(begun, until)));
            await().until(() -> Files.exists(begun));

            FunctionResult second = workshop.invoke("f", "{}", Instant.now().plus(SHORT));

            assertThat(second).isInstanceOf(FunctionResult.NotSent.class);
            Files.writeString(until, "");
            first.get();
        }
        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(2);
    }

    @Test
    void shouldThrottleWhenTooManyWait() throws Exception {
        limits(l -> l.withConcurrency(1).withWaitingMax(1));
        workshop.python(OBEDIENT);
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<FunctionResult>> results = new ArrayList<>();
            results.add(callers.submit(() -> workshop.invoke(waiting(begun, until))));
            await().until(() -> Files.exists(begun));
            for (int i = 0; i < 2; i++) results.add(callers.submit(() -> workshop.invoke("{}")));
            await().until(() -> results.stream().anyMatch(Future::isDone));

            assertThat(results.stream().filter(Future::isDone).map(Future::resultNow))
                    .allMatch(r -> r instanceof FunctionResult.Refused refused
                            && refused.errorCode().equals("TooManyRequestsException")
                            && refused.statusCode() == 429);
            Files.writeString(until, "");
        }
    }

    // How many.

    @Test
    void shouldStartSeveralUnderLoadAndNotTooMany() throws Exception {
        limits(l -> l.withConcurrency(3));
        workshop.python(OBEDIENT);
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");

        Set<Integer> pids = new HashSet<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            Callable<Integer> one =
                    () -> workshop.returned(waiting(begun, until)).get("pid").asInt();
            for (int i = 0; i < 6; i++) all.add(callers.submit(one));
            await().until(() -> Files.exists(begun) && Files.size(begun) == 3);
            Files.writeString(until, "");
            for (Future<Integer> each : all) pids.add(each.get());
        }

        assertThat(pids).hasSize(3);
        assertThat(workshop.processes().processes("f")).isEqualTo(3);
    }

    @Test
    void shouldMakeRoomForAnotherFunction() throws Exception {
        limits(l -> l.withProcessesMax(1));
        workshop.python(OBEDIENT);
        FunctionDefinition f = workshop.processes().definitions().getFirst();
        workshop.deploy(f, workshop.function("g", "python3.13", "app.handler", Workshop.TIMEOUT, Map.of()));

        workshop.returned("{}");
        assertThat(workshop.invoke("g", "{}", null)).isInstanceOf(FunctionResult.Returned.class);

        assertThat(workshop.processes().processes("f")).isZero();
        assertThat(workshop.processes().processes("g")).isEqualTo(1);
    }

    @Test
    void shouldStopWhatIsIdle() throws Exception {
        limits(l -> l.withIdleTime(SHORT));
        workshop.python(OBEDIENT);
        long pid = workshop.returned("{}").get("pid").asInt();

        await().until(() -> workshop.processes().processes("f") == 0);

        await().untilAsserted(() ->
                assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
        assertThat(workshop.returned("{}").get("count").asInt()).isEqualTo(1);
    }

    // Change.

    @Test
    void shouldRunChangedCodeWhenReloading() throws Exception {
        workshop.close();
        workshop = new Workshop(folder, s -> s.withReload(true));
        workshop.file("helper.py", "VALUE = 1")
                .python("import helper", "def handler(e, c):", "    return helper.VALUE");
        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);

        workshop.file("helper.py", "VALUE = 22");

        assertThat(workshop.returned("{}").asInt()).isEqualTo(22);
        assertThat(workshop.processes().processes("f")).isEqualTo(1);
    }

    @Test
    void shouldRunChangedCodeAfterADeployment() throws Exception {
        workshop.python("def handler(e, c):", "    return 1");
        FunctionDefinition f = workshop.processes().definitions().getFirst();
        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
        workshop.file("app.py", "def handler(e, c):", "    return 22");
        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);

        workshop.deploy(f);

        assertThat(workshop.returned("{}").asInt()).isEqualTo(22);
    }

    @Test
    void shouldReplaceFunctionsAndKeepTheOthers() throws Exception {
        workshop.python(OBEDIENT);
        FunctionDefinition f = workshop.processes().definitions().getFirst();
        int pid = workshop.returned("{}").get("pid").asInt();

        workshop.deploy(f, workshop.function("g", "python3.13", "app.handler", Workshop.TIMEOUT, Map.of()));

        assertThat(workshop.returned("{}").get("pid").asInt()).isEqualTo(pid);
        workshop.deploy(workshop.function("f", "python3.13", "app.handler", Workshop.TIMEOUT, Map.of("A", "b")));
        assertThat(workshop.returned("{}").get("pid").asInt()).isNotEqualTo(pid);
        assertThat(workshop.processes().invokes(name("f"))).isTrue();
        assertThat(workshop.processes().invokes(name("g"))).isFalse();
        assertThat(workshop.invoke("g", "{}", null))
                .isInstanceOfSatisfying(
                        FunctionResult.Refused.class,
                        refused -> assertThat(refused.message())
                                .isEqualTo(
                                        "Function not found: arn:aws:lambda:us-east-1:000000000000:function:g:$LATEST"));
    }

    @Test
    void shouldLetAFunctionEndThatIsReplaced() throws Exception {
        workshop.python(OBEDIENT);
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> first = callers.submit(
                    () -> workshop.returned(waiting(begun, until)).get("count").asInt());
            await().until(() -> Files.exists(begun));

            workshop.deploy();
            Files.writeString(until, "");

            assertThat(first.get()).isEqualTo(1);
        }
    }

    // Events.

    @Test
    void shouldRetryEvents() throws Exception {
        limits(l -> l.withEventRetries(List.of(Duration.ofMillis(1), Duration.ofMillis(1))));
        Path file = folder.resolve("attempts");
        workshop.python(
                "def handler(event, context):",
                "    open(event, 'a').write(context.aws_request_id + '\\n')",
                "    raise ValueError('again')");
        FunctionCall call = Workshop.call("f", "\"" + file + "\"", null, false);

        FunctionResult result = workshop.processes()
                .invoke(new FunctionCall(
                        call.function(),
                        call.payload(),
                        FunctionCall.InvocationType.EVENT,
                        false,
                        null,
                        call.caller()));

        assertThat(result).isInstanceOf(FunctionResult.Returned.class);
        await().until(() -> Files.exists(file) && Files.readAllLines(file).size() == 3);
        assertThat(new HashSet<>(Files.readAllLines(file))).hasSize(1);
    }

    private static String waiting(Path begun, Path until) {
        return "{\"do\":\"wait\",\"file\":\"" + begun + "\",\"until\":\"" + until + "\"}";
    }

    private static FunctionName name(String text) {
        return FunctionName.parse(text).orElseThrow();
    }
}
