package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The book of one participant: a database file with a line per order, and the answer to each call by its key.
 *
 * <p>The three rules of a participant in a saga are here:
 *
 * <ol>
 *   <li>Effect and key are written in one transaction. A call whose key is there gets the answer it got before.
 *   <li>An undo undoes what is there, and succeeds if there is nothing.
 *   <li>An undo that comes before its action leaves a mark, and the late action is refused.
 * </ol>
 */
final class Book {
    /** A line of the book: what an order did here. */
    record Line(String order, String state, String what) {}

    static final String DONE = "done";
    static final String UNDONE = "undone";
    static final String BLOCKED = "blocked";

    // A transaction takes the write lock at its beginning: two calls with one key cannot both find nothing.
    private static final String OPTIONS = "?transaction_mode=IMMEDIATE&busy_timeout=5000";

    private final Path file;

    Book(Path data, String participant) {
        this.file = data.resolve(participant + ".db");
    }

    /** Does the action of an order, once. */
    Payload act(StepContext step, String order, String what, String answer) throws Exception {
        return once(step, connection -> {
            if (state(connection, order) != null)
                throw new TaskFailure("Undone", "order " + order + " was undone before");
            write(connection, "INSERT INTO line(order_id, state, what) VALUES (?, ?, ?)", order, DONE, what);
            return answer;
        });
    }

    /** Undoes the action of an order, or makes sure that it cannot come any more. */
    Payload undo(StepContext step, String order) throws Exception {
        return once(step, connection -> {
            if (state(connection, order) == null)
                write(connection, "INSERT INTO line(order_id, state, what) VALUES (?, ?, ?)", order, BLOCKED, "");
            else
                write(connection, "UPDATE line SET state = ? WHERE order_id = ? AND state = ?", UNDONE, order, DONE);
            return "{}";
        });
    }

    /** All lines, the oldest first. */
    List<Line> lines() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT order_id, state, what FROM line ORDER BY rowid")) {
            List<Line> lines = new ArrayList<>();
            while (rows.next()) lines.add(new Line(rows.getString(1), rows.getString(2), rows.getString(3)));
            return lines;
        }
    }

    private interface Effect {
        String on(Connection connection) throws Exception;
    }

    private Payload once(StepContext step, Effect effect) throws Exception {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            String before = answer(connection, step.key());
            if (before != null) return Payload.ofText(before);
            String answer = effect.on(connection);
            write(connection, "INSERT INTO answer(key, text) VALUES (?, ?)", step.key(), answer);
            connection.commit();
            return Payload.ofText(answer);
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + OPTIONS);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS line(order_id TEXT UNIQUE, state TEXT, what TEXT)");
            statement.execute("CREATE TABLE IF NOT EXISTS answer(key TEXT PRIMARY KEY, text TEXT)");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String answer(Connection connection, String key) throws SQLException {
        return first(connection, "SELECT text FROM answer WHERE key = ?", key);
    }

    private static String state(Connection connection, String order) throws SQLException {
        return first(connection, "SELECT state FROM line WHERE order_id = ?", order);
    }

    private static String first(Connection connection, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            ResultSet rows = statement.executeQuery();
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void write(Connection connection, String change, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(change)) {
            for (int i = 0; i < parameters.length; i++) statement.setString(i + 1, parameters[i]);
            statement.executeUpdate();
        }
    }
}
