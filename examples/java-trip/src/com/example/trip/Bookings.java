package com.example.trip;

import dev.skald.engine.saga.Undo;
import dev.skald.participant.Participant;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** One participant, an airline say: a database of its own, with a row for each booking. */
final class Bookings {
    private final Path file;
    private final long millis;
    private final Participant participant = Participant.of(this::open);

    /** @param millis how long a booking takes */
    Bookings(Path folder, String participant, long millis) throws SQLException {
        this.file = folder.resolve(participant + ".db");
        this.millis = millis;
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE IF NOT EXISTS booking (number INTEGER PRIMARY KEY, trip TEXT, what TEXT)");
        }
        this.participant.createTable();
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=10000");
    }

    /** Books, once for a key. */
    long book(String key, String trip, String what) throws SQLException, InterruptedException {
        String number = participant.act(key, trip + " " + what, connection -> insert(connection, trip, what));
        // It is booked, the answer is on its way: killed here, the repeated call must not book again.
        Thread.sleep(millis);
        return Long.parseLong(number);
    }

    private static String insert(Connection connection, String trip, String what) throws SQLException {
        String sql = "INSERT INTO booking (trip, what) VALUES (?, ?) RETURNING number";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, trip);
            insert.setString(2, what);
            ResultSet row = insert.executeQuery();
            row.next();
            return row.getString(1);
        }
    }

    /** Takes a booking back; if there was none, makes sure that it cannot come any more. */
    void cancel(Undo<Trip, Long> undo) throws SQLException, InterruptedException {
        Thread.sleep(millis);
        participant.undo(undo.key(), (connection, number) -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM booking WHERE number = ?")) {
                delete.setString(1, number);
                return String.valueOf(delete.executeUpdate());
            }
        });
    }

    /** The trips that are booked here; one that is booked twice is an error. */
    Set<String> trips() throws SQLException {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT trip FROM booking")) {
            Set<String> trips = new TreeSet<>();
            while (rows.next())
                if (!trips.add(rows.getString(1)))
                    throw new IllegalStateException(rows.getString(1) + " is booked twice in " + file);
            return trips;
        }
    }
}
