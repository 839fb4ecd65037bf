package dev.skald.sql;

import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventChanges;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ScheduleRow;
import dev.skald.engine.store.StatusChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The events of a {@link SqlStore}: its writer's transactions, its readers' questions. */
final class SqlEvents implements EventStore {
    private final Writes writes;
    private final Readers readers;
    private final StatusChanges statusChanges;

    /** Where transactions are run. */
    interface Writes {
        <T> T write(Transaction<T> transaction);
    }

    /** A transaction that only writes. */
    private interface Change {
        void run(Session session) throws SQLException;
    }

    SqlEvents(Writes writes, Readers readers, StatusChanges statusChanges) {
        this.writes = writes;
        this.readers = readers;
        this.statusChanges = statusChanges;
    }

    private void write(Change change) {
        boolean _ = writes.write(session -> {
            change.run(session);
            return true;
        });
    }

    @Override
    public void apply(EventChanges changes) {
        write(session -> Events.apply(session, changes));
    }

    @Override
    public void define(String application, List<EventDefinitionRow> definitions) {
        write(session -> Events.define(session, application, definitions));
    }

    @Override
    public int prune(Instant acceptedBefore, Instant deadBefore, int limit) {
        return writes.write(session -> Events.prune(session, acceptedBefore, deadBefore, limit));
    }

    @Override
    public void recordStatusChanges(boolean wanted) {
        if (wanted != statusChanges.wanted()) write(session -> statusChanges.want(session, wanted));
    }

    @Override
    public boolean recordsStatusChanges() {
        return statusChanges.wanted();
    }

    @Override
    public long lastNumber() {
        return readers.read(Events::lastNumber);
    }

    @Override
    public List<EventDefinitionRow> definitions() {
        return readers.read(Events::definitions);
    }

    @Override
    public Optional<EventRow> event(long number) {
        return readers.read(session -> Events.one(session, number));
    }

    @Override
    public List<EventRow> events(String bus, Instant since, long afterNumber, int limit) {
        return readers.read(session -> Events.ofBus(session, bus, since, afterNumber, limit));
    }

    @Override
    public Optional<Instant> oldestEvent() {
        return readers.read(Events::oldest);
    }

    @Override
    public List<DeliveryRow> due(Instant at, Set<String> exceptTargets, int limit) {
        return readers.read(session -> Events.due(session, at, exceptTargets, limit));
    }

    @Override
    public Optional<Instant> nextDue(Instant after) {
        return readers.read(session -> Events.nextDue(session, after));
    }

    @Override
    public long pendingDeliveries() {
        return readers.read(session -> session.number(Events.PENDING, 0));
    }

    @Override
    public Optional<DeliveryRow> delivery(long number) {
        return readers.read(session -> Events.delivery(session, number));
    }

    @Override
    public List<DeliveryRow> deadLetters(long afterNumber, int limit) {
        return readers.read(session -> Events.dead(session, afterNumber, limit));
    }

    @Override
    public List<AwaitRow> awaits(AwaitRow.Key after, int limit) {
        return readers.read(session -> Events.awaits(session, after, limit));
    }

    @Override
    public boolean taken(AwaitRow.Taken event) {
        return readers.read(session -> Events.taken(session, event));
    }

    @Override
    public List<ScheduleRow> schedules() {
        return readers.read(Events::schedules);
    }

    @Override
    public List<StatusChangeRow> statusChanges(int limit) {
        return readers.read(session -> StatusChanges.list(session, limit));
    }
}
