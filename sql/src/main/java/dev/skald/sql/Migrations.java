package dev.skald.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Brings a store's schema up to date: numbered files of SQL, each run once, in one transaction. A store that a newer Skald
 * has written is refused.
 *
 * <p>In these files a statement ends with a semicolon at the end of a line. A file that was released never changes.
 */
final class Migrations {
    /** In their order; the first has number 1. */
    private static final List<String> FILES = List.of(
            "001-journal.sql",
            "002-origins.sql",
            "003-versions.sql",
            "004-redrive.sql",
            "005-map-runs.sql",
            "006-traces.sql",
            "007-run-classes.sql",
            "008-sagas.sql",
            "009-undo-of-children.sql",
            "010-waiting-tasks.sql",
            "011-events.sql",
            "012-failures.sql",
            "013-decisions.sql",
            "014-longest-waiting.sql");

    static final int VERSION = FILES.size();

    private final Dialect dialect;

    Migrations(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @throws SQLException if the store is of a newer version, or a migration fails: then nothing of it was done */
    void run(Connection writer) throws SQLException {
        update(
                writer,
                "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)");
        int version = version(writer);
        if (version > VERSION)
            throw new SQLException("The store has schema version " + version + "; this Skald knows versions up to "
                    + VERSION + ". Use the Skald that wrote it, or a newer one.");
        for (int next = version + 1; next <= VERSION; next++) migrate(writer, next);
    }

    private static int version(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private void migrate(Connection writer, int version) throws SQLException {
        writer.setAutoCommit(false);
        try {
            for (String sql : statements(FILES.get(version - 1))) update(writer, sql);
            long now = System.currentTimeMillis();
            update(writer, "INSERT INTO schema_version (version, applied_at) VALUES (" + version + ", " + now + ")");
            writer.commit();
        } catch (SQLException e) {
            writer.rollback();
            throw e;
        } finally {
            writer.setAutoCommit(true);
        }
    }

    private static void update(Connection writer, String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private List<String> statements(String file) {
        return text(file)
                .lines()
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .transform(sql -> List.of(sql.split(";\n|;$", 0)))
                .stream()
                .map(String::strip)
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private String text(String file) {
        String name = dialect.migrations() + "/" + file;
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("missing from the class path: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
