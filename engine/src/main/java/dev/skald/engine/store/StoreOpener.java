package dev.skald.engine.store;

import java.nio.file.Path;
import java.util.ServiceLoader;

/** Opens a store file. Module {@code skald-sql} provides one, found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface StoreOpener {
    /**
     * Opens the store in a file, which is made with its folders when absent.
     *
     * @throws StoreException when it cannot be opened, or another process has it
     */
    Store open(Path file);

    /**
     * The one on the class path.
     *
     * @throws IllegalStateException when there is none
     */
    static StoreOpener found() {
        return ServiceLoader.load(StoreOpener.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Nothing here can open a store file: add dev.skald:skald-sql to the class path"));
    }
}
