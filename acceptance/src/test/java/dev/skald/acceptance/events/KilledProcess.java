package dev.skald.acceptance.events;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A Java program in a process of its own, which can be killed and started again with the same arguments. */
final class KilledProcess implements AutoCloseable {
    private static final Duration DIE_MAX = Duration.ofMinutes(1);

    private final List<String> command = new ArrayList<>();
    private final Path folder;
    private final Path log;
    private @Nullable Process process;
    private boolean killed;

    /**
     * @param folder where it runs
     * @param name what it prints is appended to the log of that name
     */
    KilledProcess(Path folder, String name, String classPath, String mainClass, String... arguments)
            throws IOException {
        this.folder = folder;
        log = folder.resolve(name + ".log");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        start();
    }

    void start() throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        killed = false;
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Whether it is gone although nobody has killed it. */
    boolean endedByItself() {
        return !killed && process != null && !process.isAlive();
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() throws InterruptedException, TimeoutException {
        Process running = process;
        if (running == null) return;
        killed = true;
        running.destroyForcibly();
        if (!running.waitFor(DIE_MAX.toMillis(), TimeUnit.MILLISECONDS))
            throw new TimeoutException("process " + running.pid() + " does not die");
    }

    @Override
    public void close() throws InterruptedException, TimeoutException {
        kill();
    }
}
