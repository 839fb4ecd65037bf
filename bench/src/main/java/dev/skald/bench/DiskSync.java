package dev.skald.bench;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The disk's own rate: how long it takes to append 4 KiB to a file and to have them on the disk. Every durable figure is
 * some multiple of it, and disks differ by a factor of 100.
 */
final class DiskSync {
    private static final int BYTES = 4 * 1024;

    private DiskSync() {}

    /** The times of such appends, for so long. */
    static Latencies measure(Path parent, Duration time) throws IOException {
        try (StoreFolder folder = StoreFolder.in(parent);
                FileChannel file = FileChannel.open(folder.path().resolve("sync"), CREATE_NEW, WRITE)) {
            Latencies latencies = new Latencies();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() - end < 0) latencies.add(append(file));
            return latencies;
        }
    }

    private static long append(FileChannel file) throws IOException {
        long started = System.nanoTime();
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        while (bytes.hasRemaining()) file.write(bytes);
        file.force(false);
        return System.nanoTime() - started;
    }
}
