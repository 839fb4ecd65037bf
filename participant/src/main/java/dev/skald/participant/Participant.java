package dev.skald.participant;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * A participant of a saga, over its own database: what it does for a key it does once, and what is undone stays undone.
 *
 * <pre>{@code
 * Participant flights = Participant.of(dataSource::getConnection);
 * flights.createTable();
 *
 * String seat = flights.act(step.key(), trip.toString(), connection -> reserveSeat(connection, trip));
 * flights.undo(undo.key(), (connection, seat) -> freeSeat(connection, seat));
 * }</pre>
 *
 * <ul>
 *   <li>The effect and the key are written in one transaction. A call whose key is there gets the answer it got before.
 *   <li>An undo undoes what is there, and succeeds if there is nothing. A repeated undo gets the answer it got before.
 *   <li>An undo that comes before its call leaves a mark, and the late call is refused.
 *   <li>A call that fails leaves nothing: its key may come again.
 * </ul>
 *
 * <p>For transactions of the caller's, see {@link Keys}. Safe for use by several threads, and processes.
 */
public final class Participant {
    /** How often a transaction is tried that the database could not bring into an order with another. */
    public static final int ATTEMPTS_MAX = 5;

    /** How many keys one transaction forgets. */
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Connections connections;
    private final Keys keys;
    private final Clock clock;

    private Participant(Connections connections, Keys keys, Clock clock) {
        this.connections = connections;
        this.keys = keys;
        this.clock = clock;
    }

    /** A participant whose keys are in the table {@value Keys#TABLE}. */
    public static Participant of(Connections connections) {
        return of(connections, Keys.TABLE, Clock.systemUTC());
    }

    /** @throws IllegalArgumentException when that is no name of a table */
    public static Participant of(Connections connections, String table, Clock clock) {
        return new Participant(connections, new Keys(table, clock), clock);
    }

    /** Makes the table of keys where there is none. Once, before the first call. */
    public void createTable() throws SQLException {
        this.<RuntimeException, Boolean>transaction(connection -> {
            keys.createTable(connection);
            return true;
        });
    }

    /** {@link Keys#act} in a transaction of its own. */
    public <X extends Exception> String act(String key, String arguments, Action<X> action) throws SQLException, X {
        return transaction(connection -> keys.act(connection, key, arguments, action));
    }

    /** {@link Keys#undo} in a transaction of its own. */
    public <X extends Exception> Optional<String> undo(String key, UndoAction<X> undo) throws SQLException, X {
        return transaction(connection -> keys.undo(connection, key, undo));
    }

    /**
     * Forgets the keys that have not been used for so long: see {@link Keys#forget} for how long to keep them.
     *
     * @return how many
     */
    public long forgetOlderThan(Duration age) throws SQLException {
        var before = clock.instant().minus(age);
        long all = 0;
        int some = FORGOTTEN_AT_ONCE;
        while (some == FORGOTTEN_AT_ONCE) {
            some = this.<RuntimeException, Integer>transaction(
                    connection -> keys.forget(connection, before, FORGOTTEN_AT_ONCE));
            all += some;
        }
        return all;
    }

    private interface Work<X extends Exception, T> {
        T on(Connection connection) throws SQLException, X;
    }

    private <X extends Exception, T> T transaction(Work<X, T> work) throws SQLException, X {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (attempt >= ATTEMPTS_MAX || !passes(e)) throw e;
            }
        }
    }

    /** Whether the database could not serialize it, or it was in a deadlock: nothing was done. */
    private static boolean passes(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }

    private <X extends Exception, T> T once(Work<X, T> work) throws SQLException, X {
        try (Connection connection = connections.open()) {
            boolean automatic = connection.getAutoCommit();
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.on(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                // A pool hands the connection out again.
                if (!committed) connection.rollback();
                connection.setAutoCommit(automatic);
            }
        }
    }
}
