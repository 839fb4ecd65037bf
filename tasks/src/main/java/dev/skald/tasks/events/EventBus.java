package dev.skald.tasks.events;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineClock;
import dev.skald.engine.EngineListener;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.TaskPerformer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event buses of an engine, their rules, and schedules. Everything is in the engine's store: an accepted event reaches
 * every matching target at least once, and what was under way when the process died goes on when it is here again.
 *
 * <pre>{@code
 * EventBus bus = new EventBus(receivers, invokers);
 * Skald skald = Skald.at(file).performer(bus.awaitEvent()).listener(bus).open();
 * bus.open(skald);
 * bus.deploy("shop", List.of("orders"), rules, schedules);
 * bus.putEvents(List.of(new PutEvents.Entry("shop.order", "Placed", "{\"id\": 4711}")));
 * ...
 * bus.close();
 * skald.close();
 * }</pre>
 */
public final class EventBus implements PutEvents, EngineListener, AutoCloseable {
    /** How long accepted events are kept: so far back a task can look for an event that came before it waited. */
    public static final Duration EVENTS_KEPT = Duration.ofHours(24);

    /** How long dead letters are kept. */
    public static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);

    /** How many deliveries may wait, before no more events are accepted. */
    public static final int DELIVERIES_MAX = 1_000_000;

    /** How long a call waits for the bus to be opened. */
    static final Duration OPEN_AT_MOST = Duration.ofSeconds(10);

    static final Duration CLOSE_AT_MOST = Duration.ofSeconds(5);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final List<Receiver> given;
    private final List<FunctionInvoker> invokers;
    private final UrlReceiver urls = new UrlReceiver(UrlReceiver.ANSWER_AT_MOST);
    private final AwaitEventTask awaitEvent = new AwaitEventTask();
    private final CompletableFuture<Open> opening = new CompletableFuture<>();
    private volatile Runnable deadLettersChanged = () -> {};

    /**
     * @param receivers targets of kinds that the bus does not know itself, such as queues; asked first
     * @param invokers where functions run
     */
    public EventBus(List<Receiver> receivers, List<FunctionInvoker> invokers) {
        this.given = List.copyOf(receivers);
        this.invokers = List.copyOf(invokers);
    }

    /** Performs tasks with {@code arn:aws:states:::skald:awaitEvent}: for {@code SkaldBuilder.performer}. */
    public TaskPerformer awaitEvent() {
        return awaitEvent;
    }

    /** Has somebody told, in short, whenever an event was given up, or a person has decided what becomes of one. */
    public void watchDeadLetters(Runnable changed) {
        deadLettersChanged = changed;
    }

    /** Begins to work, on the engine that this bus listens to. */
    public void open(Skald skald) {
        EventSpace space = skald.events();
        var writer = new EventWriter(space);
        writer.open();
        var opened = new Open(skald, space, writer);
        opening.complete(opened);
        awaitEvent.serve(space, writer, opened::wake);
        opened.wake();
    }

    /**
     * An engine opens before its bus: who comes in between waits.
     *
     * @throws ServiceException ServiceUnavailable
     */
    private Open opened() {
        try {
            return opening.get(OPEN_AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw notOpen();
        } catch (TimeoutException late) {
            throw notOpen();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    private static ServiceException notOpen() {
        return new ServiceException("ServiceUnavailable", "The event bus is not open.");
    }

    /** Everything that an open bus has. */
    private final class Open {
        private final EventSpace space;
        private final EventWriter writer;
        private final Deliveries deliveries;
        private final Schedules schedules;
        private final StatusEvents statusEvents;
        private final Cleaning cleaning;
        private final EngineClock.Alarm alarm;
        private final AtomicInteger wanted = new AtomicInteger();
        private volatile boolean closed;

        Open(Skald skald, EventSpace space, EventWriter writer) {
            this.space = space;
            this.writer = writer;
            deliveries =
                    new Deliveries(space, writer, receivers(skald, space), this::wake, () -> deadLettersChanged.run());
            schedules = new Schedules(space, writer);
            statusEvents = new StatusEvents(skald, space, writer);
            cleaning = new Cleaning(skald, space, writer);
            alarm = space.alarm(this::wake);
        }

        private List<Receiver> receivers(Skald skald, EventSpace space) {
            List<Receiver> all = new ArrayList<>(given);
            all.add(new MachineReceiver(skald));
            all.add(new AwaitReceiver(skald));
            all.add(new FunctionReceiver(invokers, space::now));
            all.add(urls);
            return all;
        }

        /** Looks soon at what there is to do. */
        void wake() {
            if (!closed && wanted.getAndIncrement() == 0) {
                boolean _ = space.run(this::work);
            }
        }

        private void work() {
            int seen;
            do {
                seen = wanted.get();
                if (!closed) round();
            } while (!wanted.compareAndSet(seen, 0));
        }

        private void round() {
            try {
                statusEvents.accept();
                Optional<Instant> scheduled = schedules.happen();
                Optional<Instant> room = deliveries.begin();
                Optional<Instant> due = space.store().nextDue(space.now());
                Stream.of(scheduled, room, due, cleaning.clean())
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .ifPresent(alarm::set);
            } catch (RuntimeException failed) {
                LOG.warn("The event bus goes on in {}: {}", AFTER_FAILURE, failed.toString());
                LOG.debug("The event bus failed", failed);
                alarm.set(space.now().plus(AFTER_FAILURE));
            }
        }

        void close() {
            closed = true;
            alarm.close();
            deliveries.close(CLOSE_AT_MOST);
        }
    }

    /** An execution that begins or ends may be an event. */
    @Override
    public void committed(Identity identity, List<Event> events) {
        Open now = opening.getNow(null);
        if (now == null || !now.space.store().recordsStatusChanges()) return;
        for (Event event : events)
            if (event.detail() instanceof Event.ExecutionStarted
                    || event.detail() instanceof Event.End
                    || event.detail() instanceof Event.ExecutionRedriven) {
                now.wake();
                return;
            }
    }

    // Events.

    @Override
    public List<Result> putEvents(List<Entry> entries) {
        Open now = opened();
        Entries.check(entries);
        requireRoom(now);
        List<Result> results = now.writer.write(batch -> {
            List<Result> each = new ArrayList<>();
            for (Entry entry : entries) each.add(put(now.space, batch, entry));
            return each;
        });
        now.wake();
        return results;
    }

    private static Result put(EventSpace space, Batch batch, Entry entry) {
        Optional<Result.Refused> refusal = Entries.refusal(entry, batch.rules());
        if (refusal.isPresent()) return refusal.get();
        String id = space.uuid();
        try {
            batch.accept(Entries.bus(entry), id, Entries.event(space, id, entry));
        } catch (UnmatchableEvent unreadable) {
            return Entries.malformed();
        }
        return new Result.Accepted(id);
    }

    private static void requireRoom(Open now) {
        if (now.writer.pendingDeliveries() >= DELIVERIES_MAX)
            throw new ServiceException(
                    "ThrottlingException", "More than " + DELIVERIES_MAX + " events are on their way to targets.");
    }

    // Definitions.

    /**
     * Replaces, at once, all that an application defines: buses beside the default one, rules, schedules. A bus that its
     * rules name is there for them; only one in {@code buses} is the application's own.
     *
     * @param application the project's name, not empty
     * @throws ServiceException ValidationException, InvalidEventPatternException, ConflictException for a name that another
     *     application has, LimitExceededException: nothing has changed then
     */
    public void deploy(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        Open now = opened();
        new EventDefinitions(now.writer).replace(application, buses, rules, schedules);
        now.wake();
    }

    /** Tells whether {@link #deploy} would do it now, with the same exceptions. Nothing changes. */
    public void check(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        new EventDefinitions(opened().writer).check(application, buses, rules, schedules);
    }

    /** All that is defined, to look at and to change piece by piece. */
    public RuleCatalogue catalogue() {
        Open now = opened();
        return new RuleCatalogue(now.space, now.writer, now::wake);
    }

    // Dead letters.

    /** Events that were given up, by ascending number, after a number. */
    public List<DeadLetter> deadLetters(long afterNumber, int limit) {
        Open now = opened();
        List<DeadLetter> letters = new ArrayList<>();
        for (DeliveryRow row : now.space.store().deadLetters(afterNumber, limit)) letters.add(letter(now, row));
        return letters;
    }

    /** @throws ServiceException DeadLetterDoesNotExist */
    public DeadLetter deadLetter(long number) {
        Open now = opened();
        return letter(now, dead(now.space.store().delivery(number), number));
    }

    private static DeadLetter letter(Open now, DeliveryRow row) {
        Optional<EventRow> event = now.space.store().event(row.event());
        return new DeadLetter(
                row.number(),
                event.map(EventRow::id).orElse(""),
                EventCodec.changed(row.target())
                        .or(() -> event.map(EventRow::text))
                        .orElse("{}"),
                row.source(),
                row.targetArn(),
                row.attempts(),
                row.error() == null ? "" : row.error(),
                row.deadAt() == null ? row.dueAt() : row.deadAt());
    }

    /**
     * Tries to deliver a dead letter again, from the beginning. Who and why are kept on the list of decisions.
     *
     * @param who at most 256 characters
     * @param why at most 4,096
     * @throws ServiceException DeadLetterDoesNotExist; ValidationException without who or why, or when one is too long
     */
    public void replay(long number, String who, String why) {
        replay(number, DecisionRow.Kind.REPLAY, DeliveryRow::target, who, why);
    }

    /**
     * The same with another event, which this target alone gets; else as {@link #replay}. The list of decisions says that it
     * was changed.
     *
     * @throws ServiceException ValidationException as well, when it is none: no object, without the texts {@code source} and
     *     {@code detail-type} or the object {@code detail}, with another {@code id}, or longer than {@link
     *     PutEvents#BYTES_MAX} and than it was
     */
    public void replayChanged(long number, Payload event, String who, String why) {
        EventSpace.requirePerson(who, why);
        String text = ChangedEvent.text(event, deadLetter(number));
        replay(number, DecisionRow.Kind.REPLAY_CHANGED, row -> EventCodec.changed(row.target(), text), who, why);
    }

    private void replay(
            long number, DecisionRow.Kind kind, Function<DeliveryRow, String> target, String who, String why) {
        EventSpace.requirePerson(who, why);
        Open now = opened();
        now.writer.write(batch -> {
            DeliveryRow row = dead(batch.store().delivery(number), number);
            batch.changes().put(row.replayed(EventCodec.replayed(target.apply(row), batch.now()), batch.now()));
            batch.decide(row, kind, who, why);
            return true;
        });
        deadLettersChanged.run();
        now.wake();
    }

    /** Forgets a dead letter; else as {@link #replay}. */
    public void drop(long number, String who, String why) {
        EventSpace.requirePerson(who, why);
        opened().writer.write(batch -> {
            DeliveryRow row = dead(batch.store().delivery(number), number);
            batch.drop(row);
            batch.decide(row, DecisionRow.Kind.DROP, who, why);
            return true;
        });
        deadLettersChanged.run();
    }

    private static DeliveryRow dead(Optional<DeliveryRow> found, long number) {
        return found.filter(row -> row.deadAt() != null)
                .orElseThrow(() -> new ServiceException(
                        "DeadLetterDoesNotExist", "There is no dead letter with the number " + number + "."));
    }

    /** Begins nothing more, and waits for what is under way; the rest goes on at the next {@link #open}. Before the engine. */
    @Override
    public void close() {
        Open now = opening.getNow(null);
        if (now != null) now.close();
        urls.close();
    }
}
