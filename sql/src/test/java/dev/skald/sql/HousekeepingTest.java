package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
    @TempDir
    Path folder;

    Path file;
    Path log;

    @BeforeEach
    void place() {
        file = folder.resolve("skald.db");
        log = folder.resolve("skald.db-wal");
    }

    @Test
    void shouldCopyTheLogToTheStoreEachTimeTheStoreIsIdle() {
        try (SqlStore store = SqlStore.open(file)) {
            for (long id = 1; id <= 2; id++) {
                long created = id;
                store.commit(List.of(Sample.create(id)));
                await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> isInFile(created));
            }
        }
    }

    /** Without its log. A copy made while the log is being copied may be torn. */
    private boolean isInFile(long id) throws IOException {
        Path copy = Files.copy(file, folder.resolve(UUID.randomUUID() + ".db"));
        try (SqlStore store = SqlStore.open(copy)) {
            return store.execution(id).isPresent();
        }
    }

    @Test
    void shouldShortenALogThatReadersHaveMadeLong() throws Exception {
        try (SqlStore store = SqlStore.open(file)) {
            store.commit(List.of(Sample.create(1)));
            try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = reader.createStatement();
                    ResultSet unfinished = statement.executeQuery("SELECT seq FROM chunk")) {
                for (long sequence = 2; Files.size(log) <= Sqlite.LOG_BYTES_KEPT; sequence++)
                    store.commit(List.of(Sample.next(1, sequence, 1_000_000)));
                assertThat(unfinished.next()).isTrue();
            }
            store.commit(List.of(Sample.create(2)));

            await().atMost(Duration.ofSeconds(20)).until(() -> Files.size(log) == 0);
        }
    }
}
