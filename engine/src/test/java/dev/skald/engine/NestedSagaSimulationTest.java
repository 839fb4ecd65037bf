package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Random sagas of sagas on a whole engine: nested executions and Map Runs three deep, participants that refuse, that do it
 * and do not say so, and undos that fail at first; with crashes at random commits. Nothing stands of what is compensated.
 */
class NestedSagaSimulationTest {
    private static final int SEEDS = 500;

    private int compensated;
    private int committed;

    @Test
    void shouldLeaveNothingOfWhatIsCompensated() {
        for (int seed = 0; seed < SEEDS; seed++) new Run(seed).run();
        assertThat(compensated).isGreaterThan(SEEDS / 3);
        assertThat(committed).isGreaterThan(SEEDS / 30);
    }

    private final class Run {
        private final int seed;
        private final Random random;
        private final World world = new World();
        private final Set<String> standing = new HashSet<>();
        private final Set<String> undone = new HashSet<>();
        private final Map<String, Integer> undoAttempts = new HashMap<>();

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            world.handler("book", this::book);
            world.handler("cancel", this::cancel);
        }

        private Payload book(Payload input, StepContext step) throws TaskFailure {
            if (standing.contains(step.key())) return Payload.EMPTY_OBJECT;
            int what = random.nextInt(20);
            if (what == 0) throw new TaskFailure("Refused", "as planned");
            if (!undone.contains(step.key())) standing.add(step.key());
            if (what == 1) throw new TaskFailure("Lost", "done, and not said", Effect.UNCERTAIN);
            return Payload.EMPTY_OBJECT;
        }

        private Payload cancel(Payload input, StepContext step) throws TaskFailure {
            String key = step.key().replace("~undo", "");
            if (undoAttempts.merge(key, 1, Integer::sum) < random.nextInt(4)) throw new TaskFailure("Busy", "later");
            undone.add(key);
            standing.remove(key);
            return Payload.EMPTY_OBJECT;
        }

        void run() {
            String machine = machine(3);
            crashAt(2 + random.nextInt(60));
            String execution = world.skald.start(machine, "root", World.json("{'items': [1, 2, 3]}"));
            world.thread.runAll();
            world.clock.advance(Duration.ofSeconds(random.nextInt(20)));
            crashAt(1 + random.nextInt(40));
            world.crash();
            world.clock.advance(Duration.ofSeconds(random.nextInt(20)));
            world.faults = batch -> Fault.NONE;
            world.crash();
            if (random.nextInt(4) == 0) world.skald.stopExecution(execution, null, null);
            check(execution, world.await(execution).status());
        }

        /** Nothing is stored from this commit on. */
        private void crashAt(int last) {
            var commits = new AtomicInteger();
            Fault fault = random.nextBoolean() ? Fault.AFTER_COMMIT : Fault.BEFORE_COMMIT;
            world.faults = batch -> {
                int commit = commits.incrementAndGet();
                if (commit < last) return Fault.NONE;
                return commit == last ? fault : Fault.BEFORE_COMMIT;
            };
        }

        private void check(String execution, Status status) {
            SagaStatus saga = world.skald.describeSaga(execution).status();
            if (status == Status.SUCCEEDED) {
                assertThat(saga).as("seed %d", seed).isEqualTo(SagaStatus.COMMITTED);
                assertThat(standing).as("seed %d", seed).isNotEmpty();
                committed++;
            } else {
                assertThat(saga).as("seed %d", seed).isEqualTo(SagaStatus.COMPENSATED);
                assertThat(standing).as("seed %d", seed).isEmpty();
                compensated++;
            }
        }

        // Machines.

        private String machine(int depth) {
            String middle = depth == 0 ? step("Middle", "Last") : random.nextInt(3) == 0 ? each() : nested(depth);
            String definition = "{'Saga': {'DrainSeconds': " + random.nextInt(5) + "}, 'StartAt': 'First', 'States': {"
                    + step("First", "Middle") + ", " + middle + ", " + step("Last", null) + "}}";
            return world.deploy("m" + depth, definition);
        }

        private static String step(String name, String next) {
            return "'" + name + "': {'Type': 'Task', " + World.task("book") + ", 'Compensate': {" + World.task("cancel")
                    + "}, 'ResultPath': null, " + (next == null ? "'End': true" : "'Next': '" + next + "'") + "}";
        }

        private String nested(int depth) {
            String child = machine(depth - 1);
            String retry = random.nextBoolean()
                    ? "'Retry': [{'ErrorEquals': ['States.ALL'], 'MaxAttempts': 1, 'IntervalSeconds': 1}], "
                    : "";
            String name = random.nextInt(4) == 0 && retry.isEmpty() ? "'Name': 'n" + depth + "', " : "";
            return "'Middle': {'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution.sync:2', " + retry
                    + "'Parameters': {" + name + "'StateMachineArn': '" + child
                    + "', 'Input': {'items': [1, 2]}}, 'ResultPath': null,"
                    + " 'Next': 'Last'}";
        }

        private String each() {
            String concurrency = random.nextBoolean() ? "'MaxConcurrency': 2, " : "";
            return "'Middle': {'Type': 'Map', " + concurrency + "'ItemsPath': '$.items', "
                    + "'ItemProcessor': {"
                    + "'ProcessorConfig': {'Mode': 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, 'StartAt': 'Each', 'States': {"
                    + step("Each", null) + "}}, 'ResultPath': null, 'Next': 'Last'}";
        }
    }
}
