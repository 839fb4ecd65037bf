package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Caller;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.OperatorAction;
import dev.skald.core.SagaStatus;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes executions, a window of them at a time, and tells the task that waits. In memory are those of the window only.
 *
 * <p>Whoever has news wakes it; it works on a thread for tasks, one at a time.
 */
final class CompensationOfExecutions {
    /** The error of an execution that cannot be undone. */
    static final String FAILED = "Saga.CompensationFailed";

    /** The error with which one is stopped that still runs. */
    static final String STOPPED = "Saga.Compensated";

    /** The codes of refusals that stay. */
    private static final Set<String> FOR_GOOD = Set.of("SagaActionRefused", "ValidationException");

    /** The pause before what the store or the engine refused is tried again. */
    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CompensationOfExecutions.class);

    private final Engine engine;
    private final Caller task;
    private final TaskCall call;
    private final Iterator<Long> executions;
    private final int concurrency;
    private final AtomicInteger wakes = new AtomicInteger();
    private final Timers.Timer again = new Timers.Timer(this::wake);

    /** Those that are being undone, with what they were asked last. */
    private final Map<Long, Asked> open = new ConcurrentHashMap<>();

    /** Why they will not. */
    private final Map<Long, String> refusals = new ConcurrentHashMap<>();

    // From here on: only within a step.
    private int failures;
    private @Nullable String reason;
    private volatile @Nullable TaskOutcome outcome;
    private volatile boolean cancelled;

    private enum Asked {
        NOTHING,
        TO_STOP,
        TO_UNDO,
        /** It is being undone, or has been. */
        ACCEPTED,
        /** It cannot be stopped, or undone. */
        REFUSED
    }

    CompensationOfExecutions(Engine engine, Caller task, TaskCall call, Iterator<Long> executions, int concurrency) {
        this.engine = engine;
        this.task = task;
        this.call = call;
        this.executions = executions;
        this.concurrency = concurrency;
    }

    /** What came of it; empty while it goes on. */
    Optional<TaskOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** An execution has ended, or is undone. */
    void settled(long id) {
        if (open.containsKey(id)) wake();
    }

    /** Nobody waits for it any more: what is begun goes on, and nothing else is begun. */
    void cancel() {
        cancelled = true;
    }

    void wake() {
        if (wakes.getAndIncrement() == 0) engine.parts().tasks().execute(this::work);
    }

    private void work() {
        int heard;
        do {
            heard = wakes.get();
            if (!engine.closed() && !cancelled && outcome == null) step();
        } while (!wakes.compareAndSet(heard, 0));
    }

    private void step() {
        try {
            advance();
        } catch (StoreException | ServiceException refusal) {
            goOnLater(refusal);
        } catch (RuntimeException broken) {
            LOG.error("The undo of executions of {} broke", call.executionArn(), broken);
            end(new TaskOutcome.Failed(FAILED, "The undo broke: " + broken, Effect.UNCERTAIN));
        }
    }

    private void advance() {
        for (long id : open.keySet()) look(id);
        while (open.size() < concurrency && executions.hasNext()) {
            long id = executions.next();
            open.put(id, Asked.NOTHING);
            look(id);
        }
        if (open.isEmpty()) end(failures == 0 ? new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT) : failed());
    }

    private TaskOutcome failed() {
        String more = failures == 1 ? "" : " (and " + (failures - 1) + " more)";
        return new TaskOutcome.Failed(FAILED, reason + more, Effect.UNCERTAIN);
    }

    private void end(TaskOutcome result) {
        outcome = result;
        engine.tell(task);
    }

    /** Sees what has become of one, and asks for what it needs next. */
    private void look(long id) {
        ExecutionRow row = engine.stored.row(id).orElse(null);
        Asked asked = open.getOrDefault(id, Asked.NOTHING);
        if (row == null) fail(id, "is not there any more");
        else if (row.settled() && isUndone(row.sagaStatus())) open.remove(id);
        else if (asked == Asked.REFUSED && (row.settled() || !row.status().terminal()))
            fail(id, "cannot be undone: " + refusals.remove(id));
        else if (row.settled() && asked == Asked.ACCEPTED) fail(id, "is " + row.sagaStatus());
        else if (row.settled() && asked != Asked.TO_UNDO) ask(id, Asked.TO_UNDO, undo());
        else if (!row.status().terminal() && asked == Asked.NOTHING) ask(id, Asked.TO_STOP, stop());
    }

    private static boolean isUndone(SagaStatus status) {
        return switch (status) {
            case NONE, COMPENSATED -> true;
            case ACTIVE, COMPENSATING, PARKED, COMPENSATION_FAILED, COMMITTED, ABANDONED -> false;
        };
    }

    private Command undo() {
        return new Command.Operate(OperatorAction.COMPENSATE, 0, null, call.executionArn(), why());
    }

    private Command stop() {
        return new Command.Stop(STOPPED, why());
    }

    private String why() {
        return "It is undone with the step '" + call.state() + "' of " + call.executionArn();
    }

    private void ask(long id, Asked what, Command command) {
        open.put(id, what);
        var ask = Request.Ask.of(command);
        engine.submit(id, ask);
        var _ = ask.answer().whenComplete((_, refusal) -> answered(id, what, refusal));
    }

    /** On whatever thread. */
    private void answered(long id, Asked what, @Nullable Throwable refusal) {
        if (refusal == null) {
            if (what == Asked.TO_UNDO) open.replace(id, Asked.ACCEPTED);
            wake();
        } else if (refusal instanceof ServiceException said && FOR_GOOD.contains(said.code())) {
            refusals.put(id, said.message());
            open.replace(id, Asked.REFUSED);
            wake();
        } else {
            open.replace(id, Asked.NOTHING);
            goOnLater(refusal);
        }
    }

    private void goOnLater(Throwable refusal) {
        LOG.warn("The undo of executions of {} goes on in a moment: {}", call.executionArn(), refusal.getMessage());
        engine.timers().set(again, engine.parts().clock().now().plus(RETRY_PAUSE));
    }

    private void fail(long id, String why) {
        open.remove(id);
        if (failures++ > 0) return;
        reason = engine.stored.row(id).map(ExecutionRow::arn).orElse("An execution") + " " + why;
    }
}
