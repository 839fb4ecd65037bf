package dev.skald.core;

import dev.skald.asl.Asl;
import dev.skald.asl.Entropy;
import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.MapState;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import dev.skald.asl.StateMachine;
import dev.skald.asl.StateType;
import dev.skald.asl.Watch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One visit of one state, without a history: what TestState does. It takes the state through the same {@link Turn} as an
 * execution, and stops where the state would be left or retried.
 *
 * <p>Not thread-safe. Without a mock it may wait for {@link #work()}, whose outcome comes by {@link #tell}.
 */
public final class StateTest {
    private final StateMachine machine;
    private final Limits limits;
    private final Entropy entropy;
    private final Setup setup;
    private final Execution execution;
    private final StateProbe probe;
    private @Nullable Frame root;
    private @Nullable StateOutcome outcome;

    /**
     * What the state is tested with.
     *
     * @param input the raw input
     * @param variables what states before have assigned
     * @param context members of the context object that stand instead of the engine's; null means none
     * @param mock what the state's work comes to; null means that it is performed
     * @param retriesBefore how many retries the retrier that matches has caused before
     * @param readerData what the ItemReader of a Map would read; null means that it was not given
     * @param failedIterations how many iterations of a Map have failed
     */
    public record Setup(
            Payload input,
            Map<String, Payload> variables,
            @Nullable ObjectNode context,
            @Nullable Mock mock,
            int retriesBefore,
            @Nullable ReaderData readerData,
            int failedIterations) {}

    /** What a state's work is taken to come to. */
    public sealed interface Mock {
        /** It succeeds. */
        record Result(Payload result) implements Mock {}

        /**
         * It fails; without an error name as {@code States.TaskFailed}.
         *
         * @param inState the state of a Map or Parallel that the error comes from; null when nothing is said of that
         */
        record Failed(
                @Nullable String error,
                @Nullable String cause,
                @Nullable String inState) implements Mock {}
    }

    /** @param machine of the one state {@link Asl#STATE_NAME} */
    public StateTest(StateMachine machine, Limits limits, Entropy entropy, Identity identity, Setup setup) {
        this.machine = machine.withoutSaga();
        this.limits = limits;
        this.entropy = entropy;
        this.setup = setup;
        this.execution = new Execution(identity);
        this.probe = new StateProbe(setup, identity.roleArn().isEmpty());
    }

    /** Who the execution is taken to be. */
    public Identity identity() {
        return execution.identity();
    }

    /** What the state waits for; nothing once there is an outcome. */
    public Collection<Work> work() {
        return outcome == null ? execution.work() : List.of();
    }

    /** What the test came to; empty while it waits. */
    public Optional<StateOutcome> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Enters the state. */
    public void begin(Instant now) {
        Turn turn = turn(now);
        turn.emit(Frame.ROOT, 0, new Event.ExecutionStarted(setup.input(), Asl.STATE_NAME, null));
        Frame frame = execution.frame(Frame.ROOT);
        root = frame;
        frame.variables.putAll(setup.variables());
        probe.saw(Watch.Stage.INPUT, setup.input());
        if (setup.mock() == null) turn.enter(frame);
        else enterMocked(turn, frame, setup.mock());
        look(turn);
    }

    /** Takes in how a task ended, or that a timer is due. */
    public void tell(Command command, Instant now) {
        if (outcome != null) return;
        Turn turn = turn(now);
        switch (command) {
            case Command.CompleteTask c -> complete(turn, c);
            case Command.FailTask c -> TaskBehaviour.fail(turn, c);
            case Command.FireTimer(var sequence) -> Interpreter.fire(turn, sequence);
            case Command.Start _,
                    Command.SubmitTask _,
                    Command.CompleteMapRun _,
                    Command.FailMapRun _,
                    Command.StartActivity _,
                    Command.HeartbeatTask _,
                    Command.AnswerTask _,
                    Command.Stop _,
                    Command.Redrive _,
                    Command.Operate _,
                    Command.Continue _ -> throw new IllegalArgumentException("no command for a test: " + command);
        }
        look(turn);
    }

    /** The state has taken longer than a test may. */
    public void timeOut() {
        if (outcome == null) outcome = failed(ErrorName.TIMEOUT, null);
    }

    private Turn turn(Instant now) {
        return new Turn(machine, limits, entropy, execution, now, probe);
    }

    private void complete(Turn turn, Command.CompleteTask done) {
        if (!execution.isOutstanding(done.sequence())) return;
        probe.saw(Watch.Stage.RESULT, done.output());
        TaskBehaviour.complete(turn, done);
    }

    // Mocks.

    private void enterMocked(Turn turn, Frame frame, Mock mock) {
        State state = machine.state(Asl.STATE_NAME);
        if (state instanceof MapState map) enterMap(turn, frame, map, mock);
        else {
            turn.enter(frame);
            if (!decided(turn)) end(turn, frame, mock);
        }
    }

    private void enterMap(Turn turn, Frame frame, MapState map, Mock mock) {
        turn.emit(frame, new Event.StateEntered(map.type(), map.name(), frame.input, null));
        try {
            boolean exceeds = new MockedMap(turn, frame, map, setup, probe).exceedsTolerance(mock);
            if (exceeds) {
                turn.failState(frame, MockedMap.THRESHOLD_EXCEEDED);
                return;
            }
        } catch (ReaderData.UnreadableException e) {
            turn.failState(frame, e.failure());
            return;
        } catch (EvaluationException e) {
            turn.failEvaluation(frame, e);
            return;
        }
        end(turn, frame, mock);
    }

    /** Whether entering came to an end already, as for a path that leads nowhere. */
    private static boolean decided(Turn turn) {
        return turn.events().stream().anyMatch(StateTest::decides);
    }

    private static boolean decides(Event event) {
        return event.detail() instanceof Event.StateExited
                || event.detail() instanceof Event.RetryScheduled
                || event.detail() instanceof Event.ExecutionFailed;
    }

    private void end(Turn turn, Frame frame, Mock mock) {
        switch (mock) {
            case Mock.Result(var result) -> succeed(turn, frame, result);
            case Mock.Failed failed -> fail(turn, frame, failed);
        }
    }

    private void succeed(Turn turn, Frame frame, Payload result) {
        if (!(turn.state(frame) instanceof State.Fallible state))
            throw new IllegalStateException(turn.state(frame).type() + " has no result to mock");
        if (frame.taskSequence != 0) complete(turn, new Command.CompleteTask(frame.taskSequence, result));
        else turn.exit(frame, result, state.next());
    }

    private void fail(Turn turn, Frame frame, Mock.Failed mock) {
        var failure = Failure.of(mock.error(), mock.cause());
        if (frame.taskSequence == 0) turn.failState(frame, fromTask(mock) ? failure.asOfTask() : failure);
        else
            TaskBehaviour.fail(
                    turn, new Command.FailTask(frame.taskSequence, mock.error(), mock.cause(), Effect.REPORTED));
    }

    private boolean fromTask(Mock.Failed mock) {
        return mock.inState() != null && machine.state(mock.inState()).type() == StateType.Task;
    }

    // What came of it.

    private void look(Turn turn) {
        for (Event event : turn.events()) {
            if (event.detail() instanceof Event.TaskScheduled task) probe.scheduled(task.parameters());
            if (outcome == null && decides(event)) outcome = outcomeOf(event.detail());
        }
    }

    private StateOutcome outcomeOf(Event.Detail detail) {
        if (detail instanceof Event.StateExited exited) return exited(exited);
        if (detail instanceof Event.ExecutionFailed(var error, var cause, var _)) return failed(error, cause);
        return of(StateOutcome.Ending.RETRIABLE, null, null);
    }

    private StateOutcome exited(Event.StateExited exited) {
        boolean caught = probe.failure() != null;
        String next = exited.next() instanceof Next.To(var name) ? name : null;
        return of(caught ? StateOutcome.Ending.CAUGHT_ERROR : StateOutcome.Ending.SUCCEEDED, exited.output(), next);
    }

    private StateOutcome failed(@Nullable String error, @Nullable String cause) {
        return new StateOutcome(StateOutcome.Ending.FAILED, null, error, cause, null, inspection());
    }

    private StateOutcome of(StateOutcome.Ending ending, @Nullable Payload output, @Nullable String next) {
        Failure failure = probe.failure();
        String error = failure == null ? null : failure.error();
        String cause = failure == null ? null : failure.cause();
        return new StateOutcome(ending, output, error, cause, next, inspection());
    }

    private StateOutcome.Inspection inspection() {
        return probe.inspection(root == null ? setup.variables() : root.variables);
    }
}
