package dev.skald.tasks.functions;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.TaskCall;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** One invocation of a function, and whoever waits for its end. It may outlast them: as on AWS, the function runs on. */
final class Invocation {
    private enum State {
        WAITING,
        BEGUN,
        ABANDONED
    }

    private final String requestId;
    private final FunctionCall call;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<FunctionResult> result = new CompletableFuture<>();

    Invocation(String requestId, FunctionCall call) {
        this.requestId = requestId;
        this.call = call;
    }

    String requestId() {
        return requestId;
    }

    FunctionCall call() {
        return call;
    }

    /** From now on the function may act. False when nobody waits any more: then it must not. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    boolean isAbandoned() {
        return state.get() == State.ABANDONED;
    }

    void end(FunctionResult outcome) {
        result.complete(outcome);
    }

    boolean hasEnded() {
        return result.isDone();
    }

    /** Waits for the end, until the caller's deadline at most. */
    FunctionResult await() throws InterruptedException {
        Instant deadline = call.caller().deadline();
        try {
            if (deadline == null) return result.get();
            long millis = Duration.between(Instant.now(), deadline.plus(TaskCall.GRACE))
                    .toMillis();
            return result.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return givenUp();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("an invocation ends with a result", impossible);
        } catch (InterruptedException givenUp) {
            abandon();
            throw givenUp;
        }
    }

    private FunctionResult givenUp() {
        return abandon()
                ? new FunctionResult.NotSent("The deadline of the call had passed before a process was free for it.")
                : new FunctionResult.Unreadable("The function had not answered by the deadline of the call.");
    }

    /** Whether it had not begun: then nothing happened, and nothing will. */
    private boolean abandon() {
        return state.compareAndSet(State.WAITING, State.ABANDONED);
    }
}
