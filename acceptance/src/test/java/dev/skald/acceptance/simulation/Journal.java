package dev.skald.acceptance.simulation;

import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Limits;
import dev.skald.core.Redrivability;
import dev.skald.core.SnapshotCodec;
import dev.skald.core.TaskToken;
import dev.skald.core.WaitingTask;
import dev.skald.core.Work;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Looks over the store's shoulder: folds every commit for itself, and checks what can be checked at once. */
final class Journal {
    private final Map<String, MachineFacts> machines = new HashMap<>();
    private final Map<Long, Kept> executions = new LinkedHashMap<>();
    private final Map<String, Kept> byArn = new HashMap<>();
    private long appends;
    private final Census census;
    private final Supplier<Instant> now;
    private final Limits limits;
    private final Trace trace;

    /** @param now the latest instant that the true clock has shown */
    Journal(Census census, Supplier<Instant> now, Limits limits, Trace trace) {
        this.census = census;
        this.now = now;
        this.limits = limits;
        this.trace = trace;
    }

    /** Is told of each event as it is committed: for looking at one seed. */
    interface Trace {
        void committed(String execution, Event event);

        static Trace none() {
            return (execution, event) -> {};
        }
    }

    /** What was committed of one execution. */
    final class Kept {
        final ExecutionRow row;
        final Identity identity;
        final MachineFacts machine;
        final List<List<Event>> chunks = new ArrayList<>();
        final Execution fold;
        private final HistoryCensus historyCensus;
        private final Map<Integer, String> keys = new HashMap<>();
        private final Set<Long> waiting = new HashSet<>();

        private Kept(ExecutionRow row) {
            String arn = row.stateMachineArn();
            this.row = row;
            this.machine = machineOf(arn);
            String machineName = arn.substring(arn.lastIndexOf(':') + 1);
            identity = new Identity(row.id(), row.arn(), row.name(), arn, machineName, row.type(), row.roleArn());
            fold = new Execution(identity);
            historyCensus = new HistoryCensus(census, machine);
        }

        RunHistory history(List<List<Event>> itsChunks) {
            return new RunHistory(identity, machine, itsChunks, limits);
        }

        /** The event by which the attempt that an event scheduled has ended. */
        Optional<Event> endOfAttempt(long scheduled) {
            List<Event> events = chunks.stream().flatMap(List::stream).toList();
            if (scheduled < 1 || scheduled > events.size()) return Optional.empty();
            int scope = events.get((int) scheduled - 1).scope();
            return events.stream()
                    .skip(scheduled)
                    .filter(event -> event.scope() == scope && endsAttempt(event))
                    .findFirst();
        }
    }

    private static boolean endsAttempt(Event event) {
        return switch (event.detail()) {
            case Event.TaskSucceeded _, Event.TaskFailed _, Event.TaskTimedOut _, Event.StateAborted _ -> true;
            default -> false;
        };
    }

    void add(String machineArn, MachineFacts facts) {
        machines.put(machineArn, facts);
    }

    private MachineFacts machineOf(String arn) {
        MachineFacts facts = machines.get(arn);
        if (facts == null) throw Invariant.ROW.violated("an execution of a machine that nobody made: " + arn);
        return facts;
    }

    Collection<Kept> executions() {
        return executions.values();
    }

    Optional<Kept> execution(String arn) {
        return Optional.ofNullable(byArn.get(arn));
    }

    Optional<Kept> execution(TaskToken token) {
        return Optional.ofNullable(executions.get(token.executionId()));
    }

    /** The latest instant that the clock has ever shown. */
    Instant now() {
        return now.get();
    }

    /** Whether a redrive of an execution would be refused. */
    boolean isRedrivable(Kept kept) {
        return Redrivability.refusal(kept.fold.status(), kept.fold.lastEventId(), limits)
                .isEmpty();
    }

    /** How many appends were stored so far. */
    long appends() {
        return appends;
    }

    boolean allEnded() {
        return executions.values().stream().allMatch(kept -> kept.fold.status().terminal());
    }

    /** Takes note of an append that the store says is stored. */
    void stored(Append append) {
        appends++;
        Append.RowChange change = append.change();
        if (change != null) create(change);
        Kept kept = executions.get(append.executionId());
        if (kept == null) throw Invariant.ROW.violated("an append to an execution without a row: " + append);
        fold(kept, append);
        if (change != null) checkRow(kept, change);
        checkWaiting(kept, append.waiting());
    }

    /** The list of tasks that wait for their tokens says what the events say. */
    private static void checkWaiting(Kept kept, Append.WaitingChange change) {
        for (long over : change.over())
            if (!kept.waiting.remove(over)) throw Invariant.ROW.violated(over + " is over, but was not listed");
        change.begun().forEach(task -> kept.waiting.add(task.sequence()));
        Set<Long> waits = new HashSet<>();
        for (Work work : kept.fold.work())
            kept.fold
                    .waitingTask(work.sequence())
                    .filter(WaitingTask::submitted)
                    .ifPresent(task -> waits.add(task.sequence()));
        if (!kept.waiting.equals(waits))
            throw Invariant.ROW.violated(kept.waiting + " are listed as waiting, but " + waits + " wait");
    }

    private void create(Append.RowChange change) {
        switch (change) {
            case Append.RowChange.Create c -> create(c.row());
            case Append.RowChange.CreateAtRest c -> create(c.row());
            case Append.RowChange.CreateEnded c -> create(c.row());
            case Append.RowChange.Rest _,
                    Append.RowChange.Wake _,
                    Append.RowChange.Redrive _,
                    Append.RowChange.RedriveEnded _,
                    Append.RowChange.End _ -> {}
        }
    }

    private void create(ExecutionRow row) {
        var kept = new Kept(row);
        boolean again = executions.put(row.id(), kept) != null || byArn.put(row.arn(), kept) != null;
        if (again) throw Invariant.ACKNOWLEDGED.violated("a second start of " + row);
    }

    private void fold(Kept kept, Append append) {
        List<Event> events = append.events().length == 0 ? List.of() : EventCodec.decode(append.events());
        if (kept.fold.status().terminal() && !isRedrive(append, events))
            throw Invariant.TERMINAL_IS_LAST.violated(append + " comes after the end of " + kept.row.arn());
        if (append.expectedLastSequence() != kept.fold.lastSequence())
            throw Invariant.FENCE.violated("the fence let an append through that was decided on "
                    + append.expectedLastSequence() + " when the last event was " + kept.fold.lastSequence());
        events.forEach(event -> trace.committed(kept.row.name(), event));
        kept.historyCensus.count(events, kept.fold);
        for (Event event : events) fold(kept, event);
        if (!events.isEmpty()) kept.chunks.add(events);
        if (append.lastSequence() != kept.fold.lastSequence())
            throw Invariant.ROW.violated("an append says it ends at " + append.lastSequence() + ", but it ends at "
                    + kept.fold.lastSequence());
        if (!events.isEmpty()) checkAfterCommit(kept, events);
    }

    /** Only a redrive changes what has ended: it comes first, and opens the row in the same commit. */
    private static boolean isRedrive(Append append, List<Event> events) {
        boolean opens = append.change() instanceof Append.RowChange.Redrive
                || append.change() instanceof Append.RowChange.RedriveEnded;
        return opens && events.getFirst().detail() instanceof Event.ExecutionRedriven;
    }

    private void fold(Kept kept, Event event) {
        if (event.at().isAfter(now.get()))
            throw Invariant.NEVER_EARLY.violated("the instant of " + event + " has not come; it is " + now.get());
        checkKey(kept, event);
        try {
            kept.fold.apply(event);
        } catch (RuntimeException e) {
            throw Invariant.FOLD_IS_STATE.violated(e + " at " + event);
        }
    }

    /** Of {@link Invariant#KEYS} what can be seen at once: the attempts of one visit have one key. */
    private static void checkKey(Kept kept, Event event) {
        if (event.detail() instanceof Event.StateEntered) kept.keys.remove(event.scope());
        if (!(event.detail() instanceof Event.TaskScheduled scheduled)) return;
        String known = kept.keys.putIfAbsent(event.scope(), scheduled.key());
        if (known != null && !known.equals(scheduled.key())) throw Invariant.KEYS.violated(known + " before " + event);
    }

    private void checkAfterCommit(Kept kept, List<Event> chunk) {
        boolean leftOver = kept.fold.work().stream().anyMatch(Work.Continue.class::isInstance);
        if (leftOver) census.count(Occurrence.TURN_LEFT_OVER);
        if (leftOver && !Invariant.isFull(chunk, limits))
            throw Invariant.ONE_COMMIT.violated("left over after " + chunk);
        Invariant.checkPendingCause(kept.fold);
    }

    private void checkRow(Kept kept, Append.RowChange change) {
        switch (change) {
            case Append.RowChange.End end -> checkEnd(kept, end);
            case Append.RowChange.CreateEnded created -> checkEnd(kept, created.end());
            case Append.RowChange.Redrive redrive -> checkRedrive(kept, redrive);
            case Append.RowChange.RedriveEnded again -> {
                checkRedrive(kept, again.redrive());
                checkEnd(kept, again.end());
            }
            case Append.RowChange.Rest rest -> checkSnapshot(kept, rest);
            case Append.RowChange.CreateAtRest created -> checkSnapshot(kept, created.rest());
            case Append.RowChange.Create _, Append.RowChange.Wake _ -> {}
        }
    }

    private static void checkRedrive(Kept kept, Append.RowChange.Redrive redrive) {
        boolean same = kept.fold.redriveCount() == redrive.redriveCount()
                && redrive.redrivenAt().equals(kept.fold.redrivenAt());
        if (!same) throw Invariant.ROW.violated("the row says " + redrive + ", the events say " + kept.fold);
    }

    private static void checkEnd(Kept kept, Append.RowChange.End end) {
        if (kept.fold.status() != end.status() || !end.stoppedAt().equals(kept.fold.stoppedAt()))
            throw Invariant.ROW.violated("the row says " + end + ", the events say " + kept.fold.status());
    }

    private static Execution read(Kept kept, Append.RowChange.Rest rest) {
        try {
            return SnapshotCodec.decode(kept.identity, rest.snapshot());
        } catch (SnapshotCodec.UnreadableSnapshot e) {
            throw Invariant.FOLD_IS_STATE.violated("a snapshot that cannot be read: " + e);
        }
    }

    private void checkSnapshot(Kept kept, Append.RowChange.Rest rest) {
        census.count(Occurrence.SNAPSHOT);
        Execution read = read(kept, rest);
        if (!read.toString().equals(kept.fold.toString()))
            throw Invariant.FOLD_IS_STATE.violated("the snapshot\n" + read + "\nis not the fold\n" + kept.fold);
        Optional<Instant> next = kept.fold.work().stream()
                .flatMap(work -> work instanceof Work.Timer timer ? java.util.stream.Stream.of(timer.dueAt()) : null)
                .min(Instant::compareTo);
        if (!next.equals(Optional.ofNullable(rest.wakeAt())))
            throw Invariant.ROW.violated("at rest until " + rest.wakeAt() + ", but due at " + next);
    }
}
