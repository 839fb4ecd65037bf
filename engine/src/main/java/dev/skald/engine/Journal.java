package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.MachineType;
import dev.skald.asl.RunClass;
import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Execution;
import dev.skald.core.FailedState;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.SnapshotCodec;
import dev.skald.core.WaitingTask;
import dev.skald.core.Work;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.WaitingTaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the turns of one execution become appends, and where its row in the store stands.
 *
 * <p>Every turn of a STANDARD execution is an append. An asynchronous EXPRESS execution appends its first and its last
 * event only, a synchronous one nothing.
 */
final class Journal {
    /** The sequence of the one event of an EXPRESS execution that is stored before its end. */
    private static final long EXPRESS_START = 1;

    private static final byte[] NO_EVENTS = {};

    private final Services services;
    private final OpenWork openWork;
    private final boolean durable;
    private final Consumer<@Nullable Instant> resting;
    private boolean stored;
    private boolean atRest;
    private boolean ended;
    private SagaStatus sagaStatus = SagaStatus.NONE;
    private @Nullable Instant parkedSince;

    /** The tasks that the store lists as waiting for their tokens, by their sequences. */
    private final Set<Long> waiting = new HashSet<>(0);

    private @Nullable ExecutionRow created;

    /**
     * @param durable whether anything of the execution is stored
     * @param resting hears when the execution has been put to rest, and its next timer
     */
    Journal(Services services, OpenWork openWork, boolean durable, Consumer<@Nullable Instant> resting) {
        this.services = services;
        this.openWork = openWork;
        this.durable = durable;
        this.resting = resting;
    }

    /** The execution is in the store already. */
    void stored() {
        stored = true;
    }

    void load(ExecutionRow row) {
        stored = true;
        atRest = row.atRest();
        ended = row.status().terminal();
        sagaStatus = row.sagaStatus();
    }

    /** The state that the execution was loaded with. */
    void know(Execution loaded) {
        parkedSince = oldestPark(loaded);
        waiting.clear();
        for (Work work : loaded.work())
            loaded.waitingTask(work.sequence())
                    .filter(WaitingTask::submitted)
                    .ifPresent(task -> waiting.add(task.sequence()));
    }

    boolean isStored() {
        return stored;
    }

    /** Whether the row says that the execution is at rest. */
    boolean atRest() {
        return atRest;
    }

    boolean mayRest(MachineType type) {
        return durable && type == MachineType.STANDARD;
    }

    /** The row with which the execution began. */
    ExecutionRow created() {
        if (created == null) throw new IllegalStateException("the execution did not begin here");
        return created;
    }

    /** Sends a turn to the committer; true when nothing had to be stored, and the turn is settled. */
    boolean append(Turn turn, ExecutionRow row, Execution execution) {
        if (created == null && !stored && !turn.events().isEmpty())
            created = begun(row, execution).withSagaStatus(execution.sagaStatus());
        Append append = appendOf(turn, row, execution);
        if (append == null) {
            turn.written(new Committer.Outcome.Known(new Append.Result.Stored()));
            return true;
        }
        turn.appends(append, () -> written(append));
        services.committer().append(turn);
        return false;
    }

    private @Nullable Append appendOf(Turn turn, ExecutionRow row, Execution execution) {
        boolean onlyRests = turn.events().isEmpty() && turn.rests() && !execution.settled();
        if (!durable || (turn.events().isEmpty() && !onlyRests)) return null;
        return switch (row.type()) {
            case STANDARD -> standard(turn, execution);
            case EXPRESS -> express(turn, row, execution);
        };
    }

    /** On the writer's thread, before anybody hears of it. */
    private void written(Append append) {
        RowChange change = append.change();
        if (!stored) sagaStatus = created().sagaStatus();
        Append.SagaChange saga = append.saga();
        if (saga != null) {
            sagaStatus = saga.status();
            parkedSince = saga.parkedSince();
        }
        append.waiting().over().forEach(waiting::remove);
        for (WaitingTaskRow begun : append.waiting().begun()) waiting.add(begun.sequence());
        stored = true;
        ended = switch (change) {
            case RowChange.End _, RowChange.CreateEnded _, RowChange.RedriveEnded _ -> true;
            case RowChange.Redrive _ -> false;
            case RowChange.Create _, RowChange.CreateAtRest _, RowChange.Rest _, RowChange.Wake _ -> ended;
            case null -> ended;
        };
        atRest = change instanceof RowChange.Rest
                || change instanceof RowChange.CreateAtRest
                || (change == null && atRest);
        if (change instanceof RowChange.Rest rest) resting.accept(rest.wakeAt());
        if (change instanceof RowChange.CreateAtRest created)
            resting.accept(created.rest().wakeAt());
    }

    private Append standard(Turn turn, Execution execution) {
        byte[] events = turn.events().isEmpty() ? NO_EVENTS : EventCodec.encode(turn.events());
        RowChange change = stored ? change(turn, execution) : creation(turn, execution);
        long last = Math.max(turn.before(), execution.lastSequence());
        long appendId = services.parts().entropy().nextLong();
        Append.SagaChange saga = saga(execution);
        long id = execution.identity().id();
        return new Append(
                id, turn.before(), last, appendId, events, change, saga, waiting(turn, execution), turn.decisions());
    }

    /** A row that is made has the status already, though not since when something is parked. */
    private Append.@Nullable SagaChange saga(Execution execution) {
        SagaStatus status = execution.sagaStatus();
        boolean stays = stored && status == sagaStatus;
        if (status != SagaStatus.PARKED) return stays || !stored ? null : Append.SagaChange.to(status);
        Instant since = oldestPark(execution);
        if (stays && (since == null || since.equals(parkedSince))) return null;
        return new Append.SagaChange(
                status, since == null ? services.parts().clock().now() : since);
    }

    private static @Nullable Instant oldestPark(Execution execution) {
        return execution.parks().stream()
                .map(Park::since)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** The same turn may have ended what was submitted in it, and scheduled another task, which is not handed over yet. */
    private Append.WaitingChange waiting(Turn turn, Execution execution) {
        List<WaitingTaskRow> begun = new ArrayList<>(0);
        for (Event event : turn.events())
            if (event.detail() instanceof Event.TaskSubmitted)
                execution
                        .waitingTask(event)
                        .filter(WaitingTask::submitted)
                        .ifPresent(task -> begun.add(row(execution, task, event.at())));
        List<Long> over = new ArrayList<>(0);
        for (long sequence : waiting) if (!execution.isOutstanding(sequence)) over.add(sequence);
        return begun.isEmpty() && over.isEmpty() ? Append.WaitingChange.NONE : new Append.WaitingChange(begun, over);
    }

    private static WaitingTaskRow row(Execution execution, WaitingTask task, Instant since) {
        return new WaitingTaskRow(execution.identity().id(), task.sequence(), task.state(), since, task.timeoutAt());
    }

    private Append append(long id, long before, long last, byte[] events, @Nullable RowChange change) {
        return new Append(id, before, last, services.parts().entropy().nextLong(), events, change);
    }

    private @Nullable RowChange change(Turn turn, Execution execution) {
        RowChange.Redrive redrive = turn.redrive();
        if (redrive != null)
            return execution.status().terminal() ? new RowChange.RedriveEnded(redrive, end(execution)) : redrive;
        if (execution.status().terminal() && !ended) return end(execution);
        if (!execution.settled() && (turn.rests() || restsAtOnce(turn, execution))) return rest(execution);
        return atRest ? new RowChange.Wake() : null;
    }

    private RowChange creation(Turn turn, Execution execution) {
        ExecutionRow row = created();
        if (execution.status().terminal()) return new RowChange.CreateEnded(ended(row, execution), end(execution));
        if (!restsAtOnce(turn, execution)) return new RowChange.Create(row);
        RowChange.Rest rest = rest(execution);
        return new RowChange.CreateAtRest(resting(row, rest), rest);
    }

    /** Whether the turn leaves the execution waiting for far timers only: then it rests in the very same append. */
    private boolean restsAtOnce(Turn turn, Execution execution) {
        if (openWork.calls()) return false;
        Instant soon = services.parts().clock().now().plus(OpenWork.SOON);
        return farTimersOnly(execution.workAfter(turn.before()), soon) && farTimersOnly(execution.work(), soon);
    }

    private static boolean farTimersOnly(Iterable<Work> work, Instant soon) {
        boolean any = false;
        for (Work each : work) {
            if (!(each instanceof Work.Timer timer) || !timer.dueAt().isAfter(soon)) return false;
            any = true;
        }
        return any;
    }

    private RowChange.Rest rest(Execution execution) {
        Instant wakeAt = openWork.nextLookAt();
        for (Work each : execution.work())
            if (each instanceof Work.Timer timer
                    && (wakeAt == null || timer.dueAt().isBefore(wakeAt))) wakeAt = timer.dueAt();
        return new RowChange.Rest(wakeAt, SnapshotCodec.encode(execution));
    }

    // EXPRESS

    /** Of each run, the first and those that a redrive begins, one more event is stored: its end. */
    private @Nullable Append express(Turn turn, ExecutionRow row, Execution execution) {
        boolean ended = execution.status().terminal();
        if (!stored) return firstOfExpress(turn.events(), execution, ended);
        RowChange.Redrive redrive = turn.redrive();
        long before = EXPRESS_START + row.redriveCount() + (redrive == null ? 0 : 1);
        if (!ended)
            return redrive == null ? null : append(execution.identity().id(), before, before, NO_EVENTS, redrive);
        byte[] last = EventCodec.encode(List.of(turn.events().getLast()));
        RowChange.End end = end(execution);
        RowChange change = redrive == null ? end : new RowChange.RedriveEnded(redrive, end);
        return append(execution.identity().id(), before, before + 1, last, change);
    }

    private Append firstOfExpress(List<Event> events, Execution execution, boolean ended) {
        ExecutionRow row = created();
        if (ended) {
            byte[] both = EventCodec.encode(List.of(events.getFirst(), events.getLast()));
            var created = new RowChange.CreateEnded(ended(row, execution), end(execution));
            return append(execution.identity().id(), 0, EXPRESS_START + 1, both, created);
        }
        byte[] first = EventCodec.encode(List.of(events.getFirst()));
        return append(execution.identity().id(), 0, EXPRESS_START, first, new RowChange.Create(row));
    }

    // Rows.

    private static RowChange.End end(Execution execution) {
        Instant stoppedAt = execution.stoppedAt();
        RunClass runClass = execution.runClass();
        if (stoppedAt == null || runClass == null)
            throw new IllegalStateException("an execution that ended has a stop date and a class");
        return new RowChange.End(execution.status(), stoppedAt, runClass, failure(execution));
    }

    private static Append.@Nullable Failure failure(Execution execution) {
        String error = execution.error();
        return switch (execution.status()) {
            case RUNNING, SUCCEEDED -> null;
            case FAILED, ABORTED ->
                new Append.Failure(FailedState.of(execution).orElse(""), error == null ? "" : error);
            case TIMED_OUT ->
                new Append.Failure(FailedState.of(execution).orElse(""), error == null ? ErrorName.TIMEOUT : error);
        };
    }

    private static ExecutionRow begun(ExecutionRow row, Execution execution) {
        Instant startedAt = execution.startedAt();
        if (startedAt == null) throw new IllegalStateException("an execution that began has a start date");
        return row.withStartedAt(startedAt);
    }

    private static ExecutionRow ended(ExecutionRow row, Execution execution) {
        RowChange.End end = end(execution);
        return row.ended(end.status(), end.stoppedAt(), end.runClass());
    }

    private static ExecutionRow resting(ExecutionRow row, RowChange.Rest rest) {
        return Rows.resting(row, rest.wakeAt());
    }
}
