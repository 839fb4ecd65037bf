package dev.skald.bench;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Interpreter;
import dev.skald.core.Limits;
import dev.skald.core.Work;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Turns of the decider alone: what it decides for one execution after another, without an engine. */
final class Turns {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Identity IDENTITY = new Identity(
            1,
            "arn:aws:states:us-east-1:000000000000:execution:bench:one",
            "one",
            "arn:aws:states:us-east-1:000000000000:stateMachine:bench",
            "bench",
            MachineType.STANDARD,
            "arn:aws:iam::000000000000:role/bench");

    private final Interpreter interpreter;
    private final Payload input;

    private Turns(String definition, Payload input) {
        Asl.Parsed parsed = Asl.parse(definition, MachineType.STANDARD);
        if (!(parsed instanceof Asl.Parsed.Valid valid)) throw new IllegalArgumentException(parsed.toString());
        this.interpreter = new Interpreter(valid.machine(), Limits.AWS, new SplittableRandom(1)::nextLong);
        this.input = input;
    }

    static Turns ofPasses() {
        return new Turns(Machines.passes(), Machines.ORDER);
    }

    static Turns ofTasks() {
        return new Turns(Machines.tasks(), Machines.ORDER);
    }

    static Turns ofMap(int items) {
        return new Turns(Machines.map(), Machines.items(items));
    }

    static Identity identity() {
        return IDENTITY;
    }

    /** The first turn of a new execution. */
    List<Event> started() {
        return start(new Execution(IDENTITY));
    }

    private List<Event> start(Execution execution) {
        return interpreter.decide(execution, new Command.Start(input), NOW);
    }

    /** The turn that a task's result makes, of a new execution. */
    List<Event> taskCompleted() {
        Execution execution = new Execution(IDENTITY);
        start(execution);
        return completeTask(execution);
    }

    /** The last event of an execution, after all turns that it needs when each task succeeds. */
    Event ended() {
        Execution execution = new Execution(IDENTITY);
        List<Event> events = start(execution);
        while (!execution.status().terminal()) events = goOn(execution);
        return events.getLast();
    }

    private List<Event> goOn(Execution execution) {
        Work work = execution.work().iterator().next();
        if (work instanceof Work.Continue) return interpreter.decide(execution, new Command.Continue(), NOW);
        return completeTask(execution);
    }

    private List<Event> completeTask(Execution execution) {
        for (Work work : execution.work())
            if (work instanceof Work.RunTask task)
                return interpreter.decide(execution, new Command.CompleteTask(task.sequence(), input), NOW);
        throw new IllegalStateException("no task to complete: " + execution.work());
    }
}
