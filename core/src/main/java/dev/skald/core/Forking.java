package dev.skald.core;

import dev.skald.asl.Payload;

/** How branches and iterations begin and end: part of the fold of the events. */
final class Forking {
    private Forking() {}

    static void parallel(Execution execution, Event event, Event.ParallelStarted started) {
        Frame frame = execution.frame(event.scope());
        execution.settle(frame);
        frame.lastEventId = event.id();
        frame.forkedAt = event.sequence();
        var joining = new Doing.Joining(started.startAt().size());
        frame.doing = joining;
        for (int i = 0; i < started.startAt().size(); i++) {
            int scope = started.firstScope() + i;
            joining.children.add(scope);
            var entering = new Doing.Entering(started.startAt().get(i));
            execution.begin(new Frame(
                    scope, frame.scope, i, frame.pathOf(i), event.id(), started.arguments(), event.at(), entering));
        }
    }

    static void map(Execution execution, Event event, Event.MapStarted started) {
        Frame frame = execution.frame(event.scope());
        execution.settle(frame);
        frame.lastEventId = event.id();
        frame.forkedAt = event.sequence();
        frame.doing = new Doing.Mapping(started.items(), started.length(), started.concurrency());
    }

    static void iteration(Execution execution, Event event, Event.MapIterationStarted started) {
        Frame frame = execution.frame(event.scope());
        if (!(frame.doing instanceof Doing.Mapping mapping))
            throw new IllegalStateException("scope " + frame.scope + " is in no Map");
        mapping.begun++;
        mapping.children.add(started.iteration());
        execution.begin(new Frame(
                started.iteration(),
                frame.scope,
                started.index(),
                frame.pathOf(started.index()),
                event.id(),
                started.input(),
                event.at(),
                new Doing.Entering(started.startAt())));
    }

    static void joined(Execution execution, Frame frame, Payload result) {
        Frame parent = execution.frame(frame.parent);
        parent.lastEventId = frame.lastEventId;
        execution.frames.remove(frame.scope);
        switch (parent.doing) {
            case Doing.Joining joining -> {
                joining.children.remove(frame.scope);
                joining.outputs[frame.index] = result;
                joining.ended++;
            }
            case Doing.Mapping mapping -> {
                mapping.children.remove(frame.scope);
                mapping.outputs[frame.index] = result;
                mapping.ended++;
            }
            case Doing.Entering _,
                    Doing.Performing _,
                    Doing.Resuming _,
                    Doing.Waiting _,
                    Doing.BackingOff _,
                    Doing.Running _,
                    Doing.Undoing _,
                    Doing.Parked _,
                    Doing.RunningMap _ ->
                throw new IllegalStateException("scope " + frame.scope + " ended in a scope that has not forked");
        }
    }
}
