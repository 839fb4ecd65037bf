package dev.skald.core;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.asl.StateMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;

/**
 * A decider test told as a story: given a machine, when commands come, then these events follow.
 *
 * <p>After every command the history is folded anew and must give the same state as deciding did.
 */
final class Story {
    static final Identity IDENTITY = new Identity(
            7,
            "arn:aws:states:us-east-1:000000000000:execution:M:e1",
            "e1",
            "arn:aws:states:us-east-1:000000000000:stateMachine:M",
            "M",
            MachineType.STANDARD,
            "arn:aws:iam::000000000000:role/r");

    final Execution execution = new Execution(IDENTITY);
    final StateMachine machine;
    private final Interpreter interpreter;
    private final List<Event> history = new ArrayList<>();
    private int told;
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Story(StateMachine machine, Limits limits) {
        this.machine = machine;
        interpreter = new Interpreter(machine, limits, new Random(7)::nextLong);
    }

    static Story given(String definition) {
        return given(definition, Limits.AWS);
    }

    static Story given(String definition, Limits limits) {
        return switch (Asl.parse(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> new Story(valid.machine(), limits);
            case Asl.Parsed.Invalid invalid ->
                throw new AssertionError("not a valid definition: " + invalid.problems());
        };
    }

    Story start(String input) {
        return when(new Command.Start(Payload.ofText(input)));
    }

    Story complete(String state, String output) {
        return when(new Command.CompleteTask(task(state), Payload.ofText(output)));
    }

    Story fail(String state, String error, String cause) {
        return when(new Command.FailTask(task(state), error, cause, Effect.REPORTED));
    }

    Story fail(String state, Effect effect) {
        return when(new Command.FailTask(task(state), "Broken", null, effect));
    }

    Story redrive() {
        return when(new Command.Redrive(null, null, null));
    }

    Story stop() {
        return when(new Command.Stop("Stopped", "by hand"));
    }

    /** Time passes; every timer that has come due by then fires, the earliest first, and left-over turns go on. */
    Story after(Duration duration) {
        Instant until = now.plus(duration);
        for (var due = dueBy(until); due != null; due = dueBy(until)) {
            now = due.dueAt().isAfter(now) ? due.dueAt() : now;
            when(new Command.FireTimer(due.sequence()));
        }
        now = until;
        return this;
    }

    private Work.Timer dueBy(Instant until) {
        return execution.work().stream()
                .filter(Work.Timer.class::isInstance)
                .map(Work.Timer.class::cast)
                .filter(timer -> !timer.dueAt().isAfter(until))
                .min(java.util.Comparator.comparing(Work.Timer::dueAt))
                .orElse(null);
    }

    Story when(Command command) {
        history.addAll(interpreter.decide(execution, command, now));
        while (execution.work().stream().anyMatch(Work.Continue.class::isInstance))
            history.addAll(interpreter.decide(execution, new Command.Continue(), now));
        String folded = Execution.replay(IDENTITY, history).toString();
        if (!folded.equals(execution.toString()))
            throw new AssertionError("the fold of the events differs:\n" + folded + "\n" + execution);
        requireSameSnapshot();
        return this;
    }

    private void requireSameSnapshot() {
        if (execution.startedAt() == null || execution.settled()) return;
        try {
            String read = SnapshotCodec.decode(IDENTITY, SnapshotCodec.encode(execution))
                    .toString();
            if (!read.equals(execution.toString()))
                throw new AssertionError("the snapshot differs:\n" + read + "\n" + execution);
        } catch (SnapshotCodec.UnreadableSnapshot e) {
            throw new AssertionError(e);
        }
    }

    /** The names of the states whose tasks are outstanding, in the order in which they were scheduled. */
    List<String> tasks() {
        List<String> states = new ArrayList<>();
        for (Work work : execution.work()) {
            switch (work) {
                case Work.RunTask w -> states.add(w.state());
                case Work.OfferActivity w -> states.add(w.state());
                case Work.AwaitCallback w -> states.add(w.state());
                case Work.AwaitJob w -> states.add(w.task().state());
                case Work.RunMap w -> states.add(w.state());
                case Work.Timer _, Work.Continue _ -> {}
            }
        }
        return states;
    }

    /** The outstanding task of a state. */
    Work.RunTask run(String state) {
        return execution.outstanding(task(state)).map(Work.RunTask.class::cast).orElseThrow();
    }

    Story operate(OperatorAction action, long park, String payload) {
        Payload given = payload == null ? null : Payload.ofText(payload);
        return when(new Command.Operate(action, park, given, "ada", "because"));
    }

    /** The sequence of the outstanding task of a state. */
    long task(String state) {
        for (Work work : execution.work()) {
            switch (work) {
                case Work.RunTask w
                when w.state().equals(state) -> {
                    return w.sequence();
                }
                case Work.OfferActivity w
                when w.state().equals(state) -> {
                    return w.sequence();
                }
                case Work.AwaitCallback w
                when w.state().equals(state) -> {
                    return w.sequence();
                }
                case Work.AwaitJob w
                when w.task().state().equals(state) -> {
                    return w.sequence();
                }
                case Work.RunMap w
                when w.state().equals(state) -> {
                    return w.sequence();
                }
                default -> {}
            }
        }
        throw new NoSuchElementException("no task of " + state + " in " + execution.work());
    }

    List<Event> history() {
        return List.copyOf(history);
    }

    /** Published events since the last call, as {@code id<previousId Type name}. */
    List<String> news() {
        List<String> lines = new ArrayList<>();
        for (Event event : history.subList(told, history.size())) if (event.published()) lines.add(line(event));
        told = history.size();
        return lines;
    }

    private static String line(Event event) {
        String name = switch (event.detail()) {
            case Event.StateEntered e -> " " + e.name();
            case Event.StateExited e -> " " + e.name();
            case Event.StateAborted e -> " " + e.name();
            case Event.MapIterationStarted e -> " " + e.index();
            case Event.MapIterationSucceeded e -> " " + e.index();
            case Event.MapIterationFailed e -> " " + e.index();
            case Event.MapIterationAborted e -> " " + e.index();
            case Event.ExecutionFailed e -> " " + e.error();
            default -> "";
        };
        return event.id() + "<" + event.previousId() + " " + EventType.of(event.detail()) + name;
    }
}
