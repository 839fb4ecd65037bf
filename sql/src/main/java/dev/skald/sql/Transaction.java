package dev.skald.sql;

import java.sql.SQLException;

/** What is done with a session as one unit. */
interface Transaction<T> {
    T run(Session session) throws SQLException;
}
