package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.RunClass;
import dev.skald.core.Status;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final String GOLDEN = "golden/store-v1.db.gz";
    private static final ActivityRow ACTIVITY = new ActivityRow(
            "arn:aws:states:us-east-1:123456789012:activity:pack", "pack", Sample.START, "{\"tags\":[]}");

    @TempDir
    Path folder;

    /** Writes the golden file, once per schema version: {@code main(directory of test resources)}. */
    public static void main(String[] args) throws IOException {
        Path golden = Path.of(args[0], GOLDEN);
        if (Files.exists(golden)) throw new IOException("golden files are written once: " + golden);
        Path file = Files.createTempDirectory("golden").resolve("skald.db");
        try (SqlStore store = SqlStore.open(file)) {
            writeVersion1(store);
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(golden))) {
            Files.copy(file, out);
        }
    }

    private static void writeVersion1(Store store) {
        store.putMachine(Sample.machine());
        store.putActivity(ACTIVITY);
        store.reserveExecutionIds(100);
        store.commit(List.of(
                Sample.create(1),
                Sample.create(Sample.row(2, Sample.MACHINE, Map.of("customer", "Zoë", "order", "7"))),
                Sample.create(3)));
        store.commit(List.of(
                Sample.end(1, 2, Status.FAILED, Sample.START.plusSeconds(5)),
                Sample.change(2, 2, new RowChange.Rest(Sample.START.plusSeconds(3_600), new byte[] {1, 2, 3})),
                Sample.next(3, 2)));
    }

    @Test
    void shouldOpenAStoreOfVersion1() throws IOException {
        Path file = folder.resolve("skald.db");
        try (InputStream golden =
                new GZIPInputStream(MigrationsTest.class.getClassLoader().getResourceAsStream(GOLDEN))) {
            Files.copy(golden, file);
        }
        try (SqlStore store = SqlStore.open(file)) {
            assertThat(store.machine(Sample.MACHINE)).contains(Sample.machine());
            assertThat(store.definition(Sample.HASH)).contains(Sample.machine().definition());
            assertThat(store.activity(ACTIVITY.arn())).contains(ACTIVITY);
            assertThat(store.execution(1).map(ExecutionRow::status)).contains(Status.FAILED);
            assertThat(store.execution(1).map(ExecutionRow::runClass)).contains(RunClass.UnknownFailure);
            assertThat(store.execution(2).map(ExecutionRow::wakeAt)).contains(Sample.START.plusSeconds(3_600));
            assertThat(store.execution(2).orElseThrow().searchAttributes())
                    .isEqualTo(Map.of("customer", "Zoë", "order", "7"));
            assertThat(store.snapshot(2).orElseThrow().state()).containsExactly(1, 2, 3);
            assertThat(store.execution(3)).contains(Sample.row(3));
            assertThat(store.chunks(3, 1, 10)).containsExactly(Sample.chunk(3, 1, 0), Sample.chunk(3, 2, 0));
            assertThat(store.reserveExecutionIds(1)).isEqualTo(101);
            assertThat(store.openExecutions()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseAStoreOfANewerVersion() throws SQLException {
        Path file = folder.resolve("skald.db");
        SqlStore.open(file).close();
        update(file, "INSERT INTO schema_version (version, applied_at) VALUES (99, 0)");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SqlStore.open(file))
                .withMessageContaining("schema version 99")
                .withMessageContaining("up to " + Migrations.VERSION);
        assertThat(StoreLock.held(file)).isEmpty();
    }

    @Test
    void shouldRefuseADatabaseOfAnotherProgram() throws SQLException {
        Path file = folder.resolve("books.db");
        update(file, "CREATE TABLE book (title TEXT)");

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SqlStore.open(file))
                .withMessageContaining("another program");
    }

    @Test
    void shouldRefuseAFileThatIsNoDatabase() throws IOException {
        Path file = Files.writeString(folder.resolve("letter.txt"), "Dear reader, ".repeat(1_000));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SqlStore.open(file))
                .withMessageContaining("not a database");
        assertThat(file).hasContent("Dear reader, ".repeat(1_000));
    }

    @Test
    void shouldOpenFilesWithOddNames() {
        for (String name : new String[] {"a b.db", "käse?x=1.db", "50%25#1.db", "a'b;.db"}) {
            Path file = folder.resolve(name);
            try (SqlStore store = SqlStore.open(file)) {
                store.putActivity(ACTIVITY);
            }
            try (SqlStore store = SqlStore.open(file)) {
                assertThat(store.activity(ACTIVITY.arn())).isPresent();
            }
            assertThat(file).isNotEmptyFile();
        }
    }

    private static void update(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
