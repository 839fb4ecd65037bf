package dev.skald.participant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of calls in a table, for participants with transactions of their own: every method works in that of the
 * connection, and neither commits nor rolls back. What is done is kept when the caller commits, or none of it.
 *
 * <p>Of two calls with one key at once the database lets one wait, by the primary key. For SQLite, PostgreSQL and databases
 * that speak its {@code ON CONFLICT DO NOTHING}. On PostgreSQL the transaction is {@code READ COMMITTED}, its default.
 */
public final class Keys {
    /** The table's name unless another is given. */
    public static final String TABLE = "saga_key";

    /** How long a key may be. */
    public static final int KEY_CHARS_MAX = 200;

    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z_]\\w{0,62}\\.)?[A-Za-z_]\\w{0,47}");

    private final String table;
    private final Clock clock;

    private enum State {
        DONE,
        UNDONE,
        /** The undo came first. */
        BLOCKED
    }

    private record Row(State state, String arguments, String answer, String undoAnswer) {}

    /** Keys in the table {@value #TABLE}. */
    public Keys() {
        this(TABLE, Clock.systemUTC());
    }

    /**
     * @param table its name, with that of its schema perhaps
     * @param clock tells how old a key is
     * @throws IllegalArgumentException when that is no name
     */
    public Keys(String table, Clock clock) {
        if (!NAME.matcher(table).matches()) throw new IllegalArgumentException("no name of a table: " + table);
        this.table = table;
        this.clock = clock;
    }

    /** Makes the table where there is none. Once, before the first call. */
    public void createTable(Connection connection) throws SQLException {
        String index = table.substring(table.indexOf('.') + 1) + "_changed_at";
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (id VARCHAR(" + KEY_CHARS_MAX
                    + ") PRIMARY KEY, state VARCHAR(8) NOT NULL, arguments VARCHAR(64) NOT NULL, answer TEXT NOT NULL,"
                    + " undo_answer TEXT NOT NULL, changed_at BIGINT NOT NULL)");
            statement.execute("CREATE INDEX IF NOT EXISTS " + index + " ON " + table + " (changed_at)");
        }
    }

    /**
     * Does a call, or gives the answer that it gave before.
     *
     * @param key of the call: the same for all its attempts
     * @param arguments all that decides what is done, as text: the same key with others is refused
     * @throws KeyReusedException when the key was used with other arguments
     * @throws UndoneException when the call was undone, also when its undo came first
     */
    public <X extends Exception> String act(Connection connection, String key, String arguments, Action<X> action)
            throws SQLException, X {
        String hash = hash(arguments);
        if (!isNew(connection, key, State.DONE, hash)) return answered(connection, key, hash);
        String answer = action.on(connection);
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + table + " SET answer = ? WHERE id = ?")) {
            update.setString(1, answer);
            update.setString(2, key);
            update.executeUpdate();
        }
        return answer;
    }

    private String answered(Connection connection, String key, String hash) throws SQLException {
        Row row = row(connection, key);
        if (row.state != State.DONE) throw new UndoneException(key);
        if (!row.arguments.equals(hash)) throw new KeyReusedException(key);
        return row.answer;
    }

    /**
     * Undoes a call if it was done, and makes sure that it cannot be done any more.
     *
     * @param key of the call, not of its undo
     * @return the answer of the undo, of the first one when it is repeated; empty when there was nothing to undo
     */
    public <X extends Exception> Optional<String> undo(Connection connection, String key, UndoAction<X> undo)
            throws SQLException, X {
        if (isNew(connection, key, State.BLOCKED, "")) return Optional.empty();
        if (!isUndoneNow(connection, key)) return undone(row(connection, key));
        String answer = undo.on(connection, row(connection, key).answer);
        String sql = "UPDATE " + table + " SET undo_answer = ? WHERE id = ?";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, answer);
            update.setString(2, key);
            update.executeUpdate();
        }
        return Optional.of(answer);
    }

    private static Optional<String> undone(Row row) {
        return row.state == State.BLOCKED ? Optional.empty() : Optional.of(row.undoAnswer);
    }

    /**
     * Forgets keys that have not been used since an instant. A call that comes later than that is done again: keep keys for
     * longer than the longest saga, and than any queue holds a call.
     *
     * @param max how many at most
     * @return how many
     */
    public int forget(Connection connection, Instant before, int max) throws SQLException {
        String old = "SELECT id FROM " + table + " WHERE changed_at < ? ORDER BY changed_at LIMIT ?";
        String sql = "DELETE FROM " + table + " WHERE id IN (" + old + ")";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setLong(1, before.toEpochMilli());
            delete.setInt(2, max);
            return delete.executeUpdate();
        }
    }

    // The first write of a transaction: of two with one key, the second waits here for the end of the first.
    private boolean isNew(Connection connection, String key, State state, String hash) throws SQLException {
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX)
            throw new IllegalArgumentException("a key has 1 to " + KEY_CHARS_MAX + " characters: '" + key + "'");
        String sql = "INSERT INTO " + table + " (id, state, arguments, answer, undo_answer, changed_at)"
                + " VALUES (?, ?, ?, '', '', ?) ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, key);
            insert.setString(2, state.name());
            insert.setString(3, hash);
            insert.setLong(4, clock.millis());
            return insert.executeUpdate() == 1;
        }
    }

    private boolean isUndoneNow(Connection connection, String key) throws SQLException {
        String sql = "UPDATE " + table + " SET state = 'UNDONE', changed_at = ? WHERE id = ? AND state = 'DONE'";
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, clock.millis());
            update.setString(2, key);
            return update.executeUpdate() == 1;
        }
    }

    private Row row(Connection connection, String key) throws SQLException {
        String sql = "SELECT state, arguments, answer, undo_answer FROM " + table + " WHERE id = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, key);
            ResultSet row = select.executeQuery();
            if (row.next())
                return new Row(State.valueOf(row.getString(1)), row.getString(2), row.getString(3), row.getString(4));
        }
        // As a serialization failure, which callers know how to repeat.
        throw new SQLException("The key '" + key + "' is there, but this transaction does not see it.", "40001");
    }

    private static String hash(String arguments) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(arguments.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
