package dev.skald.core;

import dev.skald.asl.Distributed;
import dev.skald.asl.ErrorName;
import dev.skald.asl.Expression;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a Map state in mode DISTRIBUTED does: calls for a Map Run, and takes its end. */
final class MapRunBehaviour {
    private MapRunBehaviour() {}

    static void perform(Turn turn, Frame frame, MapState state, Distributed distributed) {
        Scope scope = turn.effective(frame, state);
        long concurrency = state.maxConcurrency().evaluate(scope);
        Payload items = distributed.reader() == null ? state.items().evaluate(scope) : null;
        turn.emit(
                frame,
                new Event.DistributedMapStarted(items == null ? 0 : items.node().size()));
        var tolerance = new MapRun.Tolerance(
                (int) Math.min(concurrency, Integer.MAX_VALUE),
                orZero(state.toleratedFailureCount(), scope),
                state.toleratedFailurePercentage() == null
                        ? 0
                        : state.toleratedFailurePercentage().evaluate(scope));
        var run = new MapRun(
                arn(turn, distributed.label()),
                distributed.label(),
                distributed.executionType(),
                items,
                reading(distributed.reader(), scope),
                batching(distributed.batcher(), scope),
                writing(distributed.writer(), scope),
                tolerance,
                state.itemSelector() == null ? null : selecting(turn, frame, scope));
        turn.emit(frame, new Event.MapRunStarted(run, turn.machine.compensationOf(state)));
    }

    private static long orZero(@Nullable Expression<Long> field, Scope scope) {
        return field == null ? 0 : field.evaluate(scope);
    }

    private static String arn(Turn turn, String label) {
        String machine = turn.execution.identity().stateMachineArn();
        int labelled = machine.indexOf('/');
        String unlabelled = labelled < 0 ? machine : machine.substring(0, labelled);
        var uuid = new UUID(turn.entropy.nextLong(), turn.entropy.nextLong());
        return unlabelled.replace(":stateMachine:", ":mapRun:") + "/" + label + ":" + uuid;
    }

    private static MapRun.@Nullable Reading reading(Distributed.@Nullable Reader reader, Scope scope) {
        if (reader == null) return null;
        return new MapRun.Reading(
                reader.resource(),
                reader.arguments().evaluate(scope),
                reader.config().evaluate(scope));
    }

    private static MapRun.@Nullable Batching batching(Distributed.@Nullable Batcher batcher, Scope scope) {
        if (batcher == null) return null;
        return new MapRun.Batching(
                evaluated(batcher.batchInput(), scope),
                evaluated(batcher.maxItems(), scope),
                evaluated(batcher.maxInputBytes(), scope));
    }

    private static MapRun.@Nullable Writing writing(Distributed.@Nullable Writer writer, Scope scope) {
        if (writer == null) return null;
        Distributed.Export export = writer.export();
        return export == null
                ? new MapRun.Writing(null, null, writer.config())
                : new MapRun.Writing(export.resource(), export.arguments().evaluate(scope), writer.config());
    }

    private static <T> @Nullable T evaluated(@Nullable Expression<T> field, Scope scope) {
        return field == null ? null : field.evaluate(scope);
    }

    private static MapRun.Selecting selecting(Turn turn, Frame frame, Scope scope) {
        var variables = new VariablesInScope(turn.execution, frame);
        return new MapRun.Selecting(
                scope.input(), variables.all(), scope.context().get());
    }

    // Its end.

    static void complete(Turn turn, Command.CompleteMapRun command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null || !(turn.state(frame) instanceof MapState state)) return;
        turn.emit(frame, new Event.MapRunSucceeded());
        turn.emit(frame.scope, turn.execution.lastEventId(), new Event.MapSucceeded());
        turn.exit(frame, command.output(), state.next());
    }

    static void fail(Turn turn, Command.FailMapRun command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null) return;
        String cause = command.cause() == null ? null : Turn.clipped(command.cause());
        turn.emit(frame, new Event.MapRunFailed(command.error(), cause));
        var failure = new Failure(command.error(), command.error(), cause);
        turn.failFork(frame, frame.lastEventId, failure, new Event.MapFailed(command.error(), cause));
    }

    private static @Nullable Frame frameOf(Turn turn, long sequence) {
        var outstanding = turn.execution.outstanding.get(sequence);
        if (outstanding == null || !(outstanding.work() instanceof Work.RunMap)) return null;
        return turn.execution.frame(outstanding.scope());
    }

    /** Goes on with the run that there was: children that succeeded stay. */
    static void redrive(Turn turn, Frame frame, Doing.RunningMap running) {
        turn.emit(frame, new Event.MapRunRedriven(running.run().arn(), running.redriveCount() + 1));
    }

    /** Whether a redrive begins another Map Run, because the one that failed would fail again. */
    static boolean beginsAnew(@Nullable String error) {
        return ErrorName.DATA_LIMIT_EXCEEDED.equals(error) || ErrorName.RUNTIME.equals(error);
    }
}
