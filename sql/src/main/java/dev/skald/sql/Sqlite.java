package dev.skald.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * SQLite in a file, with a write-ahead log beside it and every commit synced to the disk.
 *
 * <p>See <a href="https://sqlite.org/wal.html">sqlite.org/wal.html</a>, <a
 * href="https://sqlite.org/pragma.html">sqlite.org/pragma.html</a>.
 */
final class Sqlite implements Dialect {
    /** After how many pages in the log a commit copies them to the store; rarer is faster, and the log is larger. */
    static final int CHECKPOINT_PAGES = 4_000;

    /** How long a log may stay when nobody writes; readers may have made it longer than a checkpoint's pages. */
    static final long LOG_BYTES_KEPT = 32L << 20;

    /** What the log should never grow to: readers that do not end keep it from being reused. */
    static final long LOG_BYTES_ALARM = 256L << 20;

    /** Free pages that are kept for what will be written next. */
    static final int FREE_PAGES_KEPT = 1_024;

    /** How many free pages are given back at a time, between looks at the clock. */
    private static final int FREE_PAGES_STEP = 32;

    private static final int WRITER_CACHE_KIB = 65_536;
    private static final int READER_CACHE_KIB = 4_096;

    /** How long the writer waits for readers that are in the way of a checkpoint. */
    private static final int BUSY_MILLIS = 5_000;

    /** After how many steps of SQLite's machine a reader looks at the clock. */
    private static final int STEPS_BETWEEN_LOOKS = 20_000;

    /** Says in the file's header that it is a store: "Skal". */
    private static final int APPLICATION_ID = 0x536b616c;

    private static final Logger LOG = LoggerFactory.getLogger(Sqlite.class);

    private final Path file;
    private volatile long alarmedAt;

    Sqlite(Path file) {
        this.file = file;
    }

    @Override
    public String migrations() {
        return "sqlite";
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = connect();
        try {
            execute(connection, "PRAGMA busy_timeout = " + BUSY_MILLIS);
            long id = number(connection, "PRAGMA application_id");
            if (id != APPLICATION_ID) begin(connection);
            requireLog(connection);
            execute(connection, "PRAGMA synchronous = FULL");
            execute(connection, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
            execute(connection, "PRAGMA cache_size = -" + WRITER_CACHE_KIB);
            execute(connection, "PRAGMA temp_store = MEMORY");
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** Makes an empty file a store; another program's database is left alone. */
    private void begin(Connection connection) throws SQLException {
        if (number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
            throw new SQLException(file + " is a database of another program");
        execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
    }

    /** Some network file systems cannot have one: then commits would neither be fast nor safe. */
    private void requireLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
            if (!mode.next() || !mode.getString(1).equals("wal"))
                throw new SQLException("The file system of " + file + " does not support a write-ahead log");
        }
    }

    /**
     * What a dead process has written but not synced is in the log, and looks committed. And when a sync has failed, another
     * sync of the same file proves nothing. Copying the log to the store and syncing that does.
     */
    @Override
    public void makeDurable(Connection writer) throws SQLException {
        if (!truncateLog(writer)) throw new SQLException("The log of " + file + " cannot be copied: it is being read");
    }

    @Override
    public Connection openReader() throws SQLException {
        Connection connection = connect();
        try {
            execute(connection, "PRAGMA busy_timeout = " + BUSY_MILLIS);
            execute(connection, "PRAGMA query_only = 1");
            execute(connection, "PRAGMA cache_size = -" + READER_CACHE_KIB);
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    private Connection connect() throws SQLException {
        var config = new SQLiteConfig();
        // Nobody asks for them, and to have them at hand the driver runs a query after each insert.
        config.setGetGeneratedKeys(false);
        return config.createConnection(JDBC.PREFIX + file.toAbsolutePath().toUri());
    }

    private static void closeAfter(SQLException failure, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void limitTime(Connection reader, Duration limit) throws SQLException {
        long deadline = System.nanoTime() + limit.toNanos();
        ProgressHandler.setHandler(reader, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - deadline < 0 ? 0 : 1;
            }
        });
    }

    /** Copies the log to the store. Its file stays, since to write it anew is faster than to let it grow. */
    @Override
    public void tidyWhenIdle(Connection writer) throws SQLException {
        if (logBytes() <= LOG_BYTES_KEPT) {
            execute(writer, "PRAGMA wal_checkpoint(PASSIVE)");
            return;
        }
        // Without waiting for readers: somebody may want to write by now.
        execute(writer, "PRAGMA busy_timeout = 0");
        boolean _ = truncateLog(writer);
        execute(writer, "PRAGMA busy_timeout = " + BUSY_MILLIS);
    }

    /** Copies the log to the store and empties it; false when a reader is in the way. */
    private static boolean truncateLog(Connection writer) throws SQLException {
        return number(writer, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    @Override
    public boolean giveSpaceBack(Connection writer, Duration slice) throws SQLException {
        long deadline = System.nanoTime() + slice.toNanos();
        while (number(writer, "PRAGMA freelist_count") > FREE_PAGES_KEPT) {
            if (System.nanoTime() - deadline >= 0) return true;
            execute(writer, "PRAGMA incremental_vacuum(" + FREE_PAGES_STEP + ")");
        }
        return false;
    }

    /** Warns at each doubling. */
    @Override
    public void watchSize() {
        long bytes = logBytes();
        if (bytes < LOG_BYTES_ALARM) {
            alarmedAt = 0;
        } else if (bytes >= 2 * alarmedAt) {
            alarmedAt = bytes;
            LOG.warn(
                    "The write-ahead log of {} has grown to {} MiB: a reader does not end, or the disk cannot keep up",
                    file,
                    bytes >> 20);
        }
    }

    private long logBytes() {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        } catch (NoSuchFileException none) {
            return 0;
        } catch (IOException e) {
            LOG.warn("The size of the write-ahead log of {} cannot be read", file, e);
            return 0;
        }
    }

    /** Runs to its end, row by row: some pragmas work only while they are being read. */
    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) return;
            try (ResultSet rows = statement.getResultSet()) {
                boolean more = true;
                while (more) more = rows.next();
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
