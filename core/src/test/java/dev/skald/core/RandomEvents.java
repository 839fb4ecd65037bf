package dev.skald.core;

import dev.skald.asl.MachineType;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events with every kind of detail and odd texts, the same ones for the same seed. */
final class RandomEvents {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "Order \"1\" \\ \n\t\u0000",
            "Zażółć gęślą jaźń",
            "日本語の状態",
            "😀 outside the basic plane",
            "half a pair \uD83D here",
            "\uDE00 the other half",
            "x".repeat(63),
            "é".repeat(64),
            "y".repeat(EventCodec.LONG_TEXT - 1),
            "z".repeat(EventCodec.LONG_TEXT),
            "ü😀".repeat(5_000),
            "long and broken \uD83D ".repeat(100));

    private final Random random;
    private final List<Payload> shared = new ArrayList<>();
    private final List<Supplier<Event.Detail>> kinds = List.of(
            () -> new Event.ExecutionStarted(payload(), text(), orNull(this::instant), orNull(this::caller), flag()),
            () -> new Event.ExecutionSucceeded(payload(), runClass()),
            () -> new Event.ExecutionFailed(orNull(this::text), orNull(this::text), runClass()),
            () -> new Event.ExecutionTimedOut(orNull(this::text), orNull(this::text), runClass()),
            () -> new Event.ExecutionAborted(orNull(this::text), orNull(this::text), runClass()),
            () -> new Event.StateEntered(type(), text(), payload(), orNull(this::instant)),
            () -> new Event.StateExited(
                    type(),
                    text(),
                    payload(),
                    next(),
                    flag() ? Map.of() : Map.of("zażółć", Payload.ofText("[" + integer() + "]")),
                    flag()),
            () -> new Event.EvaluationFailed(text(), text(), text(), orNull(this::text)),
            () -> new Event.StateAborted(type(), text()),
            () -> new Event.TaskScheduled(
                    resource(),
                    payload(),
                    orNull(this::number),
                    orNull(this::number),
                    orNull(this::payload),
                    orNull(this::text),
                    text(),
                    orNull(this::text)),
            () -> new Event.TaskStarted(resource(), orNull(this::text), orNull(this::instant), orNull(this::instant)),
            () -> new Event.TaskSubmitted(resource(), payload()),
            () -> new Event.TaskSucceeded(resource(), payload()),
            () -> new Event.TaskFailed(resource(), orNull(this::text), orNull(this::text), effect()),
            () -> new Event.TaskTimedOut(resource(), flag()),
            () -> new Event.ParallelStarted(payload(), integer(), texts()),
            () -> new Event.ParallelSucceeded(),
            () -> new Event.ParallelFailed(orNull(this::text), orNull(this::text)),
            () -> new Event.MapStarted(payload(), integer(), integer()),
            () -> new Event.MapIterationStarted(text(), integer(), integer(), payload(), text()),
            () -> new Event.MapIterationSucceeded(text(), integer()),
            () -> new Event.MapIterationFailed(text(), integer()),
            () -> new Event.MapIterationAborted(text(), integer()),
            () -> new Event.MapSucceeded(),
            () -> new Event.MapFailed(orNull(this::text), orNull(this::text)),
            () -> new Event.RetryScheduled(integer(), instant()),
            () -> new Event.HeartbeatRecorded(instant()),
            () -> new Event.StepRecorded(payload()),
            Event.PivotPassed::new,
            Event.PivotOverdue::new,
            () -> new Event.DrainStarted(integer(), failure(), instant()),
            Event.Drained::new,
            Event.CompensationEnded::new,
            () -> new Event.UndoStarted(Event.Handler.RETRIER, integer(), failure()),
            () -> new Event.CompensationStarted(Status.FAILED, text(), null, true, instant()),
            () -> new Event.CompensationBegun(integer(), integer()),
            () -> new Event.CompensationGivenUp(false),
            () -> new Event.StepParked(text(), text(), flag()),
            () -> new Event.OperatorActed(OperatorAction.DONE, integer(), text(), text(), payload()),
            () -> new Event.TaskAnswered(text(), text()),
            () -> new Event.ExecutionRedriven(
                    integer(), orNull(this::instant), orNull(this::text), orNull(this::payload), orNull(this::text)),
            () -> new Event.StateRedriven(orNull(this::instant)),
            () -> new Event.DistributedMapStarted(integer()),
            () -> new Event.MapRunStarted(mapRun(), orNull(this::text)),
            () -> new Event.MapRunSucceeded(),
            () -> new Event.MapRunFailed(text(), orNull(this::text)),
            () -> new Event.MapRunAborted(),
            () -> new Event.MapRunRedriven(text(), integer()));

    private MapRun mapRun() {
        return new MapRun(
                text(),
                text(),
                random.nextBoolean() ? MachineType.STANDARD : MachineType.EXPRESS,
                orNull(this::payload),
                orNull(() -> new MapRun.Reading(text(), payload(), payload())),
                orNull(() ->
                        new MapRun.Batching(orNull(this::payload), orNull(random::nextLong), orNull(random::nextLong))),
                orNull(() -> new MapRun.Writing(orNull(this::text), orNull(this::payload), payload())),
                new MapRun.Tolerance(integer(), random.nextLong(), random.nextDouble()),
                orNull(() -> new MapRun.Selecting(payload(), Map.of("a", payload()), payload())));
    }

    private Failure failure() {
        return new Failure(text(), orNull(this::text), orNull(this::text), flag());
    }

    RandomEvents(long seed) {
        random = new Random(seed);
    }

    /** One event of each kind, in the order of {@link Event}. */
    List<Event> eachKind() {
        List<Event> events = new ArrayList<>();
        for (Supplier<Event.Detail> kind : kinds) events.add(event(events.size() + 1, kind.get()));
        return events;
    }

    List<Event> chunk() {
        List<Event> events = new ArrayList<>();
        long first = number();
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) events.add(event(first + i, pick(kinds).get()));
        return events;
    }

    private Event event(long sequence, Event.Detail detail) {
        long id = detail instanceof Event.Private ? 0 : sequence;
        return new Event(sequence, id, random.nextInt(100), instant(), integer(), detail);
    }

    private boolean flag() {
        return random.nextBoolean();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> @Nullable T orNull(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private Payload payload() {
        if (!shared.isEmpty() && random.nextBoolean()) return pick(shared);
        Payload payload = Payload.ofText('"' + text() + '"');
        shared.add(payload);
        return payload;
    }

    private TaskResource resource() {
        List<Function<String, TaskResource>> families = List.of(
                TaskResource.LambdaFunction::new,
                TaskResource.Activity::new,
                arn -> new TaskResource.Integration(arn, text(), text(), pick(List.of(TaskResource.Pattern.values()))));
        return pick(families).apply(text());
    }

    private Next next() {
        return random.nextBoolean() ? new Next.End() : new Next.To(text());
    }

    private RunClass runClass() {
        return RunClass.values()[random.nextInt(RunClass.values().length)];
    }

    private StateType type() {
        return pick(List.of(StateType.values()));
    }

    private Effect effect() {
        return pick(List.of(Effect.values()));
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) texts.add(text());
        return texts;
    }

    private String text() {
        return pick(TEXTS);
    }

    private Caller caller() {
        return new Caller(random.nextLong(1, 1L << 40), random.nextLong(1, 25_000));
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(-1_000_000_000_000L, 253_402_300_800_000L));
    }

    private Long number() {
        return random.nextBoolean() ? (long) random.nextInt(100) : random.nextLong(1L << 62);
    }

    private int integer() {
        return random.nextBoolean() ? random.nextInt(100) : random.nextInt();
    }
}
