package dev.skald.participant;

import java.sql.Connection;
import java.sql.SQLException;

/** What a call does, once. */
@FunctionalInterface
public interface Action<X extends Exception> {
    /**
     * Does it on this connection, in the transaction in which the key is kept, and neither commits nor rolls back.
     *
     * @return the answer that a repeated call is given again; empty when there is nothing to say
     */
    String on(Connection connection) throws SQLException, X;
}
