package dev.skald.sql;

import java.io.IOException;
import java.nio.file.Path;

/** Holds the lock of a store until its input ends: {@code main(store, port)}. Prints whether it got it. */
final class LockingProcess {
    private LockingProcess() {}

    public static void main(String[] args) throws IOException {
        try (StoreLock lock = StoreLock.acquire(Path.of(args[0]))) {
            if (args.length > 1) lock.update(Integer.parseInt(args[1]));
            System.out.println("locked");
            while (System.in.read() >= 0) {}
        } catch (StoreLockedException refused) {
            System.out.println("refused");
        }
    }
}
