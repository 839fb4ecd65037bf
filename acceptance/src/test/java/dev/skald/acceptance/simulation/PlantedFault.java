package dev.skald.acceptance.simulation;

import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.engine.EngineClock;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bug planted between the engine and its surroundings, to see that an invariant catches it. */
enum PlantedFault {
    /** No bug. */
    NONE(null),
    /** The store says that an append is stored, and forgets it. */
    LOSES_APPENDS(Invariant.ACKNOWLEDGED),
    /** The store takes an append whatever it was decided on, while an engine thought dead goes on. */
    FORGETS_FENCE(Invariant.FOLD_IS_STATE),
    /** The store answers first and writes later: a crash in between loses what was acknowledged. */
    ACKNOWLEDGES_BEFORE_COMMIT(Invariant.ACKNOWLEDGED),
    /** Alarms go off early, and the clock says that it is time. */
    FIRES_EARLY(Invariant.NEVER_EARLY),
    /** Some alarms never go off. */
    FORGETS_ALARMS(Invariant.PENDING_CAUSE),
    /** A task's result is applied twice. */
    APPLIES_RESULTS_TWICE(Invariant.RESULT_ONCE),
    /** Replay forgets which retrier was used. */
    RESETS_RETRIES_ON_REPLAY(Invariant.BOUNDED_RETRIES),
    /** Events of Skald's own are not stored. */
    DROPS_PRIVATE_EVENTS(Invariant.PENDING_CAUSE),
    /** Each attempt gets another key. */
    CHANGES_KEYS(Invariant.KEYS),
    /** After a crash nobody looks for open executions. */
    FORGETS_WORK_AFTER_CRASH(Invariant.PENDING_CAUSE),
    /** A state's exit is stored, but its successor's entry only with the next append. */
    TEARS_COMMITS(Invariant.ONE_COMMIT),
    /** Snapshots lose the events that came since an earlier one. */
    SERVES_OLD_SNAPSHOTS(Invariant.FOLD_IS_STATE);

    private final @Nullable Invariant caughtBy;

    PlantedFault(@Nullable Invariant caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** Whether a violation is one that this bug means: whatever else it breaks proves less. */
    boolean explains(Invariant.Violation violation) {
        return violation.invariant() == caughtBy;
    }

    /** Whether an engine that crashed between two steps goes on beside the next one. */
    boolean leavesZombies() {
        return this == FORGETS_FENCE;
    }

    EngineClock clock(VirtualClock clock) {
        return switch (this) {
            case FIRES_EARLY -> new HastyClock(clock);
            case FORGETS_ALARMS -> new DeafClock(clock);
            default -> clock;
        };
    }

    Store store(Store store, Random random) {
        return switch (this) {
            case NONE, FIRES_EARLY, FORGETS_ALARMS -> store;
            case LOSES_APPENDS -> new LosesAppends(store, random);
            case FORGETS_FENCE -> new ForgetsFence(store);
            case ACKNOWLEDGES_BEFORE_COMMIT -> new AcknowledgesBeforeCommit(store, new ArrayList<>());
            case APPLIES_RESULTS_TWICE -> new Tampering(store, PlantedFault::resultsTwice, UnaryOperator.identity());
            case RESETS_RETRIES_ON_REPLAY ->
                new Tampering(store, UnaryOperator.identity(), PlantedFault::otherRetriers);
            case DROPS_PRIVATE_EVENTS -> new Tampering(store, PlantedFault::onlyPublished, UnaryOperator.identity());
            case CHANGES_KEYS -> new Tampering(store, PlantedFault::otherKeys, UnaryOperator.identity());
            case FORGETS_WORK_AFTER_CRASH -> new ForgetsWork(store);
            case TEARS_COMMITS -> new TearsCommits(store);
            case SERVES_OLD_SNAPSHOTS -> new OldSnapshots(store);
        };
    }

    // Clocks.

    private record HastyClock(VirtualClock clock) implements EngineClock {
        private static final Duration HASTE = Duration.ofSeconds(2);

        @Override
        public Instant now() {
            return clock.now().plus(HASTE);
        }

        @Override
        public Alarm alarm(Runnable ring) {
            Alarm alarm = clock.alarm(ring);
            return new Alarm() {
                @Override
                public void set(Instant at) {
                    alarm.set(at.minus(HASTE));
                }

                @Override
                public void close() {
                    alarm.close();
                }
            };
        }
    }

    private record DeafClock(VirtualClock clock) implements EngineClock {
        @Override
        public Instant now() {
            return clock.now();
        }

        @Override
        public Alarm alarm(Runnable ring) {
            return clock.alarm(() -> {
                if (clock.now().getEpochSecond() % 7 != 0) ring.run();
            });
        }
    }

    // Stores.

    private record LosesAppends(Store target, Random random) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            if (appends.getFirst().expectedLastSequence() > 0 && random.nextInt(20) == 0)
                return appends.stream()
                        .map(append -> (Append.Result) new Append.Result.Stored())
                        .toList();
            return target.commit(appends);
        }
    }

    private record ForgetsFence(Store target) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            return target.commit(appends.stream().map(this::unfenced).toList());
        }

        private Append unfenced(Append append) {
            long last = append.expectedLastSequence() == 0 ? 0 : last(append.executionId());
            return new Append(
                    append.executionId(),
                    last,
                    last + append.lastSequence() - append.expectedLastSequence(),
                    append.appendId(),
                    append.events(),
                    append.change(),
                    append.saga(),
                    append.waiting());
        }

        private long last(long executionId) {
            return target.lastChunk(executionId)
                    .map(chunk -> EventCodec.decode(chunk).getLast().sequence())
                    .orElse(0L);
        }
    }

    private record AcknowledgesBeforeCommit(Store target, List<Append> unwritten) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            if (!unwritten.isEmpty()) target.commit(List.copyOf(unwritten));
            unwritten.clear();
            boolean allCreate = appends.stream().allMatch(append -> append.expectedLastSequence() == 0);
            if (!allCreate) return target.commit(appends);
            unwritten.addAll(appends);
            return appends.stream()
                    .map(append -> (Append.Result) new Append.Result.Stored())
                    .toList();
        }
    }

    private record ForgetsWork(Store target) implements ForwardingStore {
        @Override
        public List<ExecutionRow> awake(long afterId, int limit) {
            return List.of();
        }
    }

    /** Stores the first half of a chunk in which a state follows another, and forgets the rest until it is asked again. */
    private record TearsCommits(Store target) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            return target.commit(appends.stream().map(TearsCommits::torn).toList());
        }

        private static Append torn(Append append) {
            if (append.events().length == 0 || append.change() != null) return append;
            List<Event> events = EventCodec.decode(append.events());
            for (int i = 0; i < events.size() - 1; i++)
                if (events.get(i).detail() instanceof Event.StateExited) return cut(append, events.subList(0, i + 1));
            return append;
        }

        private static Append cut(Append append, List<Event> events) {
            return Append.of(
                    append.executionId(),
                    append.expectedLastSequence(),
                    events.getLast().sequence(),
                    append.appendId(),
                    EventCodec.encode(List.copyOf(events)));
        }
    }

    private record OldSnapshots(Store target) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            return target.commit(appends.stream().map(this::withOldSnapshot).toList());
        }

        private Append withOldSnapshot(Append append) {
            if (!(append.change() instanceof Append.RowChange.Rest rest)) return append;
            return target.snapshot(append.executionId())
                    .map(old -> new Append(
                            append.executionId(),
                            append.expectedLastSequence(),
                            append.lastSequence(),
                            append.appendId(),
                            append.events(),
                            new Append.RowChange.Rest(rest.wakeAt(), old.state()),
                            append.saga(),
                            append.waiting()))
                    .orElse(append);
        }
    }

    /** Changes events on their way in or out. */
    private record Tampering(Store target, UnaryOperator<List<Event>> in, UnaryOperator<List<Event>> out)
            implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            return target.commit(appends.stream().map(this::tampered).toList());
        }

        private Append tampered(Append append) {
            if (append.events().length == 0) return append;
            List<Event> events = in.apply(EventCodec.decode(append.events()));
            return new Append(
                    append.executionId(),
                    append.expectedLastSequence(),
                    append.expectedLastSequence() + events.size(),
                    append.appendId(),
                    events.isEmpty() ? new byte[0] : EventCodec.encode(events),
                    append.change(),
                    append.saga(),
                    append.waiting());
        }

        @Override
        public List<byte[]> chunks(long executionId, long fromSequence, int limit) {
            return target.chunks(executionId, fromSequence, limit).stream()
                    .map(chunk -> EventCodec.encode(out.apply(EventCodec.decode(chunk))))
                    .toList();
        }
    }

    private static List<Event> resultsTwice(List<Event> events) {
        List<Event> twice = new ArrayList<>();
        for (Event event : events) {
            twice.add(event);
            if (event.detail() instanceof Event.TaskSucceeded) twice.add(event);
        }
        return numbered(twice, events.getFirst());
    }

    private static List<Event> onlyPublished(List<Event> events) {
        List<Event> published = events.stream().filter(Event::published).toList();
        return numbered(published, events.getFirst());
    }

    /** Gives events new numbers without gaps, from those of the first on. */
    private static List<Event> numbered(List<Event> events, Event first) {
        List<Event> numbered = new ArrayList<>();
        long sequence = first.sequence();
        long id = events.stream()
                .mapToLong(Event::id)
                .filter(each -> each > 0)
                .min()
                .orElse(0);
        for (Event event : events) {
            long newId = event.published() ? id++ : 0;
            long previous = event.published() ? Math.min(event.previousId(), newId - 1) : event.previousId();
            numbered.add(new Event(sequence++, newId, previous, event.at(), event.scope(), event.detail()));
        }
        return numbered;
    }

    private static List<Event> otherRetriers(List<Event> events) {
        return events.stream().map(PlantedFault::otherRetrier).toList();
    }

    private static Event otherRetrier(Event event) {
        return event.detail() instanceof Event.RetryScheduled(var retrier, var at)
                ? with(event, new Event.RetryScheduled(retrier + 100, at))
                : event;
    }

    private static List<Event> otherKeys(List<Event> events) {
        return events.stream().map(PlantedFault::otherKey).toList();
    }

    private static Event otherKey(Event event) {
        return event.detail() instanceof Event.TaskScheduled t
                ? with(
                        event,
                        new Event.TaskScheduled(
                                t.resource(),
                                t.parameters(),
                                t.timeoutSeconds(),
                                t.heartbeatSeconds(),
                                t.credentials(),
                                t.tokenSecret(),
                                t.key() + event.sequence()))
                : event;
    }

    private static Event with(Event event, Event.Detail detail) {
        return new Event(event.sequence(), event.id(), event.previousId(), event.at(), event.scope(), detail);
    }
}
