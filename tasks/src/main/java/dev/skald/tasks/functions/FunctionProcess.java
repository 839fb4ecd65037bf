package dev.skald.tasks.functions;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionResult;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of a function, with its Runtime API and its output. Does one invocation after the other. */
final class FunctionProcess {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionProcess.class);

    /** How long the output of an invocation may lag behind its result. */
    private static final long OUTPUT_LAG_MILLIS = 250;

    /** How long, where nothing marks the end of the output. */
    private static final long UNMARKED_LAG_MILLIS = 5;

    private final FunctionDefinition function;
    private final String arn;
    private final Launch launch;
    private final RuntimeSession session;
    private final RuntimeApi api;
    private final FunctionOutput output;
    private final Process process;
    private final long stamp;
    private final long startedNanos = System.nanoTime();
    private boolean first = true;
    private volatile long idleSinceNanos = System.nanoTime();

    private FunctionProcess(
            FunctionDefinition function,
            String arn,
            Launch launch,
            RuntimeSession session,
            RuntimeApi api,
            FunctionOutput output,
            Process process,
            long stamp) {
        this.function = function;
        this.arn = arn;
        this.launch = launch;
        this.session = session;
        this.api = api;
        this.output = output;
        this.process = process;
        this.stamp = stamp;
    }

    /**
     * Starts a process.
     *
     * @param environment all its variables but the address of its Runtime API
     * @param stamp of the code that it runs
     * @throws IOException when its command cannot be started
     */
    static FunctionProcess start(
            FunctionDefinition function,
            String arn,
            Launch launch,
            Map<String, String> environment,
            FunctionOutput output,
            long stamp)
            throws IOException {
        RuntimeSession session = new RuntimeSession();
        RuntimeApi api = new RuntimeApi(session);
        try {
            Process process = process(launch, environment, api.address());
            output.read(process.getInputStream());
            process.onExit()
                    .thenAcceptAsync(
                            ended -> ended(ended, session), Thread.ofVirtual().name("skald-exit")::start);
            return new FunctionProcess(function, arn, launch, session, api, output, process, stamp);
        } catch (IOException cannotStart) {
            api.close();
            throw cannotStart;
        }
    }

    /** First what it has started ends: nothing of a call may go on when its caller tries again. */
    private static void ended(Process process, RuntimeSession session) {
        ProcessTree.killGroup(process.pid());
        session.end(new Ending.Exited(process.exitValue(), true));
    }

    // Its input stays open and empty: when it ends, Skald is gone, and the bootstraps end too.
    private static Process process(Launch launch, Map<String, String> environment, String api) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Interpreters.undisturbed(launch.command()))
                .directory(launch.folder().toFile())
                .redirectErrorStream(true);
        Map<String, String> all = builder.environment();
        all.clear();
        all.putAll(environment);
        all.put("AWS_LAMBDA_RUNTIME_API", api);
        return builder.start();
    }

    /**
     * Does one invocation.
     *
     * @param timeout for how long the function may run
     * @param initTime how much longer its start may take
     */
    FunctionResult perform(Invocation invocation, Duration timeout, Duration initTime) throws InterruptedException {
        boolean cold = first;
        first = false;
        Ending notReady = session.awaitReady(initTime.plus(timeout));
        long initNanos = System.nanoTime() - startedNanos;
        if (notReady == null && !invocation.begin())
            return new FunctionResult.NotSent("The call was given up before the function began.");
        output.begin(invocation);
        long begun = System.nanoTime();
        Ending ending = notReady == null ? session.perform(event(invocation, timeout), timeout) : notReady;
        settle(invocation, ending);
        FunctionResult result = result(invocation, ending, timeout);
        report(invocation, ending, System.nanoTime() - begun, cold ? initNanos : -1);
        return invocation.call().logTail() ? withLog(result, output.tail()) : result;
    }

    private static FunctionResult withLog(FunctionResult result, String tail) {
        return switch (result) {
            case FunctionResult.Returned r -> new FunctionResult.Returned(r.payload(), r.executedVersion(), tail);
            case FunctionResult.Raised r ->
                new FunctionResult.Raised(r.errorType(), r.errorPayload(), r.effect(), tail);
            case FunctionResult.Refused _,
                    FunctionResult.NotSent _,
                    FunctionResult.Unreadable _,
                    FunctionResult.TooLarge _ -> result;
        };
    }

    private RuntimeEvent event(Invocation invocation, Duration timeout) {
        return RuntimeEvent.of(invocation, arn, Instant.now().plus(timeout));
    }

    /** Ends a process that cannot be used again, and lets the output of the invocation arrive. */
    private void settle(Invocation invocation, Ending ending) throws InterruptedException {
        if (!ending.leavesProcess()) kill();
        boolean marked = launch.endsOutput() || !ending.leavesProcess();
        output.awaitEnd(invocation.requestId(), marked ? OUTPUT_LAG_MILLIS : UNMARKED_LAG_MILLIS);
    }

    private FunctionResult result(Invocation invocation, Ending ending, Duration timeout) {
        String requestId = invocation.requestId();
        return switch (ending) {
            case Ending.Responded e -> returned(invocation, e.body());
            case Ending.Oversized _ -> FunctionErrors.oversized(RuntimeApi.RESPONSE_BYTES_MAX);
            case Ending.Failed e -> FunctionErrors.failed(e.type(), text(e.body()));
            case Ending.InitFailed e -> FunctionErrors.notReady(e.type(), text(e.body()));
            case Ending.Exited e -> FunctionErrors.exited(requestId, e.status(), e.begun());
            case Ending.TimedOut e -> FunctionErrors.timedOut(requestId, timeout, e.begun());
        };
    }

    private static FunctionResult returned(Invocation invocation, byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            Payload payload = text.isBlank() ? Payload.NULL : Payload.parse(text);
            return new FunctionResult.Returned(
                    payload, invocation.call().function().version(), null);
        } catch (CharacterCodingException e) {
            return FunctionErrors.unreadable("it is not UTF-8");
        } catch (MalformedJson e) {
            return FunctionErrors.unreadable("it is not JSON: " + e.message());
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    // The log, in the platform's words.

    private void report(Invocation invocation, Ending ending, long nanos, long initNanos) {
        String requestId = invocation.requestId();
        switch (ending) {
            case Ending.TimedOut _ ->
                output.say(Instant.now() + " " + requestId + " Task timed out after "
                        + String.format(Locale.ROOT, "%.2f", function.timeout().toMillis() / 1000.0) + " seconds");
            case Ending.Exited e ->
                output.say("RequestId: " + requestId + " Error: " + FunctionErrors.exitReason(e.status()));
            case Ending.Responded _, Ending.Oversized _, Ending.Failed _, Ending.InitFailed _ -> {}
        }
        output.say("END RequestId: " + requestId);
        output.say(reportLine(requestId, nanos, initNanos));
    }

    private String reportLine(String requestId, long nanos, long initNanos) {
        String line = String.format(
                Locale.ROOT,
                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB",
                requestId,
                nanos / 1e6,
                Math.ceilDiv(nanos, 1_000_000L),
                function.memoryMegabytes());
        Long memory = memoryMegabytes();
        if (memory != null) line += "\tMax Memory Used: " + memory + " MB";
        return initNanos < 0 ? line : line + String.format(Locale.ROOT, "\tInit Duration: %.2f ms", initNanos / 1e6);
    }

    /** The most it has used so far, where the system tells. */
    private @Nullable Long memoryMegabytes() {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        if (File.separatorChar != '/' || !Files.isReadable(status)) return null;
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(null);
        } catch (IOException ended) {
            return null;
        }
    }

    // Its life.

    /** Whether it asks for the next event within a time, as one that is in good order does. */
    boolean becomesIdle(Duration most) throws InterruptedException {
        idleSinceNanos = System.nanoTime();
        return session.awaitReady(most) == null;
    }

    boolean isAlive() {
        return process.isAlive() && !session.hasEnded();
    }

    long stamp() {
        return stamp;
    }

    long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** Ends it and all that it has started, at once. */
    void kill() {
        ProcessTree.kill(process);
        api.close();
    }

    /** Asks it to end, and kills it when it does not. */
    void end() {
        Thread.ofVirtual().start(() -> {
            try {
                ProcessTree.end(process);
            } catch (InterruptedException hurry) {
                LOG.debug("a process of {} is killed without grace", function.name(), hurry);
            } finally {
                kill();
            }
        });
    }
}
