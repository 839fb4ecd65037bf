package dev.skald.participant;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a participant's connections come from: {@code dataSource::getConnection}. */
@FunctionalInterface
public interface Connections {
    /** A connection that the caller closes. */
    Connection open() throws SQLException;
}
