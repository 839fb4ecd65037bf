package dev.skald.server.logs;

import dev.skald.core.Event;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StoreException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the logs of all executions whose machines ask for them to one stream, in the shape that AWS writes them to
 * CloudWatch. One thread writes; what waits for it is bounded, and what finds no room is dropped and counted, so an
 * execution never waits for its log. Lines of one execution are in the order of its events.
 */
public final class ExecutionLogs implements AutoCloseable {
    /** So many turns of executions may wait to be written. */
    static final int TURNS_MAX = 16_384;

    /** So many characters of data may wait to be written. */
    static final long WEIGHT_MAX = 64L << 20;

    /** How long {@link #close} waits for what is still to be written. */
    static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    /** That lines are dropped is told once in so long. */
    private static final Duration TELL_EVERY = Duration.ofMinutes(1);

    private static final int BUFFER_BYTES = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionLogs.class);

    private final @Nullable OutputStream out;
    private final boolean closes;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(TURNS_MAX);
    private final AtomicLong weightWaiting = new AtomicLong();
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - TELL_EVERY.toNanos());
    private volatile @Nullable LogConfigurations configurations;
    private @Nullable Thread writer;
    private boolean torn;

    private ExecutionLogs(@Nullable OutputStream out, boolean closes) {
        this.out = out;
        this.closes = closes;
    }

    /** What one turn of an execution has to log; after {@link #END} nothing comes. */
    private record Waiting(@Nullable ExecutionRow execution, List<Event> events, long weight) {
        static final Waiting END = new Waiting(null, List.of(), 0);
    }

    /** Writes nothing. */
    public static ExecutionLogs none() {
        return new ExecutionLogs(null, false);
    }

    /** Writes to a stream, and closes it in the end. */
    public static ExecutionLogs to(OutputStream out) {
        return new ExecutionLogs(new BufferedOutputStream(out, BUFFER_BYTES), true);
    }

    /**
     * Appends to a file; its folder is made if need be. Tools that rotate it must copy and truncate it.
     *
     * @throws IOException when it cannot be written to
     */
    public static ExecutionLogs toFile(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        return to(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Writes to the standard output of this process. */
    public static ExecutionLogs toStandardOutput() {
        return new ExecutionLogs(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES), false);
    }

    /** Begins to write: the engine knows which machines want logs. Events heard before wait for it. */
    public synchronized void watch(Skald skald) {
        if (out == null || writer != null) return;
        OutputStream to = out;
        LogConfigurations known = new LogConfigurations(skald);
        configurations = known;
        writer = Thread.ofPlatform().daemon().name("skald-execution-logs").start(() -> write(known, to));
    }

    /** Hears the events of a turn. Never waits. */
    public void committed(ExecutionRow execution, List<Event> events) {
        if (out == null) return;
        List<Event> wanted = wanted(configuration(execution), events);
        if (wanted.isEmpty()) return;
        long weight = wanted.stream().mapToLong(Weight::of).sum();
        if (weightWaiting.addAndGet(weight) <= WEIGHT_MAX && queue.offer(new Waiting(execution, wanted, weight)))
            return;
        weightWaiting.addAndGet(-weight);
        drop(wanted.size());
    }

    private @Nullable LogConfiguration configuration(ExecutionRow execution) {
        LogConfigurations all = configurations;
        try {
            return all == null ? null : all.known(execution);
        } catch (StoreException unreadable) {
            // The writer will ask again, and tell.
            return null;
        }
    }

    /** The events that a configuration asks for; all that might be wanted when it is not known yet. */
    private static List<Event> wanted(@Nullable LogConfiguration configuration, List<Event> events) {
        LogLevel level = configuration == null ? LogLevel.ALL : configuration.level();
        return level == LogLevel.OFF
                ? List.of()
                : events.stream().filter(level::takes).toList();
    }

    private void drop(int lines) {
        dropped.add(lines);
        long now = System.nanoTime();
        long last = toldAt.get();
        if (now - last >= TELL_EVERY.toNanos() && toldAt.compareAndSet(last, now))
            LOG.warn(
                    "Execution logs cannot be written, or not fast enough: {} lines were dropped so far",
                    dropped.sum());
    }

    // The writer's thread.

    private void write(LogConfigurations known, OutputStream to) {
        try {
            for (Waiting next = queue.take(); next.execution() != null; next = queue.take()) {
                writeOrDrop(known, next, to);
                weightWaiting.addAndGet(-next.weight());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeOrDrop(LogConfigurations known, Waiting next, OutputStream to) {
        ExecutionRow execution = next.execution();
        if (execution == null) return;
        try {
            LogConfiguration configuration = known.load(execution);
            LogLine line = new LogLine(execution, configuration.includeExecutionData());
            for (Event event : wanted(configuration, next.events())) writeOrDrop(line, event, to);
            if (queue.isEmpty()) to.flush();
        } catch (IOException | RuntimeException broken) {
            broke(broken, next.events().size());
        }
    }

    private void writeOrDrop(LogLine line, Event event, OutputStream to) {
        try {
            byte[] bytes = line.of(event);
            if (torn) to.write('\n');
            torn = false;
            to.write(bytes);
            to.write('\n');
            written.increment();
        } catch (IOException | RuntimeException broken) {
            broke(broken, 1);
        }
    }

    private void broke(Exception broken, int lines) {
        torn = true;
        LOG.debug("{} lines of the execution logs could not be written", lines, broken);
        drop(lines);
    }

    /** How many lines were written. */
    public long written() {
        return written.sum();
    }

    /** How many lines were dropped, because they came faster than they could be written, or could not be written. */
    public long dropped() {
        return dropped.sum();
    }

    /** Writes what waits, for {@link #CLOSE_MAX} at most, and closes the stream. Call it when the engine is closed. */
    @Override
    public void close() throws IOException {
        if (out == null || !finished()) return;
        out.flush();
        if (closes) out.close();
    }

    /** Whether the writer has written everything: else it may still hold the stream. */
    private synchronized boolean finished() {
        Thread running = writer;
        if (running == null) return true;
        boolean finished = false;
        try {
            finished = queue.offer(Waiting.END, CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS) && running.join(CLOSE_MAX);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
        if (!finished) LOG.warn("Not all execution logs could be written in time");
        return finished;
    }
}
