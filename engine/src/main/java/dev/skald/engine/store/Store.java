package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The port to durable storage. One process has a store open at a time (several nodes come with PostgreSQL).
 *
 * <p>Writes ({@link #commit} and the catalogue's) come from one thread at a time: the engine's committer. Reads may come
 * from any thread at any time and see only what was committed. A {@link StoreException} from a write means that the
 * outcome is not known: the engine reloads, it never repeats a write blindly.
 */
public interface Store extends VersionStore, MapRunStore, StatusStore, AutoCloseable {

    /**
     * Stores all appends in one durable transaction, or none of them. A conflict or a taken name fails its own append,
     * not its neighbours.
     *
     * @param appends at most 256, each of a different execution
     * @return one result per append, in their order, after they are durable
     */
    List<Append.Result> commit(List<Append> appends);

    /** Whether a chunk with this append id is stored: for after an undecided outcome. */
    boolean stored(long executionId, long appendId);

    /** Reserves execution ids, durably: {@code count} ids from the one returned on, never given before. */
    long reserveExecutionIds(int count);

    Optional<ExecutionRow> execution(long id);

    Optional<ExecutionRow> execution(String stateMachineArn, String name);

    /** Newest first. */
    List<ExecutionRow> executions(ExecutionQuery query);

    /** Open executions that are not at rest: those to take up again after a restart; by ascending id, from one on. */
    List<ExecutionRow> awake(long afterId, int limit);

    /** Resting executions whose {@code wakeAt} is not after the instant, the earliest first. */
    List<ExecutionRow> dueBefore(Instant instant, int limit);

    /** How many executions are open (awake and at rest). */
    long openExecutions();

    /** The snapshot of an execution, if it has one. */
    Optional<Snapshot> snapshot(long executionId);

    /**
     * The encoded state of an execution: a cache, which a fold of the events can replace.
     *
     * @param lastSequence the event after which it was taken
     */
    record Snapshot(long lastSequence, byte[] state) {}

    /**
     * The chunks of an execution that hold events from a sequence on, in order.
     *
     * @param fromSequence the first event wanted; a chunk that begins before it but holds it is included
     */
    List<byte[]> chunks(long executionId, long fromSequence, int limit);

    /** The last chunk of an execution: the one that ended it, when it has ended. */
    Optional<byte[]> lastChunk(long executionId);

    /** Where events are kept. */
    EventStore events();

    /** Deletes terminal executions that stopped before an instant, at most so many; returns how many. */
    int purge(Instant stoppedBefore, int limit);

    // The catalogue.

    /** Inserts or replaces the machine; its definition's text is kept by hash as long as an execution or the machine uses it. */
    void putMachine(MachineRow machine);

    Optional<MachineRow> machine(String arn);

    /** By ascending name, after a name. */
    List<MachineRow> machines(@Nullable String afterName, int limit);

    void deleteMachine(String arn);

    /** The text of a definition that a machine or an execution uses. */
    Optional<String> definition(String definitionHash);

    void putActivity(ActivityRow activity);

    Optional<ActivityRow> activity(String arn);

    /** By ascending name, after a name. */
    List<ActivityRow> activities(@Nullable String afterName, int limit);

    void deleteActivity(String arn);

    /**
     * Opens the store anew after a write has thrown {@link StoreException}. Called on the writer's thread, again after a
     * pause when it throws too; until it has returned, nothing is written. A store that is never broken has nothing to do.
     *
     * @throws StoreException when the store still does not work
     */
    default void reopen() {}

    @Override
    void close();
}
