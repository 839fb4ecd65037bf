package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Expression;
import dev.skald.asl.Payload;
import dev.skald.asl.SagaStep;
import dev.skald.asl.Scope;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskState;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a Task state does: schedules an attempt, and takes its result, failure, heartbeat or time-out. */
final class TaskBehaviour {
    private TaskBehaviour() {}

    static void perform(Turn turn, Frame frame, TaskState state) {
        TaskResource resource = state.resource();
        String secret = endsByCallback(resource) ? secret(turn) : null;
        Scope scope = turn.scope(frame, context(turn, frame, secret));
        Scope effective = Turn.effective(state, scope);
        Payload parameters = state.flow().arguments().evaluate(effective);
        Long timeout = seconds(state.timeoutSeconds(), effective);
        Long heartbeat = seconds(state.heartbeatSeconds(), effective);
        Payload credentials =
                state.credentials() == null ? null : state.credentials().evaluate(effective);
        if (turn.tooLarge(parameters)) {
            String cause = Turn.tooLargeText(state.name());
            turn.failState(frame, Failure.of(ErrorName.DATA_LIMIT_EXCEEDED, cause));
            return;
        }
        TaskParameters.require(resource, parameters);
        String key = StepKey.of(turn.execution.identity(), frame);
        turn.emit(
                frame,
                new Event.TaskScheduled(
                        resource,
                        parameters,
                        timeout,
                        heartbeat,
                        credentials,
                        secret,
                        key,
                        state.saga().compensation()));
        if (!(resource instanceof TaskResource.Activity)) start(turn, frame, null);
    }

    private static boolean endsByCallback(TaskResource resource) {
        return resource.outlivesItsCall() || resource instanceof TaskResource.Activity;
    }

    private static String secret(Turn turn) {
        var hex = HexFormat.of();
        return hex.toHexDigits(turn.entropy.nextLong()) + hex.toHexDigits(turn.entropy.nextLong());
    }

    private static ContextObject context(Turn turn, Frame frame, @Nullable String secret) {
        if (secret == null) return ContextObject.of(turn.execution, frame);
        long sequence = turn.execution.lastSequence() + 1;
        var token = new TaskToken(turn.execution.identity().id(), sequence, secret);
        return ContextObject.ofTask(turn.execution, frame, token);
    }

    private static @Nullable Long seconds(@Nullable Expression<Long> field, Scope scope) {
        return field == null ? null : field.evaluate(scope);
    }

    private static void start(Turn turn, Frame frame, @Nullable String workerName) {
        Doing.Running running = running(frame);
        turn.emit(
                frame,
                new Event.TaskStarted(
                        running.resource(),
                        workerName,
                        after(turn.now, running.timeoutSeconds()),
                        after(turn.now, running.heartbeatSeconds())));
    }

    private static @Nullable Instant after(Instant now, @Nullable Long seconds) {
        return seconds == null ? null : now.plusSeconds(seconds);
    }

    static void startActivity(Turn turn, Command.StartActivity command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame != null && !running(frame).claimed()) start(turn, frame, command.workerName());
    }

    static void submit(Turn turn, Command.SubmitTask command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null
                || running(frame).submitted()
                || !running(frame).resource().outlivesItsCall()) return;
        turn.emit(frame, new Event.TaskSubmitted(running(frame).resource(), command.output()));
        Draining.settle(turn, frame);
    }

    static void heartbeat(Turn turn, Command.HeartbeatTask command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null) return;
        Instant limit = after(turn.now, running(frame).heartbeatSeconds());
        if (limit != null && running(frame).heartbeatAt() != null)
            turn.note(frame, frame.lastEventId, new Event.HeartbeatRecorded(limit));
    }

    static void answer(Turn turn, Command.AnswerTask command) {
        Frame frame = frameOf(turn, command.end().sequence());
        if (frame == null) return;
        turn.note(frame, frame.lastEventId, new Event.TaskAnswered(command.who(), command.why()));
        switch (command.end()) {
            case Command.CompleteTask completion -> complete(turn, completion);
            case Command.FailTask failure -> fail(turn, failure);
        }
    }

    static void complete(Turn turn, Command.CompleteTask command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null) return;
        TaskResource resource = running(frame).resource();
        if (turn.tooLarge(command.output())) {
            fail(turn, frame, ErrorName.DATA_LIMIT_EXCEEDED, Turn.tooLargeText(resource.arn()), Effect.UNCERTAIN);
            return;
        }
        turn.emit(frame, new Event.TaskSucceeded(resource, command.output()));
        if (turn.state(frame) instanceof TaskState state) succeeded(turn, frame, state, command.output());
    }

    private static void succeeded(Turn turn, Frame frame, TaskState state, Payload output) {
        EvaluationException unrecorded = record(turn, frame, state, output);
        if (state.saga().role() == SagaStep.Role.PIVOT) turn.note(frame, frame.lastEventId, new Event.PivotPassed());
        if (Draining.stops(turn.execution, frame)) Draining.settle(turn, frame);
        else if (unrecorded != null) turn.failEvaluation(frame, unrecorded);
        else turn.exit(frame, output, state.next());
    }

    /** Keeps what the compensation must remember; what went wrong, if something did. */
    private static @Nullable EvaluationException record(Turn turn, Frame frame, TaskState state, Payload output) {
        Expression<Payload> field = state.saga().record();
        if (field == null) return null;
        try {
            Payload record = field.evaluate(turn.scope(frame).withResult(output));
            if (turn.tooLarge(record))
                return new EvaluationException(ErrorName.DATA_LIMIT_EXCEEDED, Turn.tooLargeText(state.name()));
            turn.note(frame, frame.lastEventId, new Event.StepRecorded(record));
            return null;
        } catch (EvaluationException e) {
            return e;
        }
    }

    static void fail(Turn turn, Command.FailTask command) {
        Frame frame = frameOf(turn, command.sequence());
        if (frame == null) return;
        Doing.Running running = running(frame);
        if (gaveUp(turn, running, command)) timeOut(turn, frame, running);
        else fail(turn, frame, command.error(), command.cause(), command.effect());
    }

    /** Whether the caller gave up at the very deadline: then it is the time-out that tells, whichever comes first. */
    private static boolean gaveUp(Turn turn, Doing.Running running, Command.FailTask command) {
        if (Park.NOT_REGISTERED.equals(command.error())) return false;
        Instant timeoutAt = running.timeoutAt();
        return command.effect() == Effect.UNCERTAIN && timeoutAt != null && !timeoutAt.isAfter(turn.now);
    }

    private static void fail(Turn turn, Frame frame, @Nullable String error, @Nullable String reason, Effect effect) {
        String cause = reason == null ? null : Turn.clipped(reason);
        turn.emit(
                frame,
                new Event.TaskFailed(running(frame).resource(), error, cause, known(turn, frame, error, effect)));
        failed(turn, frame, Failure.of(error, cause));
    }

    /** A saga may say that a step may have happened although its participant reported an error. */
    private static Effect known(Turn turn, Frame frame, @Nullable String error, Effect effect) {
        boolean uncertain = effect == Effect.REPORTED
                && turn.state(frame) instanceof TaskState state
                && error != null
                && state.saga().uncertainErrors().contains(error);
        return uncertain ? Effect.UNCERTAIN : effect;
    }

    private static void failed(Turn turn, Frame frame, Failure failure) {
        if (Draining.stops(turn.execution, frame)) Draining.settle(turn, frame);
        else turn.failState(frame, failure);
    }

    static void timeOut(Turn turn, Frame frame, Doing.Running running) {
        boolean heartbeat = running.missedHeartbeat();
        turn.emit(frame, new Event.TaskTimedOut(running.resource(), heartbeat));
        String name = heartbeat ? ErrorName.HEARTBEAT_TIMEOUT : ErrorName.TIMEOUT;
        failed(turn, frame, new Failure(name, ErrorName.TIMEOUT, null, true));
    }

    private static @Nullable Frame frameOf(Turn turn, long sequence) {
        var outstanding = turn.execution.outstanding.get(sequence);
        if (outstanding == null || outstanding.work() instanceof Work.Timer) return null;
        return turn.execution.frame(outstanding.scope());
    }

    private static Doing.Running running(Frame frame) {
        if (frame.doing instanceof Doing.Running running) return running;
        throw new IllegalStateException("scope " + frame.scope + " is in no task");
    }
}
