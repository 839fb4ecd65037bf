package dev.skald.participant;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** On SQLite: one writer at a time. */
class SqliteParticipantTest extends ParticipantContract {
    @TempDir
    private Path folder;

    @Override
    Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("flights.db") + "?busy_timeout=10000");
    }
}
