package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDiskTest {
    private static final int LARGE = 100_000;

    @TempDir
    Path folder;

    @Test
    void shouldThrowWhenTheDiskIsFullAndGoOnWhenThereIsSpace() {
        var disk = new Disk(folder.resolve("skald.db"), "PRAGMA max_page_count = 200");
        try (SqlStore store = SqlStore.open(disk.file, disk)) {
            store.putMachine(Sample.machine());
            store.commit(List.of(Sample.create(1), Sample.create(2)));
            long stored = fill(store);

            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(List.of(Sample.create(3))));
            assertThat(store.chunks(1, 1, 1_000)).hasSize((int) stored);
            disk.trouble = "PRAGMA max_page_count = 1000000";
            store.reopen();

            assertThat(store.chunks(1, 1, 1_000)).hasSize((int) stored);
            assertThat(store.stored(1, Sample.appendId(1, stored))).isTrue();
            assertThat(store.stored(1, Sample.appendId(1, stored + 1))).isFalse();
            assertThat(store.openExecutions()).isEqualTo(2);
            assertThat(store.commit(List.of(Sample.next(1, stored + 1, LARGE))))
                    .containsExactly(new Append.Result.Stored());
        }
    }

    /** Appends to the first execution until that fails; returns its last stored event. */
    private static long fill(SqlStore store) {
        for (long sequence = 2; sequence < 1_000; sequence++) {
            List<Append> batch = List.of(Sample.next(1, sequence, LARGE), Sample.next(2, sequence));
            try {
                store.commit(batch);
            } catch (StoreException full) {
                assertThat(full).hasMessageContaining("full");
                return sequence - 1;
            }
        }
        throw new AssertionError("the disk was never full");
    }

    @Test
    void shouldThrowWhenTheDiskIsReadOnly() {
        var disk = new Disk(folder.resolve("skald.db"), "PRAGMA query_only = 0");
        try (SqlStore store = SqlStore.open(disk.file, disk)) {
            store.commit(List.of(Sample.create(1)));
            disk.breakNow("PRAGMA query_only = 1");

            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(List.of(Sample.next(1, 2))));
            assertThat(store.execution(1)).isPresent();
            disk.trouble = "PRAGMA query_only = 0";
            store.reopen();

            assertThat(store.commit(List.of(Sample.next(1, 2)))).containsExactly(new Append.Result.Stored());
        }
    }

    @Test
    void shouldStayClosedUntilItWorks() {
        var disk = new Disk(folder.resolve("skald.db"), "PRAGMA query_only = 0");
        try (SqlStore store = SqlStore.open(disk.file, disk)) {
            disk.breakNow("PRAGMA query_only = 1");
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(List.of(Sample.create(1))));
            disk.trouble = "no SQL";
            assertThatExceptionOfType(StoreException.class).isThrownBy(store::reopen);
            assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.commit(List.of(Sample.create(1))));
            disk.trouble = "PRAGMA query_only = 0";
            store.reopen();

            assertThat(store.commit(List.of(Sample.create(1)))).containsExactly(new Append.Result.Stored());
        }
    }

    /** SQLite on a disk with trouble: some SQL that each writer begins with. */
    private static final class Disk implements Dialect {
        final Path file;
        String trouble;
        private final Sqlite sqlite;
        private Connection writer;

        Disk(Path file, String trouble) {
            this.file = file;
            this.trouble = trouble;
            sqlite = new Sqlite(file);
        }

        void breakNow(String trouble) {
            this.trouble = trouble;
            try {
                begin(writer);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        private void begin(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(trouble);
            }
        }

        @Override
        public Connection openWriter() throws SQLException {
            writer = sqlite.openWriter();
            try {
                begin(writer);
            } catch (SQLException e) {
                writer.close();
                throw e;
            }
            return writer;
        }

        @Override
        public String migrations() {
            return sqlite.migrations();
        }

        @Override
        public void makeDurable(Connection connection) throws SQLException {
            sqlite.makeDurable(connection);
        }

        @Override
        public Connection openReader() throws SQLException {
            return sqlite.openReader();
        }

        @Override
        public void limitTime(Connection reader, Duration limit) throws SQLException {
            sqlite.limitTime(reader, limit);
        }

        @Override
        public void tidyWhenIdle(Connection connection) throws SQLException {
            sqlite.tidyWhenIdle(connection);
        }

        @Override
        public boolean giveSpaceBack(Connection connection, Duration slice) throws SQLException {
            return sqlite.giveSpaceBack(connection, slice);
        }

        @Override
        public void watchSize() {
            sqlite.watchSize();
        }
    }
}
