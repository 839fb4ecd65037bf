package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an inline Map state does: runs its processor for each item, a bounded number at a time. */
final class MapBehaviour {
    private MapBehaviour() {}

    static void perform(Turn turn, Frame frame, MapState state) {
        if (state.distributed() != null) {
            MapRunBehaviour.perform(turn, frame, state, state.distributed());
            return;
        }
        Scope scope = turn.effective(frame, state);
        long asked = state.maxConcurrency().evaluate(scope);
        Payload items = state.items().evaluate(scope);
        int most = turn.limits.mapConcurrencyMax();
        int concurrency = asked <= 0 || asked > most ? most : (int) asked;
        turn.emit(frame, new Event.MapStarted(items, items.node().size(), concurrency));
        proceed(turn, frame, state, frame.lastEventId);
    }

    /** An iteration has ended. The next one follows its last state, the end of the Map its MapIterationSucceeded. */
    static void join(Turn turn, Frame frame, Frame iteration) {
        turn.emit(
                frame.scope,
                iteration.lastEventId,
                new Event.MapIterationSucceeded(frame.stateName(), iteration.index));
        if (turn.state(frame) instanceof MapState state) proceed(turn, frame, state, iteration.lastEventId);
    }

    /** Begins what iterations may begin; leaves the state when all have ended. */
    static void proceed(Turn turn, Frame frame, MapState state, long previousId) {
        if (!(frame.doing instanceof Doing.Mapping mapping))
            throw new IllegalStateException("scope " + frame.scope + " is in no Map");
        try {
            while (mapping.mayBegin()) begin(turn, frame, state, mapping, previousId);
        } catch (EvaluationException e) {
            failToBegin(turn, frame, mapping, e);
            return;
        }
        if (mapping.ended < mapping.outputs.length) return;
        turn.emit(frame, new Event.MapSucceeded());
        turn.exit(frame, JoinedOutputs.of(mapping.outputs), state.next());
    }

    private static void begin(Turn turn, Frame frame, MapState state, Doing.Mapping mapping, long previousId) {
        int index = mapping.begun;
        Payload item = Payload.of(mapping.items.node().get(index));
        Payload input = select(turn, frame, state, index, null, item);
        if (turn.tooLarge(input))
            throw new EvaluationException(ErrorName.DATA_LIMIT_EXCEEDED, Turn.tooLargeText(state.name()));
        int scope = turn.execution.nextScope;
        turn.emit(
                frame.scope,
                previousId,
                new Event.MapIterationStarted(state.name(), index, scope, input, state.startAt()));
    }

    /** @param key null unless the items are the members of an object */
    static Payload select(Turn turn, Frame frame, MapState state, int index, @Nullable String key, Payload item) {
        if (state.itemSelector() == null) return item;
        var context = ContextObject.ofItem(turn.execution, frame, index, key, item);
        return state.itemSelector().evaluate(Turn.effective(state, turn.scope(frame, context)));
    }

    /** The next iteration has no input: those that run are aborted. */
    private static void failToBegin(Turn turn, Frame frame, Doing.Mapping mapping, EvaluationException e) {
        var failure = Failure.of(e.error(), Turn.evaluationText(frame, e));
        if (!Draining.begins(turn, frame, 0, failure)) failedToBegin(turn, frame, mapping, failure);
    }

    private static void failedToBegin(Turn turn, Frame frame, Doing.Mapping mapping, Failure failure) {
        long previousId = frame.lastEventId;
        for (int child : List.copyOf(mapping.children)) turn.abortChild(frame, turn.execution.frame(child), previousId);
        turn.failFork(frame, previousId, failure, new Event.MapFailed(failure.error(), failure.cause()));
    }

    static void drained(Turn turn, Frame frame, Doing.Mapping mapping, Draining draining) {
        int failed = draining.failedScope();
        if (failed == 0) failedToBegin(turn, frame, mapping, draining.failure());
        else failed(turn, frame, mapping, turn.execution.frame(failed), draining.failure());
    }

    /** An iteration has failed: where a saga is concerned, the others come to rest first. */
    static void fail(Turn turn, Frame frame, Doing.Mapping mapping, Frame iteration, Failure failure) {
        turn.emit(iteration, new Event.MapIterationFailed(frame.stateName(), iteration.index));
        if (!Draining.begins(turn, frame, iteration.scope, failure)) failed(turn, frame, mapping, iteration, failure);
    }

    /** The others are aborted. */
    private static void failed(Turn turn, Frame frame, Doing.Mapping mapping, Frame iteration, Failure failure) {
        for (int sibling : List.copyOf(mapping.children)) {
            if (sibling != iteration.scope)
                turn.abortChild(frame, turn.execution.frame(sibling), iteration.lastEventId);
        }
        var failed = new Event.MapFailed(failure.error(), failure.cause());
        turn.failFork(frame, iteration.lastEventId, failure.ofScope(), failed);
    }
}
