package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A small simulation of the engine's own machinery: one machine, seeded crashes and broken commits anywhere. The large
 * one, over random machines, is in module {@code acceptance}.
 */
class SimulationTest {
    private static final int SEEDS = 60;

    private static final String MACHINE = World.machine("'P': {'Type': 'Parallel', 'Next': 'W', 'ResultPath': '$.p',"
                    + " 'Branches': [{'StartAt': 'A', 'States': {'A': {'Type': 'Task', " + World.task("f")
                    + ", 'TimeoutSeconds': 50, 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 1,"
                    + " 'MaxAttempts': 99}], 'End': true}}},"
                    + " {'StartAt': 'B', 'States': {'B': {'Type': 'Task', 'Resource':"
                    + " 'arn:aws:states:us-east-1:000000000000:activity:a', 'End': true}}},"
                    + " {'StartAt': 'C', 'States': {'C': {'Type': 'Wait', 'Seconds': 7, 'Next': 'T'},"
                    + " 'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                    + " 'Parameters': {'FunctionName': 'g', 'Payload': {'t.$': '$$.Task.Token'}}, 'End': true}}}]},"
                    + " 'W': {'Type': 'Wait', 'Seconds': 3600, 'Next': 'M'},"
                    + " 'M': {'Type': 'Map', 'ItemsPath': '$.items', 'MaxConcurrency': 2, 'ItemProcessor':"
                    + " {'StartAt': 'I', 'States': {'I': {'Type': 'Task', " + World.task("f")
                    + ", 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 1, 'MaxAttempts': 99}],"
                    + " 'End': true}}}, 'End': true}")
            .replace('\'', '"');

    /** One run under one seed. */
    private static final class Run {
        final SplittableRandom random;
        final VirtualClock clock = new VirtualClock();
        final SimulatedThread thread;
        final MemoryStore store = new MemoryStore();
        final Set<String> acknowledged = new HashSet<>();
        final Set<String> tokens = new HashSet<>();
        final Map<String, String> attempts = new HashMap<>();
        boolean calm;
        Skald skald;

        Run(long seed) {
            random = new SplittableRandom(seed);
            thread = new SimulatedThread(clock, random::nextLong);
            skald = open();
        }

        private Skald open() {
            return Skald.on(new FaultyStore(store, this::fault))
                    .parts(EngineParts.simulated(clock, thread, random.nextLong()))
                    .register("f", this::work)
                    .register("g", (input, step) -> {
                        tokens.add(String.valueOf(step.taskToken()));
                        return input;
                    })
                    .open();
        }

        private Payload work(Payload input, StepContext step) throws TaskFailure {
            String known = attempts.putIfAbsent(step.attemptId(), step.key() + step.executionArn());
            assertThat(known).isIn(null, step.key() + step.executionArn());
            if (random.nextInt(4) == 0) throw new TaskFailure("Busy", null);
            return Payload.EMPTY_OBJECT;
        }

        private Fault fault(List<Append> batch) {
            assertThat(batch.stream().map(Append::executionId)).doesNotHaveDuplicates();
            if (calm || random.nextInt(8) != 0) return Fault.NONE;
            return random.nextBoolean() ? Fault.BEFORE_COMMIT : Fault.AFTER_COMMIT;
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0 -> crash();
                case 1 -> tolerate(this::start);
                case 2 -> clock.advance(Duration.ofSeconds(random.nextInt(20)));
                case 3 -> tolerate(this::poll);
                case 4 -> tolerate(this::callBack);
                default -> thread.runOne();
            }
        }

        private void crash() {
            thread.crash();
            skald = open();
        }

        private interface Call {
            void run() throws InterruptedException;
        }

        /** Callers see refusals; what the store knows is checked at the end. */
        private void tolerate(Call call) {
            try {
                call.run();
            } catch (ServiceException refused) {
                assertThat(refused.code()).isIn("InternalFailure", "TaskTimedOut", "ExecutionAlreadyExists");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void start() {
            String machine = skald.deploy("m", MACHINE, MachineType.STANDARD);
            skald.createActivity("a", "{}");
            String name = random.nextBoolean() ? "n" + random.nextInt(4) : null;
            acknowledged.add(skald.start(machine, name, World.json("{'items': [1, 2, 3]}")));
        }

        private void poll() throws InterruptedException {
            if (skald.listActivities(null, 1).isEmpty()) return;
            String arn = skald.listActivities(null, 1).getFirst().arn();
            Optional<ActivityTask> task = skald.getActivityTask(arn, "w", Duration.ZERO);
            task.ifPresent(t -> tokens.add(t.taskToken()));
        }

        /** Some tokens are used again later: a second result must change nothing. */
        private void callBack() {
            for (String token : List.copyOf(tokens)) {
                tolerate(() -> skald.completeTask(token, Payload.EMPTY_OBJECT));
                if (calm && random.nextInt(4) != 0) tokens.remove(token);
                if (!calm && random.nextInt(3) == 0) return;
            }
        }

        /** Without faults everything comes to its end. */
        void finish() {
            calm = true;
            crash();
            for (int i = 0; i < 200 && store.openExecutions() > 0; i++) {
                clock.advance(Duration.ofMinutes(2));
                for (int j = 0; j < 10; j++) tolerate(this::poll);
                callBack();
            }
        }

        void check() {
            assertThat(store.openExecutions()).isZero();
            assertThat(skald.statistics().liveExecutions()).isZero();
            for (String arn : acknowledged) check(arn);
        }

        private void check(String arn) {
            ExecutionRow row = skald.describeExecution(arn).row();
            List<Event> history = skald.history(arn, 1, 10_000);
            for (int i = 0; i < history.size(); i++)
                assertThat(history.get(i).sequence()).isEqualTo(i + 1);
            Execution state = Execution.replay(StoredExecutions.identity(row), history);
            assertThat(state.status()).isEqualTo(row.status());
            assertThat(row.status()).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldKeepItsPromisesUnderEverySeed() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var run = new Run(seed);
            for (int i = 0; i < 400; i++) run.step();
            run.finish();
            try {
                run.check();
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed, broken);
            }
        }
    }
}
