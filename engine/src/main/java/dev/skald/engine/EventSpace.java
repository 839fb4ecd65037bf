package dev.skald.engine;

import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * What an event bus on this engine stands on: the part of its store that keeps events, its writer, its time and its
 * threads. Closed with the engine.
 */
public final class EventSpace {
    private final Store store;
    private final Committer committer;
    private final Answers answers;
    private final EngineParts parts;
    private final Settings settings;

    EventSpace(Store store, Committer committer, Answers answers, EngineParts parts, Settings settings) {
        this.store = store;
        this.committer = committer;
        this.answers = answers;
        this.parts = parts;
        this.settings = settings;
    }

    /** To read from: what is committed. */
    public EventStore store() {
        return store.events();
    }

    /**
     * Writes, in turn with the engine's own writes, and waits until that is durable.
     *
     * @param write runs on the engine's one writer: what it reads is what it changes
     * @throws ServiceException what {@code write} throws; ServiceUnavailable or InternalFailure when the store does not
     *     work: whether anything was written is then not known
     */
    public <T> T write(Function<EventStore, T> write) {
        return answers.of(committer.write(() -> write.apply(store.events())));
    }

    /** @throws ServiceException ValidationException when either is missing or too long to be kept */
    public static void requirePerson(String who, String why) {
        WaitingTasks.requireText("who", who, WaitingTasks.PERSON_LENGTH_MAX);
        WaitingTasks.requireText("why", why, WaitingTasks.REASON_LENGTH_MAX);
    }

    /** The row of an execution, if it is there. */
    public Optional<ExecutionRow> execution(long id) {
        return store.execution(id).map(Rows::shown);
    }

    /** Does something on a thread of its own, which may block; false when the engine is closed. */
    public boolean run(Runnable work) {
        try {
            parts.tasks().execute(work);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    public Instant now() {
        return parts.clock().now();
    }

    /** An alarm of the engine's clock; whoever makes it closes it. */
    public EngineClock.Alarm alarm(Runnable ring) {
        return parts.clock().alarm(ring);
    }

    /** A new UUID; later ones sort later. */
    public String uuid() {
        return TimeOrderedUuid.of(now(), parts.entropy());
    }

    /** A number from 0 up to another, that one excluded. */
    public double draw(double bound) {
        return (parts.entropy().nextLong() >>> 11) * 0x1.0p-53 * bound;
    }

    public String region() {
        return settings.region();
    }

    public String accountId() {
        return settings.accountId();
    }
}
