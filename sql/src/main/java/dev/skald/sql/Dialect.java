package dev.skald.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Where databases differ. The schema and all other SQL is the same for all, but for the types of columns. */
interface Dialect {
    /** The folder of its migrations, beside this class. */
    String migrations();

    /** A connection that may write, ready for migrations. There is one at a time. */
    Connection openWriter() throws SQLException;

    /** Sees to it that all that is committed, also by a process that died, is durable. Called when the writer is opened. */
    void makeDurable(Connection writer) throws SQLException;

    /** A connection that only reads. */
    Connection openReader() throws SQLException;

    /** Limits the time of what a reader does from now on. */
    void limitTime(Connection reader, Duration limit) throws SQLException;

    /** Tidies up while nobody writes; in no transaction. */
    void tidyWhenIdle(Connection writer) throws SQLException;

    /** Gives space of deleted rows back, for about so long, in one transaction; returns whether there is more. */
    boolean giveSpaceBack(Connection writer, Duration slice) throws SQLException;

    /** Looks whether something grows that should not, and tells the operator. Any thread, any time. */
    void watchSize();
}
