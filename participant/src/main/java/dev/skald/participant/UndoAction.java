package dev.skald.participant;

import java.sql.Connection;
import java.sql.SQLException;

/** What undoes a call, once. */
@FunctionalInterface
public interface UndoAction<X extends Exception> {
    /**
     * Undoes it on this connection, in the transaction in which the key is kept.
     *
     * @param answer what the call answered
     * @return the answer that a repeated undo is given again; empty when there is nothing to say
     */
    String on(Connection connection, String answer) throws SQLException, X;
}
