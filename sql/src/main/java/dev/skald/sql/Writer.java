package dev.skald.sql;

import dev.skald.engine.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes. What fails closes it: whether a failed commit is durable is not known, and after a failed
 * sync the file must not be written to as if nothing had been. {@link #reopen} begins anew from what is in the file.
 */
final class Writer {
    private final Dialect dialect;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Session session;
    private boolean closed;

    Writer(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Opens the connection unless it is open. */
    void reopen() {
        turn.lock();
        try {
            if (closed) throw new StoreException("The store is closed");
            if (session == null) session = open();
        } catch (SQLException e) {
            throw failure("cannot be opened", e);
        } finally {
            turn.unlock();
        }
    }

    private Session open() throws SQLException {
        Connection connection = dialect.openWriter();
        try {
            new Migrations(dialect).run(connection);
            dialect.makeDurable(connection);
            return new Session(connection);
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** Runs and commits; when that fails, nothing of it is in the store, or all of it, and the connection is closed. */
    <T> T write(Transaction<T> transaction) {
        return guarded(session -> {
            session.connection().setAutoCommit(false);
            T value = transaction.run(session);
            session.connection().setAutoCommit(true);
            return value;
        });
    }

    /** Runs what is no transaction, such as a checkpoint, while nobody writes. */
    <T> T guarded(Transaction<T> work) {
        turn.lock();
        try {
            Session open = session;
            if (open == null) throw new StoreException("The store is not open");
            return run(open, work);
        } finally {
            turn.unlock();
        }
    }

    private <T> T run(Session open, Transaction<T> work) {
        try {
            return work.run(open);
        } catch (SQLException e) {
            abandon(open, e);
            throw failure("cannot be written", e);
        } catch (RuntimeException | Error e) {
            abandon(open, e);
            throw e;
        }
    }

    private void abandon(Session open, Throwable cause) {
        session = null;
        close(open.connection(), cause);
    }

    /** Not to commit: what a transaction has done so far is rolled back with its connection. */
    private static void close(Connection connection, Throwable cause) {
        try {
            connection.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    static StoreException failure(String what, SQLException cause) {
        return new StoreException("The store " + what + ": " + cause.getMessage(), cause);
    }

    void close() {
        turn.lock();
        try {
            closed = true;
            Session open = session;
            session = null;
            if (open != null) open.close();
        } catch (SQLException e) {
            throw failure("cannot be closed", e);
        } finally {
            turn.unlock();
        }
    }
}
