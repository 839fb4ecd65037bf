package dev.skald.server.api;

import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.aws.HistoryEventJson;
import dev.skald.server.http.LongPolls;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * {@code /api/v1/executions/ARN/events}: the journal from a sequence on, events of Skald's own included. For following an
 * execution as it runs: ask again from {@code next} until {@code status} is a terminal one and no event comes.
 */
final class ReadEvents {
    private static final int LIMIT_DEFAULT = 200;
    private static final int LIMIT_MAX = 1_000;

    /** Pages end early when their text has become about so long. */
    private static final int PAGE_BYTES_MAX = 4 * 1024 * 1024;

    /** Looks again after so long even if nobody was woken: a listener may have been left out. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Skald skald;
    private final Followers followers;
    private final LongPolls longPolls;
    private final Duration followPoll;

    ReadEvents(Skald skald, Followers followers, LongPolls longPolls, Duration followPoll) {
        this.skald = skald;
        this.followers = followers;
        this.longPolls = longPolls;
        this.followPoll = followPoll;
    }

    void read(String executionArn, QueryParameters query, JsonWriter out) throws InterruptedException {
        long from = Math.max(1, query.number("from", 1));
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        boolean payloads = query.payloads();
        query.requireNoOther();
        Seen seen = longPolls.in(() -> await(executionArn, from, limit));
        List<Event> events = seen.events();
        ExecutionDescription description = seen.description();
        long next = write(events, description.row(), payloads, out);
        out.number("next", events.isEmpty() ? from : next)
                .text("status", description.result().status().name());
    }

    /** {@code /api/v1/executions/ARN/variables?event=SEQUENCE}: what a state saw when that event entered it. */
    void variables(String executionArn, QueryParameters query, JsonWriter out) {
        long entered = query.number("event", 0);
        query.requireNoOther();
        Map<String, Payload> seen = skald.variables(executionArn, entered);
        out.object("variables", item -> seen.forEach((name, value) -> item.raw(name, value.text())));
    }

    /**
     * Writes as many of the events as a page holds, one at least.
     *
     * @param payloads whether with inputs, outputs and parameters
     * @return the sequence after the last that was written
     */
    static long write(List<Event> events, ExecutionRow row, boolean payloads, JsonWriter out) {
        HistoryEventJson json = new HistoryEventJson(row, payloads);
        long[] next = {0};
        out.list("events", items -> {
            for (Event event : events) {
                if (next[0] > 0 && items.size() > PAGE_BYTES_MAX) return;
                items.object(item -> write(event, json, item));
                next[0] = event.sequence() + 1;
            }
        });
        return next[0];
    }

    /** @param description as it was before the events were read: of an execution that it calls ended, none are missing */
    private record Seen(ExecutionDescription description, List<Event> events) {}

    private Seen await(String executionArn, long from, int limit) throws InterruptedException {
        long deadline = System.nanoTime() + followPoll.toNanos();
        try (Followers.Follower follower = followers.follow(executionArn)) {
            while (true) {
                ExecutionDescription description = skald.describeExecution(executionArn);
                List<Event> events = skald.history(executionArn, from, limit);
                boolean ended = description.result().status().terminal();
                if (ended || !events.isEmpty() || System.nanoTime() - deadline >= 0)
                    return new Seen(description, events);
                var _ = follower.await(LOOK_AGAIN);
            }
        }
    }

    private static void write(Event event, HistoryEventJson json, JsonWriter item) {
        item.number("sequence", event.sequence()).number("scope", (long) event.scope());
        if (!event.published()) own(event, item);
        else json.write(event, item);
        more(event.detail(), item);
    }

    /**
     * What the journal knows beyond AWS's history: where a state led to, until when one waits, in which scopes what is
     * inside runs, why a Parallel or Map failed, whether a call that failed may have taken effect.
     */
    private static void more(Event.Detail detail, JsonWriter item) {
        if (detail instanceof Event.StateExited exited && exited.next() instanceof Next.To to)
            item.text("nextState", to.state());
        if (detail instanceof Event.StateEntered entered) item.time("dueAt", entered.dueAt());
        if (detail instanceof Event.MapIterationStarted started)
            item.number("iterationScope", (long) started.iteration());
        if (detail instanceof Event.TaskFailed failed)
            item.text("effect", failed.effect().name());
        if (detail instanceof Event.ParallelFailed failed)
            item.text("error", failed.error()).text("cause", failed.cause());
        if (detail instanceof Event.MapFailed failed)
            item.text("error", failed.error()).text("cause", failed.cause());
        if (detail instanceof Event.ParallelStarted started)
            item.number("firstScope", (long) started.firstScope())
                    .number("branches", (long) started.startAt().size());
    }

    private static void ofSaga(Event.OfSaga detail, JsonWriter item) {
        switch (detail) {
            case Event.StepRecorded e -> item.raw("record", e.record().text());
            case Event.PivotPassed _, Event.PivotOverdue _, Event.Drained _, Event.CompensationEnded _ -> {}
            case Event.DrainStarted e -> {
                item.text("error", e.failure().error())
                        .text("cause", e.failure().cause());
                item.time("until", e.until());
            }
            case Event.UndoStarted e -> {
                item.text("handler", e.handler().name()).number("index", (long) e.index());
                item.text("error", e.failure().error())
                        .text("cause", e.failure().cause());
            }
            case Event.CompensationStarted e -> {
                item.text("status", e.end().name()).text("error", e.error()).text("cause", e.cause());
                item.flag("parked", e.parked()).time("until", e.until());
            }
            case Event.CompensationBegun e -> {
                item.number("step", e.step()).number("compensationScope", (long) e.compensation());
            }
            case Event.CompensationGivenUp e -> item.flag("goesOn", e.goesOn());
            case Event.StepParked e -> item.text("error", e.error()).text("cause", e.cause());
            case Event.OperatorActed e -> {
                item.text("action", e.action().name()).number("park", e.park());
                item.text("who", e.who()).text("why", e.why());
                if (e.payload() != null) item.raw("payload", e.payload().text());
            }
        }
    }

    private static void own(Event event, JsonWriter item) {
        item.time("timestamp", event.at()).text("type", EventType.of(event.detail()));
        if (event.detail() instanceof Event.RetryScheduled retry)
            item.number("retrier", (long) retry.retrier()).time("at", retry.at());
        if (event.detail() instanceof Event.StateRedriven redriven) item.time("dueAt", redriven.dueAt());
        if (event.detail() instanceof Event.HeartbeatRecorded heartbeat)
            item.time("heartbeatAt", heartbeat.heartbeatAt());
        if (event.detail() instanceof Event.TaskAnswered answered)
            item.text("who", answered.who()).text("why", answered.why());
        if (event.detail() instanceof Event.OfSaga saga) ofSaga(saga, item);
    }
}
