package dev.skald.sql;

import dev.skald.engine.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a store file to one process. Beside the store lies {@code STORE.lock} with the holder's process id and, once it
 * listens, its port; what counts is the operating system's lock on that file, which ends with its process. So the file of
 * a dead holder is no obstacle, and the file is never deleted: someone may be about to lock it.
 */
public final class StoreLock implements AutoCloseable {
    /** The locked byte lies where nothing is written: where locks are mandatory, others can still read who holds it. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int TEXT_BYTES_MAX = 64;

    /**
     * The locks this process holds. A process must not even open the file again: closing any of its handles would end the
     * lock.
     */
    private static final Map<Path, StoreLock> HELD = new HashMap<>();

    private final Path file;

    /** Not a channel alone: an interrupted thread would close it, and so end the lock. */
    private final RandomAccessFile handle;

    private StoreLock(Path file, RandomAccessFile handle) {
        this.file = file;
        this.handle = handle;
    }

    /**
     * Takes the lock of a store file, whose folder must exist.
     *
     * @throws StoreLockedException if a process has it, this one included
     * @throws StoreException if the lock file cannot be written
     */
    public static StoreLock acquire(Path store) {
        synchronized (HELD) {
            try {
                Path file = lockFile(store);
                StoreLock held = HELD.get(file);
                if (held != null) throw refusal(store, held.handle);
                StoreLock lock = acquire(store, file);
                HELD.put(file, lock);
                return lock;
            } catch (IOException e) {
                throw new StoreException("The lock file of " + store + " cannot be used: " + e.getMessage(), e);
            }
        }
    }

    /** The lock of a store file that this process has open. */
    public static Optional<StoreLock> held(Path store) {
        synchronized (HELD) {
            try {
                return Optional.ofNullable(HELD.get(lockFile(store)));
            } catch (IOException noSuchFolder) {
                return Optional.empty();
            }
        }
    }

    private static Path lockFile(Path store) throws IOException {
        Path absolute = store.toAbsolutePath();
        Path folder = absolute.getParent();
        Path real = folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
        return real.resolveSibling(real.getFileName() + ".lock");
    }

    private static StoreLock acquire(Path store, Path file) throws IOException {
        OwnerOnly.create(file);
        var handle = new RandomAccessFile(file.toFile(), "rw");
        try {
            FileLock lock = handle.getChannel().tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) throw refusal(store, handle);
            var held = new StoreLock(file, handle);
            held.write(Long.toString(ProcessHandle.current().pid()));
            return held;
        } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    /** Tells whoever is refused on which port this process listens. */
    public void update(int port) {
        try {
            write(ProcessHandle.current().pid() + " " + port);
        } catch (IOException e) {
            throw new StoreException("The lock file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(String text) throws IOException {
        handle.setLength(0);
        handle.seek(0);
        handle.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static StoreLockedException refusal(Path store, RandomAccessFile handle) throws IOException {
        String[] words = read(handle).split("\\s+", -1);
        OptionalLong pid = number(words, 0);
        OptionalLong port = number(words, 1);
        return new StoreLockedException(
                store, pid, port.isPresent() ? OptionalInt.of((int) port.getAsLong()) : OptionalInt.empty());
    }

    private static String read(RandomAccessFile handle) throws IOException {
        byte[] bytes = new byte[TEXT_BYTES_MAX];
        handle.seek(0);
        int length = handle.read(bytes);
        return new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }

    private static OptionalLong number(String[] words, int index) {
        @Nullable String word = index < words.length ? words[index] : null;
        if (word == null || !word.matches("[0-9]{1,9}")) return OptionalLong.empty();
        return OptionalLong.of(Long.parseLong(word));
    }

    /** Lets the store go. */
    @Override
    public void close() {
        synchronized (HELD) {
            if (!HELD.remove(file, this)) return;
            try {
                handle.setLength(0);
                handle.close();
            } catch (IOException e) {
                throw new StoreException("The lock file " + file + " cannot be released: " + e.getMessage(), e);
            }
        }
    }
}
