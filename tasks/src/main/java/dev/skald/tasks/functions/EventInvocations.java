package dev.skald.tasks.functions;

import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invocations of type Event: accepted at once, done in their time, tried again when they fail, as Lambda does it. They are
 * kept in memory: those that are not done when Skald ends are lost.
 */
public final class EventInvocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventInvocations.class);

    /** How much of a failure the log shows. */
    private static final int SHOWN_CHARACTERS_MAX = 200;

    private final Semaphore room;
    private final List<Duration> retries;
    private final ScheduledThreadPoolExecutor pauses;

    /** As many as {@link FunctionSettings.Limits#DEFAULTS} have, tried again as on AWS. */
    public EventInvocations() {
        this(FunctionSettings.Limits.DEFAULTS.eventsMax(), FunctionSettings.Limits.DEFAULTS.eventRetries());
    }

    /**
     * @param most how many may wait or run
     * @param retries after which pauses one that failed is tried again
     */
    public EventInvocations(int most, List<Duration> retries) {
        this.room = new Semaphore(most);
        this.retries = List.copyOf(retries);
        this.pauses = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("skald-event-invocations").factory());
        pauses.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Takes an invocation over, and sees to it. False when too many wait: then it is not done. */
    public boolean accept(FunctionInvoker invoker, FunctionCall call) {
        if (!room.tryAcquire()) return false;
        FunctionCall waiting = new FunctionCall(
                call.function(),
                call.payload(),
                InvocationType.REQUEST_RESPONSE,
                false,
                call.clientContext(),
                call.caller().withoutDeadline());
        start(invoker, waiting, 0);
        return true;
    }

    /** Takes an invocation over, if there is room, and answers its caller. */
    public FunctionResult answer(FunctionInvoker invoker, FunctionCall call) {
        return accept(invoker, call) ? new FunctionResult.Returned(Payload.EMPTY_OBJECT) : ProcessPool.throttled(call);
    }

    private void start(FunctionInvoker invoker, FunctionCall call, int attempt) {
        Thread.ofVirtual().name("skald-event-" + call.function().name()).start(() -> attempt(invoker, call, attempt));
    }

    private void attempt(FunctionInvoker invoker, FunctionCall call, int attempt) {
        boolean again = false;
        try {
            FunctionResult result = invoker.invoke(call);
            again = !(result instanceof FunctionResult.Returned) && attempt < retries.size() && !pauses.isShutdown();
            if (!(result instanceof FunctionResult.Returned)) tell(call, result, again);
            if (again) later(invoker, call, attempt + 1);
        } catch (InterruptedException | RuntimeException broken) {
            LOG.error("an event for {} is lost", call.function().name(), broken);
        } finally {
            if (!again) room.release();
        }
    }

    private void later(FunctionInvoker invoker, FunctionCall call, int attempt) {
        long millis = retries.get(attempt - 1).toMillis();
        pauses.schedule(() -> start(invoker, call, attempt), millis, TimeUnit.MILLISECONDS);
    }

    private static void tell(FunctionCall call, FunctionResult result, boolean again) {
        LOG.atWarn()
                .addKeyValue("function", call.function().name())
                .addKeyValue("requestId", call.caller().requestId())
                .log(again ? "an event failed and is tried again: {}" : "an event failed for good: {}", shown(result));
    }

    /** Not the whole of it: an error may hold as much as a function likes, and what nobody else should read. */
    static String shown(FunctionResult result) {
        String text = switch (result) {
            case FunctionResult.Raised raised -> raised.errorType() + ": " + raised.errorPayload();
            case FunctionResult.Refused refused -> refused.errorCode() + ": " + refused.message();
            case FunctionResult.NotSent unsent -> unsent.cause();
            case FunctionResult.Unreadable unreadable -> unreadable.cause();
            case FunctionResult.TooLarge _ -> "its result is too large";
            case FunctionResult.Returned _ -> "it returned";
        };
        return text.length() <= SHOWN_CHARACTERS_MAX ? text : text.substring(0, SHOWN_CHARACTERS_MAX) + "...";
    }

    /** Forgets what waits to be tried again. */
    @Override
    public void close() {
        pauses.shutdownNow();
    }
}
