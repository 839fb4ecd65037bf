package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Work;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskMocks.Attempt;
import dev.skald.engine.task.TaskMocks.TestCase;
import dev.skald.engine.task.TaskOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The mocked tasks of an execution that runs as a test case, with the attempts of each state: the first one gets the first
 * response. Only for the execution's owner.
 *
 * <p>The test case is kept with the execution as a search attribute. When nobody knows it any more, because Skald was
 * started again without it, no task is performed for real: each fails.
 */
final class MockedTasks {
    /** The attribute that names the test case. Machines cannot set attributes with this prefix. */
    static final String ATTRIBUTE = SearchAttributes.RESERVED + "testCase";

    private static final char BEFORE_CASE = '#';

    private final TaskMocks mocks;
    private final TestCase testCase;
    private final Map<String, NavigableSet<Long>> attempts = new HashMap<>();

    private MockedTasks(TaskMocks mocks, TestCase testCase) {
        this.mocks = mocks;
        this.testCase = testCase;
    }

    /** Those of an execution; empty when it runs as no test case. */
    static Optional<MockedTasks> of(ExecutionRow row, TaskMocks mocks) {
        return Optional.ofNullable(row.searchAttributes().get(ATTRIBUTE))
                .map(name -> new MockedTasks(mocks, testCase(row.stateMachineArn(), name)));
    }

    /** @param stateMachineArn with or without a version, an alias, or the label of a Map state */
    static TestCase testCase(String stateMachineArn, String name) {
        String machine = Arns.unlabelled(QualifiedArn.parse(stateMachineArn).stateMachineArn());
        return new TestCase(machine.substring(machine.lastIndexOf(':') + 1), name);
    }

    /** What a start names: a machine's ARN, and what follows the first {@code #}. */
    record Start(String arn, Optional<String> testCase) {
        static Start of(String asked) {
            int mark = asked.indexOf(BEFORE_CASE);
            if (mark < 0) return new Start(asked, Optional.empty());
            return new Start(asked.substring(0, mark), Optional.of(asked.substring(mark + 1)));
        }
    }

    /** Who does a task in the place of all others; empty when it is to be done for real. */
    Optional<JobPerformer> performer(Work.RunTask task) {
        if (!mocks.has(testCase)) return Optional.of(new Mocked(unknown(), Payload.EMPTY_OBJECT));
        if (!mocks.mocks(testCase, task.state())) return Optional.empty();
        int index = index(task.state(), task.sequence());
        var attempt = new Attempt(testCase, task.state(), task.resource(), index);
        return Optional.of(new Mocked(mocks.outcome(attempt), mocks.submitted(attempt)));
    }

    /** The end of a task that a worker or whoever has its token would end; empty when it is really waited for. */
    Optional<Command> end(String state, long sequence) {
        if (!mocks.mocks(testCase, state)) return Optional.empty();
        var attempt = new Attempt(testCase, state, null, index(state, sequence));
        return Optional.of(command(sequence, mocks.outcome(attempt)));
    }

    private static Command command(long sequence, TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Succeeded(var result) -> new Command.CompleteTask(sequence, result);
            case TaskOutcome.Failed(var error, var cause, var effect) ->
                new Command.FailTask(sequence, error, cause, effect);
        };
    }

    private TaskOutcome unknown() {
        String cause = "The mock configuration has no test case '" + testCase.name() + "' of the state machine '"
                + testCase.stateMachine() + "' any more.";
        return new TaskOutcome.Failed("States.Runtime", cause, Effect.NONE);
    }

    /** Notes an attempt; how many went before it. */
    int index(String state, long sequence) {
        NavigableSet<Long> all = attempts.computeIfAbsent(state, _ -> new TreeSet<>());
        all.add(sequence);
        return all.headSet(sequence).size();
    }

    /** One attempt. What outlives its call is handed over, and ends afterwards. */
    private record Mocked(TaskOutcome outcome, Payload handedOver) implements JobPerformer {
        @Override
        public boolean performs(TaskResource resource) {
            return true;
        }

        @Override
        public String limitedBy(TaskCall call) {
            return "mock:" + call.attemptId();
        }

        @Override
        public TaskOutcome perform(TaskCall call) {
            return call.resource().outlivesItsCall() ? new TaskOutcome.Succeeded(handedOver) : outcome;
        }

        @Override
        public JobState look(TaskCall call, Payload submitted) {
            return new JobState.Ended(outcome);
        }

        /** There is nothing to stop. */
        @Override
        public void cancel(TaskCall call, Payload submitted) {}
    }
}
