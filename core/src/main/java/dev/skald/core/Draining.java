package dev.skald.core;

import dev.skald.asl.TaskResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the scopes of a saga come to rest before anything of theirs is undone: what does not run ends at once, calls in
 * flight may still end for {@code DrainSeconds}, and their results are recorded.
 *
 * @param sequence of the DrainStarted; with it the drain's timer
 * @param failedScope the branch or iteration that failed; 0 when an iteration could not begin
 */
record Draining(long sequence, int failedScope, Failure failure) {

    // Deciding.

    /** Lets the siblings of a failed branch or iteration end first, where they hold steps of a saga. */
    static boolean begins(Turn turn, Frame fork, int failedScope, Failure failure) {
        if (!turn.machine.draining().contains(fork.stateName()) || !hasSiblings(fork, failedScope)) return false;
        turn.note(fork, fork.lastEventId, new Event.DrainStarted(failedScope, failure, until(turn)));
        settle(turn, fork);
        return true;
    }

    private static boolean hasSiblings(Frame fork, int failedScope) {
        return fork.doing instanceof Doing.Forked forked
                && forked.children().stream().anyMatch(child -> child != failedScope);
    }

    static Instant until(Turn turn) {
        var saga = turn.machine.saga();
        return saga == null ? turn.now : turn.now.plusSeconds(saga.drainSeconds());
    }

    /** Whether the states of a frame do not go on, because a scope around it comes to rest. */
    static boolean stops(Execution execution, Frame frame) {
        return outermost(execution, frame) != null;
    }

    /** Whether calls in flight around a frame are coming to rest. */
    static boolean isUnderWay(Execution execution, Frame frame) {
        var ending = execution.saga.ending;
        for (Frame each = frame; each != null; each = execution.frames.get(each.parent)) {
            if (each.draining != null) return true;
            if (each.isRoot() && ending != null && ending.stage() == SagaState.Stage.DRAINING) return true;
        }
        return false;
    }

    /** Whether a frame is in a state that goes on no more, and of which nothing is in flight. */
    static boolean atRest(Execution execution, Frame frame) {
        return stops(execution, frame) && !(frame.doing instanceof Doing.Parked) && !inFlight(execution, frame);
    }

    private static @Nullable Frame outermost(Execution execution, Frame frame) {
        Frame found = null;
        Frame top = frame;
        for (Frame each = frame; each != null; each = execution.frames.get(each.parent)) {
            if (each.draining != null) found = each;
            top = each;
        }
        boolean ends = top.isRoot() && execution.saga.ending != null;
        return ends ? top : found;
    }

    /** Ends the drain around a frame, if nothing below is in flight any more. */
    static void settle(Turn turn, Frame frame) {
        Frame top = outermost(turn.execution, frame);
        if (top != null && !inFlight(turn.execution, top)) over(turn, top);
    }

    /** The time for calls in flight is over, if a timer was that of a drain. */
    static boolean fired(Turn turn, Frame frame, long sequence) {
        var ending = turn.execution.saga.ending;
        boolean own = frame.draining != null && frame.draining.sequence == sequence;
        boolean whole = frame.isRoot() && ending != null && ending.sequence() == sequence;
        if (!own && !whole) return false;
        Frame top = outermost(turn.execution, frame);
        if (top == frame) over(turn, frame);
        return true;
    }

    private static void over(Turn turn, Frame top) {
        Draining draining = top.draining;
        if (top.isRoot() && turn.execution.saga.ending != null) {
            Compensating.drained(turn);
        } else if (draining != null) {
            turn.note(top, top.lastEventId, new Event.Drained());
            switch (Turn.forked(top)) {
                case Doing.Joining joining -> ParallelBehaviour.drained(turn, top, joining, draining);
                case Doing.Mapping mapping -> MapBehaviour.drained(turn, top, mapping, draining);
            }
        }
    }

    private static boolean inFlight(Execution execution, Frame frame) {
        if (inFlight(execution, frame.doing, frame.taskSequence)) return true;
        return frame.doing instanceof Doing.Forked forked
                && forked.children().stream().anyMatch(child -> inFlight(execution, execution.frame(child)));
    }

    /** Whether a task's call may still end; who waits for a token is not waited for. */
    private static boolean inFlight(Execution execution, Doing doing, long task) {
        return doing instanceof Doing.Running running
                && execution.isOutstanding(task)
                && running.claimed()
                && !(running.submitted() && running.resource().waitsForToken());
    }

    // Folding.

    static void begin(Execution execution, Event event, Event.DrainStarted started) {
        Frame fork = execution.frame(event.scope());
        fork.draining = new Draining(event.sequence(), started.failedScope(), started.failure());
        rest(execution, fork);
        execution.await(fork.scope, new Work.Timer(event.sequence(), started.until()));
    }

    /** Lets a frame and those below wait for nothing but calls in flight, and those for no longer than all of them. */
    static void rest(Execution execution, Frame frame) {
        if (frame.draining != null) execution.outstanding.remove(frame.draining.sequence);
        boolean inFlight = inFlight(execution, frame.doing, frame.taskSequence);
        execution.runnable.remove(frame.scope);
        if (!inFlight) {
            execution.outstanding.remove(frame.taskSequence);
            execution.outstanding.remove(frame.timerSequence);
        }
        if (frame.doing instanceof Doing.Forked forked)
            forked.children().forEach(child -> rest(execution, execution.frame(child)));
    }

    static void end(Execution execution, Frame top) {
        Draining draining = top.draining;
        if (draining != null) execution.outstanding.remove(draining.sequence);
        top.draining = null;
        cutOff(execution, top);
    }

    /** What is still in flight is given up: it may have happened, unless nobody took it. */
    static void cutOff(Execution execution, Frame frame) {
        if (frame.doing instanceof Doing.Running running) {
            boolean offered = running.resource() instanceof TaskResource.Activity && !running.claimed();
            Effect effect = offered ? Effect.NONE : Effect.UNCERTAIN;
            execution.saga.log.failed(frame.scope, effect, null, null);
            if (!offered) frame.uncertain = true;
        }
        if (frame.doing instanceof Doing.RunningMap)
            execution.saga.log.failed(frame.scope, Effect.UNCERTAIN, null, null);
        execution.outstanding.remove(frame.taskSequence);
        execution.outstanding.remove(frame.timerSequence);
        if (frame.draining != null) execution.outstanding.remove(frame.draining.sequence);
        if (frame.doing instanceof Doing.Forked forked)
            forked.children().forEach(child -> cutOff(execution, execution.frame(child)));
    }
}
