package dev.skald.sql;

import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreOpener;
import java.nio.file.Path;

/** Opens a store in a SQLite file. */
public final class SqliteStoreOpener implements StoreOpener {
    /**
     * Opens the store, which is made with its folders when absent, readable by its owner only.
     *
     * @throws StoreLockedException if another process has it
     * @throws dev.skald.engine.store.StoreException if it cannot be opened, or a newer Skald has written it
     */
    @Override
    public Store open(Path file) {
        return SqlStore.open(file);
    }
}
