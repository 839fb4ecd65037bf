package dev.skald.sql;

import dev.skald.engine.store.Store;
import dev.skald.testkit.EventStoreContract;
import dev.skald.testkit.StoreContract;
import dev.skald.testkit.VersionStoreContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** The contract of every store, on SQLite. */
class SqlStoreTest implements StoreContract, VersionStoreContract, EventStoreContract {
    @TempDir
    Path folder;

    @Override
    public Store openEmptyStore() {
        return new SqliteStoreOpener().open(folder.resolve(UUID.randomUUID() + ".db"));
    }
}
