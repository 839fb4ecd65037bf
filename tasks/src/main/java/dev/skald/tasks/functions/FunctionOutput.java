package dev.skald.tasks.functions;

import dev.skald.engine.task.FunctionCaller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one process, read as fast as it comes and passed on by line, each with the invocation in which it was
 * written. Whatever a function floods it with, what is kept and passed on is bounded.
 */
final class FunctionOutput {
    /** Of a longer line the rest is left out. */
    static final int LINE_CHARACTERS_MAX = 32 * 1024;

    /** How many lines an invocation may write; further ones are left out. */
    static final int LINES_MAX = 10_000;

    /** The bootstraps write this and the request's id when an invocation has written all it will. */
    static final String END = "\u001eskald-end ";

    /** What LogResult holds at most. */
    private static final int TAIL_BYTES_MAX = 4 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FunctionOutput.class);

    private final FunctionDefinition function;
    private final String stream;
    private final FunctionLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final StringBuilder tail = new StringBuilder();
    private @Nullable Invocation invocation;
    private String lastEnd = "";
    private int lines;
    private boolean closed;

    /** @param stream the name of the process's log stream */
    FunctionOutput(FunctionDefinition function, String stream, FunctionLog log) {
        this.function = function;
        this.stream = stream;
        this.log = log;
    }

    String stream() {
        return stream;
    }

    /** Reads to the end, on a thread of its own: a blocked read would hold the carrier of a virtual one. */
    void read(InputStream output) {
        Thread.ofPlatform().daemon().name("skald-output-" + function.name()).start(() -> {
            try (output) {
                readLines(output);
            } catch (IOException gone) {
                LOG.debug("the output of {} broke off", function.name(), gone);
            } finally {
                close();
            }
        });
    }

    private void readLines(InputStream output) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 * 1024];
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') flush(line);
                else if (line.size() < LINE_CHARACTERS_MAX) line.write(buffer[i]);
            }
        }
        if (line.size() > 0) flush(line);
    }

    private void flush(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        int mark = text.indexOf(END);
        if (mark != 0) written(strippedReturn(mark < 0 ? text : text.substring(0, mark)));
        if (mark >= 0) markEnd(text.substring(mark + END.length()).strip());
    }

    private static String strippedReturn(String text) {
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void written(String text) {
        lock.lock();
        try {
            lines++;
            if (lines <= LINES_MAX) pass(text);
            else if (lines == LINES_MAX + 1) pass("(more than " + LINES_MAX + " lines: the rest is left out)");
        } finally {
            lock.unlock();
        }
    }

    private void markEnd(String requestId) {
        lock.lock();
        try {
            lastEnd = requestId;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What follows is written in this invocation. */
    void begin(Invocation next) {
        lock.lock();
        try {
            invocation = next;
            tail.setLength(0);
            lines = 0;
            pass("START RequestId: " + next.requestId() + " Version: "
                    + next.call().function().version());
        } finally {
            lock.unlock();
        }
    }

    /** A line of the platform's own. */
    void say(String text) {
        lock.lock();
        try {
            pass(text);
        } finally {
            lock.unlock();
        }
    }

    private void pass(String text) {
        tail.append(text).append('\n');
        if (tail.length() > 4 * TAIL_BYTES_MAX) tail.delete(0, tail.length() - TAIL_BYTES_MAX);
        Invocation current = invocation;
        FunctionCaller caller = current == null ? null : current.call().caller();
        boolean ofTask = caller instanceof FunctionCaller.Task;
        log.line(new FunctionLogLine(
                Instant.now(),
                function.name(),
                stream,
                current == null ? null : current.requestId(),
                ofTask && caller != null ? caller.step().executionArn() : null,
                ofTask && caller != null ? caller.step().state() : null,
                text));
    }

    /** Waits until the process has marked the end of its output, or has closed it; not for long. */
    void awaitEnd(String requestId, long millisMax) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millisMax);
            while (!closed && !lastEnd.equals(requestId) && nanos > 0) nanos = ended.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    /** The end of the invocation's log, as LogResult has it. */
    String tail() {
        lock.lock();
        try {
            byte[] all = tail.toString().getBytes(StandardCharsets.UTF_8);
            byte[] end = Arrays.copyOfRange(all, Math.max(0, all.length - TAIL_BYTES_MAX), all.length);
            return Base64.getEncoder().encodeToString(end);
        } finally {
            lock.unlock();
        }
    }
}
