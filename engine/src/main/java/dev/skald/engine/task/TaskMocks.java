package dev.skald.engine.task;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers tasks in the place of those who do them, in executions that are started as a test case: {@code
 * STATE_MACHINE_ARN#TEST_CASE}, as with Step Functions Local.
 */
public interface TaskMocks {
    /** No test cases. */
    TaskMocks NONE = new TaskMocks() {
        @Override
        public boolean has(TestCase testCase) {
            return false;
        }

        @Override
        public boolean mocks(TestCase testCase, String state) {
            return false;
        }

        @Override
        public TaskOutcome outcome(Attempt attempt) {
            throw new IllegalArgumentException("no test case: " + attempt);
        }
    };

    /**
     * A test case.
     *
     * @param stateMachine the name of the machine, also for the children of its Distributed Maps
     */
    record TestCase(String stateMachine, String name) {}

    /**
     * An attempt of a mocked state.
     *
     * @param resource null for a task that a worker or whoever has its token would end
     * @param index how many attempts of this state went before it in the execution, in all its visits
     */
    record Attempt(
            TestCase testCase, String state, @Nullable TaskResource resource, int index) {}

    /** Whether there is such a test case. */
    boolean has(TestCase testCase);

    /** Whether it answers the tasks of a state; those of others are performed. */
    boolean mocks(TestCase testCase, String state);

    /** What an attempt comes to. Also asked again for the same attempt, after a restart. */
    TaskOutcome outcome(Attempt attempt);

    /** What the call of an attempt answers that ends later: with its job, or with its callback. */
    default Payload submitted(Attempt attempt) {
        return Payload.EMPTY_OBJECT;
    }
}
