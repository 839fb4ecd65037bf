package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.core.TaskToken;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tasks with {@code arn:aws:states:::skald:awaitEvent}: wait for the first event that a pattern matches, since the execution
 * began, or since another instant. The task waits as one with {@code .waitForTaskToken} does, and its result is the event.
 *
 * <p>An engine opens before its bus: a task that comes in between waits for {@link #serve}.
 */
final class AwaitEventTask implements TaskPerformer {
    private static final String PATTERN = "EventPattern";
    private static final String BUS = "EventBusName";
    private static final String SINCE = "Since";

    /** How many events of the past are looked at between two looks at the writer. */
    private static final int PAGE = 500;

    private static final List<String> OPEN_OUTCOMES = List.of("InternalFailure", "ServiceUnavailable");

    private final CompletableFuture<Serving> serving = new CompletableFuture<>();

    private record Serving(EventSpace space, EventWriter writer, Runnable accepted) {}

    /** @param accepted hears when an event has found its task */
    void serve(EventSpace space, EventWriter writer, Runnable accepted) {
        serving.complete(new Serving(space, writer, accepted));
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.awaitsEvent();
    }

    @Override
    public String limitedBy(TaskCall call) {
        return "skald:awaitEvent";
    }

    /** The bus is opened right after the engine; a call that comes before waits. */
    private Serving serving() throws InterruptedException {
        try {
            return serving.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        try {
            Serving bus = serving();
            AwaitRow row = row(bus, call);
            Optional<ExecutionRow> execution = bus.space.execution(row.executionId());
            Instant since = since(call.parameters().node().get(SINCE));
            if (execution.isPresent())
                register(bus, row, since == null ? execution.get().startedAt() : since);
            return new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT);
        } catch (IllegalArgumentException wrong) {
            return new TaskOutcome.Failed("States.Runtime", wrong.getMessage(), Effect.NONE);
        } catch (ServiceException refused) {
            Effect effect = OPEN_OUTCOMES.contains(refused.code()) ? Effect.UNCERTAIN : Effect.NONE;
            return new TaskOutcome.Failed("EventBridge." + refused.code(), refused.message(), effect);
        }
    }

    private static AwaitRow row(Serving bus, TaskCall call) {
        TaskToken token = Optional.ofNullable(call.taskToken())
                .flatMap(TaskToken::parse)
                .orElseThrow(() -> new IllegalStateException("a task that waits has a token"));
        JsonNode parameters = call.parameters().node();
        String pattern = pattern(parameters.get(PATTERN));
        EventPattern.check(pattern);
        JsonNode name = parameters.path(BUS);
        String busName = name.isString() ? BusArn.name(name.stringValue()) : EventRule.DEFAULT_BUS;
        if (!bus.writer.rules().hasBus(busName))
            throw new ServiceException("ResourceNotFoundException", "Event bus " + busName + " does not exist.");
        return new AwaitRow(
                token.executionId(),
                token.sequence(),
                call.executionArn(),
                call.state(),
                busName,
                pattern,
                token.text(),
                bus.space.now());
    }

    /** From when on events count; null when the execution's start is meant. */
    private static @Nullable Instant since(@Nullable JsonNode given) {
        if (given == null || given.isNull()) return null;
        try {
            if (given.isString())
                return OffsetDateTime.parse(given.stringValue()).toInstant();
        } catch (DateTimeException malformed) {
            throw noInstant(malformed);
        }
        throw noInstant(null);
    }

    private static IllegalArgumentException noInstant(@Nullable DateTimeException why) {
        return new IllegalArgumentException(
                "The parameter '" + SINCE + "' is no instant such as 2026-01-31T12:00:00Z.", why);
    }

    private static String pattern(@Nullable JsonNode given) {
        if (given != null && given.isObject()) return Json.write(given);
        if (given != null && given.isString()) return objectText(given.stringValue());
        throw new IllegalArgumentException("The parameter '" + PATTERN + "' is required: an EventBridge pattern.");
    }

    private static String objectText(String text) {
        try {
            if (Json.parse(text).isObject()) return text;
        } catch (MalformedJson malformed) {
            throw new IllegalArgumentException("The parameter '" + PATTERN + "' is no JSON: " + malformed.message());
        }
        throw new IllegalArgumentException("The parameter '" + PATTERN + "' is no JSON object.");
    }

    /**
     * Registers the task, and completes it if an event came before it. What came until now is looked through beforehand, so
     * that the writer has only the rest to look at: what was committed since, and what is in the same batch.
     */
    private static void register(Serving bus, AwaitRow row, Instant startedAt) {
        var index = new PatternIndex<String>();
        index.add(row.pattern(), row.pattern());
        var past = new Past(row, startedAt, index);
        Optional<EventRow> before = past.find(bus.space.store());
        bus.writer.write(batch -> registered(batch, row, before.or(() -> past.find(batch))));
        bus.accepted.run();
    }

    private static boolean registered(Batch batch, AwaitRow row, Optional<EventRow> before) {
        if (batch.awaits().contains(row.key())) return true;
        if (batch.awaits().size() >= Awaits.MAX)
            throw new ServiceException(
                    "LimitExceededException", "The limit of " + Awaits.MAX + " tasks that wait for events is reached.");
        boolean wantsStatusChanges = row.bus().equals(EventRule.DEFAULT_BUS)
                && EventPattern.mayMatchStatusChanges(row.pattern())
                && !batch.store().recordsStatusChanges();
        if (wantsStatusChanges) batch.store().recordStatusChanges(true);
        batch.await(row);
        before.ifPresent(event -> batch.complete(row, event.number()));
        return true;
    }

    /** The events since the execution began, looked through from the oldest on; goes on where it stopped. */
    private static final class Past {
        private final AwaitRow row;
        private final Instant since;
        private final PatternIndex<String> index;
        private long after;

        Past(AwaitRow row, Instant since, PatternIndex<String> index) {
            this.row = row;
            this.since = since;
            this.index = index;
        }

        /** The first that matches and that the state has not got before. */
        Optional<EventRow> find(EventStore store) {
            List<EventRow> page;
            do {
                page = store.events(row.bus(), since, after, PAGE);
                for (EventRow event : page) {
                    after = event.number();
                    if (matches(event) && !store.taken(taken(event))) return Optional.of(event);
                }
            } while (page.size() == PAGE);
            return Optional.empty();
        }

        /** On the writer: what is committed, and then what will be with this batch. */
        Optional<EventRow> find(Batch batch) {
            return find(batch.store())
                    .or(() -> batch.changes().accepted().stream()
                            .filter(event -> event.bus().equals(row.bus())
                                    && !event.acceptedAt().isBefore(since)
                                    && matches(event)
                                    && !batch.changes().taken().contains(taken(event)))
                            .findFirst());
        }

        private boolean matches(EventRow event) {
            return !index.matching(event.text()).isEmpty();
        }

        private AwaitRow.Taken taken(EventRow event) {
            return new AwaitRow.Taken(event.number(), row.executionId(), row.state());
        }
    }
}
