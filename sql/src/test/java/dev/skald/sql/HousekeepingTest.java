package dev.skald.sql;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    @TempDir
    Path folder;

    @Test
    void shouldEmptyTheLogEachTimeTheStoreIsIdle() {
        Path log = folder.resolve("skald.db-wal");
        try (SqlStore store = SqlStore.open(folder.resolve("skald.db"))) {
            for (long id = 1; id <= 2; id++) {
                store.commit(List.of(Sample.create(id)));
                await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(log) == 0);
            }
        }
    }
}
