package dev.skald.sql;

import dev.skald.engine.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Connections that only read, each for one short question at a time, so that none keeps the log from being reused. */
final class Readers {
    /** How many questions are answered at a time; others wait. */
    static final int CONNECTIONS_MAX = 8;

    /** How long a question may wait, and how long it may then take. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private final Dialect dialect;
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX, true);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    Readers(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @throws StoreException if the store cannot be read, or not within {@link #LIMIT} */
    <T> T read(Transaction<T> question) {
        acquire();
        try {
            return answer(question);
        } catch (SQLException e) {
            throw Writer.failure("cannot be read", e);
        } finally {
            free.release();
        }
    }

    private void acquire() {
        try {
            if (free.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while waiting to read the store", e);
        }
        throw new StoreException("The store is asked more than it can answer");
    }

    private <T> T answer(Transaction<T> question) throws SQLException {
        if (closed) throw new StoreException("The store is closed");
        Session session = idle.pollFirst();
        if (session == null) session = new Session(dialect.openReader());
        boolean answered = false;
        try {
            dialect.limitTime(session.connection(), LIMIT);
            T value = question.run(session);
            answered = true;
            return value;
        } finally {
            if (answered) idle.addFirst(session);
            else session.close();
        }
    }

    /** Waits for questions under way, and closes all. */
    void close() {
        closed = true;
        closeIdle();
    }

    /** Forgets connections to what the file was; those in use are closed by who uses them when they fail. */
    void closeIdle() {
        free.acquireUninterruptibly(CONNECTIONS_MAX);
        try {
            for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) session.close();
        } catch (SQLException e) {
            throw Writer.failure("cannot be closed", e);
        } finally {
            free.release(CONNECTIONS_MAX);
        }
    }
}
