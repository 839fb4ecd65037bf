package com.example.loans;

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
 * The treasury's book: a line per loan, whose money is aside, gone back or paid out. A repeated call gets the answer
 * that it got before; money that is given back before it was set aside is never set aside.
 */
final class Treasury {
    /** A line of the book. */
    record Line(String loan, String state, long amount) {}

    static final String ASIDE = "aside";
    static final String BACK = "back";
    static final String PAID = "paid";

    // A transaction takes the write lock at its beginning: two calls with one key cannot both find nothing.
    private static final String OPTIONS = "?transaction_mode=IMMEDIATE&busy_timeout=5000";

    private final Path file;

    Treasury(Path data) {
        this.file = data.resolve("treasury.db");
    }

    Payload setAside(StepContext step, String loan, long amount) throws Exception {
        return once(step, db -> {
            if (state(db, loan) != null)
                throw new TaskFailure("Loan.Invalid", loan + " is known to the treasury");
            put(db, loan, ASIDE, amount);
            return "{\"aside\": " + amount + "}";
        });
    }

    Payload giveBack(StepContext step, String loan) throws Exception {
        return once(step, db -> {
            put(db, loan, BACK, 0);
            return "{}";
        });
    }

    Payload pay(StepContext step, String loan, long amount) throws Exception {
        return once(step, db -> {
            if (!ASIDE.equals(state(db, loan)))
                throw new TaskFailure("Loan.Invalid", "nothing is aside for " + loan);
            put(db, loan, PAID, amount);
            return "{\"disbursed\": " + amount + "}";
        });
    }

    /** All lines, the oldest first. */
    List<Line> lines() throws SQLException {
        try (Connection db = open();
                Statement statement = db.createStatement();
                ResultSet rows = statement.executeQuery("SELECT loan, state, amount FROM line ORDER BY rowid")) {
            List<Line> lines = new ArrayList<>();
            while (rows.next()) lines.add(new Line(rows.getString(1), rows.getString(2), rows.getLong(3)));
            return lines;
        }
    }

    private interface Effect {
        String on(Connection db) throws Exception;
    }

    private Payload once(StepContext step, Effect effect) throws Exception {
        try (Connection db = open()) {
            db.setAutoCommit(false);
            String before = first(db, "SELECT text FROM answer WHERE key = ?", step.key());
            if (before != null) return Payload.ofText(before);
            String answer = effect.on(db);
            try (PreparedStatement insert = db.prepareStatement("INSERT INTO answer(key, text) VALUES (?, ?)")) {
                insert.setString(1, step.key());
                insert.setString(2, answer);
                insert.executeUpdate();
            }
            db.commit();
            return Payload.ofText(answer);
        }
    }

    private static String state(Connection db, String loan) throws SQLException {
        return first(db, "SELECT state FROM line WHERE loan = ?", loan);
    }

    private static void put(Connection db, String loan, String state, long amount) throws SQLException {
        String sql = "INSERT INTO line(loan, state, amount) VALUES (?, ?, ?) "
                + "ON CONFLICT (loan) DO UPDATE SET state = excluded.state, amount = excluded.amount";
        try (PreparedStatement write = db.prepareStatement(sql)) {
            write.setString(1, loan);
            write.setString(2, state);
            write.setLong(3, amount);
            write.executeUpdate();
        }
    }

    private static String first(Connection db, String query, String parameter) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(query)) {
            statement.setString(1, parameter);
            ResultSet rows = statement.executeQuery();
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private Connection open() throws SQLException {
        Connection db = DriverManager.getConnection("jdbc:sqlite:" + file + OPTIONS);
        try (Statement statement = db.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS line(loan TEXT UNIQUE, state TEXT, amount INTEGER)");
            statement.execute("CREATE TABLE IF NOT EXISTS answer(key TEXT PRIMARY KEY, text TEXT)");
            return db;
        } catch (SQLException e) {
            db.close();
            throw e;
        }
    }
}
