package dev.skald.acceptance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What only one of the JVMs that run these tests side by side may do at a time: write to a folder that they share. */
public final class Alone {
    private Alone() {}

    /** What is done alone. */
    public interface Act<T> {
        T perform() throws IOException, InterruptedException;
    }

    /** Waits until nobody else is in the folder, and performs the act; others wait meanwhile. */
    public static synchronized <T> T in(Path folder, Act<T> act) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path lock = folder.resolve(".lock");
        try (var file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = file.lock()) {
            return act.perform();
        }
    }
}
