package dev.skald.engine.store;

import java.nio.file.Path;

/** Opens a store file. Module {@code skald-sql} provides one, found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface StoreOpener {
    /**
     * Opens the store in a file, which is made with its folders when absent.
     *
     * @throws StoreException when it cannot be opened, or another process has it
     */
    Store open(Path file);
}
