package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.APPEND_IDS;
import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.append;
import static dev.skald.testkit.StoreSamples.bytes;
import static dev.skald.testkit.StoreSamples.commit;
import static dev.skald.testkit.StoreSamples.create;
import static dev.skald.testkit.StoreSamples.end;
import static dev.skald.testkit.StoreSamples.id;
import static dev.skald.testkit.StoreSamples.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventChanges;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ScheduleRow;
import dev.skald.engine.store.StatusChangeRow;
import dev.skald.engine.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Store} keeps of events. Implemented by the test class of a store. */
public interface EventStoreContract {
    /** A new store with nothing in it. */
    Store openEmptyStore();

    private static EventRow event(long number, String bus, int second) {
        return new EventRow(number, "id-" + number, bus, START.plusSeconds(second), "{\"number\":" + number + "}");
    }

    private static DeliveryRow delivery(long number, long event, int dueSecond) {
        return new DeliveryRow(
                number, event, "rule", "arn:target", "{\"a\":1}", 0, START.plusSeconds(dueSecond), null, null);
    }

    private static AwaitRow await(long execution, long sequence) {
        return new AwaitRow(execution, sequence, "arn:execution", "Wait", "default", "{}", "token", START);
    }

    private static EventDefinitionRow rule(String application, String name, String text) {
        return new EventDefinitionRow(application, Kind.RULE, "default", name, text);
    }

    /** Events are found by number and by bus; no number is forgotten with its event. */
    @Test
    default void shouldKeepEvents() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            assertEquals(0, events.lastNumber());
            var changes = new EventChanges();
            for (int i = 1; i <= 3; i++) changes.accept(event(i, i == 2 ? "other" : "default", i));
            events.apply(changes);
            assertEquals(Optional.of(event(2, "other", 2)), events.event(2));
            assertTrue(events.event(4).isEmpty());
            assertEquals(Optional.of(START.plusSeconds(1)), events.oldestEvent());
            assertEquals(
                    List.of(event(1, "default", 1), event(3, "default", 3)), events.events("default", START, 0, 9));
            assertEquals(List.of(event(3, "default", 3)), events.events("default", START, 1, 9));
            assertEquals(List.of(event(3, "default", 3)), events.events("default", START.plusSeconds(2), 0, 9));
            assertEquals(1, events.events("default", START, 0, 1).size());
            events.prune(START.plusSeconds(9), START, 9);
            assertEquals(Optional.empty(), events.oldestEvent());
            assertEquals(3, events.lastNumber());
        }
    }

    /** Deliveries are tried when they are due, until they are over or given up. */
    @Test
    default void shouldKeepDeliveries() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            var changes = new EventChanges();
            changes.accept(event(1, "default", 0));
            for (int i = 2; i <= 4; i++) changes.put(delivery(i, 1, 10 - i));
            events.apply(changes);
            assertEquals(List.of(), events.due(START, Set.of(), 9));
            assertEquals(List.of(4L, 3L), numbers(events.due(START.plusSeconds(7), Set.of(), 9)));
            assertEquals(List.of(4L), numbers(events.due(START.plusSeconds(9), Set.of(), 1)));
            assertEquals(List.of(), events.due(START.plusSeconds(9), Set.of("arn:target", "arn:b"), 9));
            assertEquals(3, events.due(START.plusSeconds(9), Set.of("arn:b"), 9).size());
            assertEquals(Optional.of(START.plusSeconds(6)), events.nextDue(START));
            assertEquals(Optional.empty(), events.nextDue(START.plusSeconds(8)));
            assertEquals(3, events.pendingDeliveries());

            var later = new EventChanges();
            later.delivered(4);
            later.put(delivery(3, 1, 7).failed("no answer", START.plusSeconds(20)));
            later.put(delivery(2, 1, 8).dead("gone", START.plusSeconds(9)));
            events.apply(later);
            assertEquals(List.of(), events.due(START.plusSeconds(19), Set.of(), 9));
            assertEquals(1, events.pendingDeliveries());
            assertEquals(Optional.of(delivery(3, 1, 7).failed("no answer", START.plusSeconds(20))), events.delivery(3));
            assertEquals(List.of(delivery(2, 1, 8).dead("gone", START.plusSeconds(9))), events.deadLetters(0, 9));
            assertEquals(List.of(), events.deadLetters(2, 9));
            assertTrue(events.delivery(4).isEmpty());

            var again = new EventChanges();
            DeliveryRow replayed = delivery(2, 1, 8).replayed("{\"another\":1}", START.plusSeconds(30));
            again.put(replayed);
            events.apply(again);
            assertEquals(Optional.of(replayed), events.delivery(2));
            assertEquals(2, events.pendingDeliveries());
        }
    }

    private static List<Long> numbers(List<DeliveryRow> rows) {
        return rows.stream().map(DeliveryRow::number).toList();
    }

    /** What is old goes, but no event that is on its way or a dead letter. */
    @Test
    default void shouldPruneEvents() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            var changes = new EventChanges();
            for (int i = 1; i <= 4; i++) changes.accept(event(i, "default", i));
            changes.put(delivery(5, 2, 0));
            changes.put(delivery(6, 3, 0).dead("gone", START.plusSeconds(50)));
            changes.take(new AwaitRow.Taken(1, 7, "Wait"));
            events.apply(changes);
            assertTrue(events.taken(new AwaitRow.Taken(1, 7, "Wait")));
            assertEquals(1, events.prune(START.plusSeconds(4), START.plusSeconds(50), 9));
            assertEquals(3, events.events("default", START, 0, 9).size());
            assertFalse(events.taken(new AwaitRow.Taken(1, 7, "Wait")));
            var decided = new EventChanges();
            DeliveryRow dead = events.deadLetters(0, 1).getFirst();
            decided.decide(DecisionRow.ofDeadLetter(dead, DecisionRow.Kind.DROP, "ann", "why", START.plusSeconds(50)));
            events.apply(decided);
            DecisionQuery all = new DecisionQuery(null, null, Long.MAX_VALUE, 9);
            DecisionRow decision = store.decisions(all).getFirst();
            assertEquals(0, decision.executionId());
            assertEquals(dead.number(), decision.sequence());
            assertEquals(dead.targetArn(), decision.about());
            assertEquals(3, events.prune(START.plusSeconds(4), START.plusSeconds(51), 9));
            assertEquals(List.of(), store.decisions(all));
            assertEquals(List.of(), events.deadLetters(0, 9));
            assertEquals(
                    List.of(2L, 4L),
                    events.events("default", START, 0, 9).stream()
                            .map(EventRow::number)
                            .toList());
        }
    }

    /** Definitions of an application are replaced at once; others stay. */
    @Test
    default void shouldReplaceDefinitionsOfAnApplication() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            events.define("", List.of(rule("", "own", "{}")));
            events.define("shop", List.of(rule("shop", "a", "1"), rule("shop", "b", "2")));
            var schedule = new EventDefinitionRow("shop", Kind.SCHEDULE, "", "s", "{}");
            events.define("shop", List.of(rule("shop", "b", "3"), schedule));
            assertEquals(List.of(rule("shop", "b", "3"), rule("", "own", "{}"), schedule), events.definitions());
        }
    }

    /** A schedule's place is kept as long as the schedule is. */
    @Test
    default void shouldKeepHowFarSchedulesHaveCome() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            events.define("shop", List.of(new EventDefinitionRow("shop", Kind.SCHEDULE, "", "s", "{}")));
            for (int i = 1; i <= 2; i++) {
                var changes = new EventChanges();
                changes.put(new ScheduleRow("s", "rate(1 hour)", START.plusSeconds(i)));
                events.apply(changes);
            }
            assertEquals(List.of(new ScheduleRow("s", "rate(1 hour)", START.plusSeconds(2))), events.schedules());
            events.define("shop", List.of());
            assertEquals(List.of(), events.schedules());
        }
    }

    /** Tasks that wait are listed by execution and task. */
    @Test
    default void shouldKeepWhoWaits() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            var changes = new EventChanges();
            for (AwaitRow row : List.of(await(2, 1), await(1, 9), await(1, 3))) changes.await(row);
            events.apply(changes);
            events.apply(changes);
            assertEquals(List.of(await(1, 3), await(1, 9), await(2, 1)), events.awaits(new AwaitRow.Key(0, 0), 9));
            assertEquals(List.of(await(1, 9)), events.awaits(new AwaitRow.Key(1, 3), 1));
            var over = new EventChanges();
            over.awaited(new AwaitRow.Key(1, 9));
            events.apply(over);
            assertEquals(List.of(await(2, 1)), events.awaits(new AwaitRow.Key(1, 3), 9));
        }
    }

    private static Append ended(long id, long expected, long last, Status status) {
        return new Append(id, expected, last, APPEND_IDS.incrementAndGet(), bytes("end"), end(status));
    }

    /** Begin and end of executions are written down with their appends, when they are wanted. */
    @Test
    default void shouldRecordStatusChanges() {
        try (Store store = openEmptyStore()) {
            EventStore events = store.events();
            long before = id(store);
            commit(store, create(row(before, "before", Map.of()), 1, "a"));
            events.recordStatusChanges(true);
            assertTrue(events.recordsStatusChanges());
            commit(store, ended(before, 1, 2, Status.SUCCEEDED));
            long after = id(store);
            commit(store, create(row(after, "after", Map.of()), 1, "a"));
            commit(store, append(after, 1, 2, "b"));
            List<StatusChangeRow> found = events.statusChanges(9);
            assertEquals(
                    List.of(before, after),
                    found.stream().map(StatusChangeRow::executionId).toList());
            assertEquals(
                    List.of(Status.SUCCEEDED, Status.RUNNING),
                    found.stream().map(StatusChangeRow::status).toList());
            assertEquals(
                    List.of(2L, 1L),
                    found.stream().map(StatusChangeRow::sequence).toList());

            var told = new EventChanges();
            told.statusChanged(found.getFirst().number());
            events.apply(told);
            assertEquals(List.of(found.getLast()), events.statusChanges(9));
            events.recordStatusChanges(false);
            commit(store, ended(after, 2, 3, Status.FAILED));
            assertEquals(1, events.statusChanges(9).size());
        }
    }
}
