package dev.skald.acceptance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.engine.ServiceException;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.task.TaskFailure;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults 1 and 2: for each type of state, a crash before and after each commit on the way, and again right after the
 * restart. The history must be the same as without.
 */
@ExtendWith(SilentEngine.class)
class CrashAtEachCommitTest {
    private static final int COMMITS_MAX = 100;
    private static final int LIVES_MAX = 10;
    private static final String TASK = "\"Type\": \"Task\", \"Resource\": \"" + RandomMachine.FUNCTION + "f\"";

    /** A machine for each type of state, with something before and after it. */
    enum Machine {
        PASS(1, "\"Type\": \"Pass\", \"Next\": \"End\""),
        TASK_THAT_SUCCEEDS(1, TASK + ", \"Next\": \"End\""),
        TASK_THAT_IS_RETRIED_AND_CAUGHT(
                1,
                "\"Type\": \"Task\", \"Resource\": \"" + RandomMachine.FUNCTION
                        + "broken\", \"Retry\": [{\"ErrorEquals\":"
                        + " [\"Broken\"], \"MaxAttempts\": 2}], \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\":"
                        + " \"End\"}], \"Next\": \"Other\""),
        CHOICE(
                1,
                "\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$.n\", \"NumericEquals\": 1, \"Next\": \"End\"}]"),
        WAIT(1, "\"Type\": \"Wait\", \"Seconds\": 5, \"Next\": \"End\""),
        LONG_WAIT(1, "\"Type\": \"Wait\", \"Seconds\": 5000000, \"Next\": \"End\""),
        SUCCEED(1, "\"Type\": \"Succeed\""),
        FAIL(1, "\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"C\""),
        PARALLEL(
                1,
                "\"Type\": \"Parallel\", \"Branches\": [{\"StartAt\": \"L\", \"States\": {\"L\": {" + TASK
                        + ", \"End\": true}}}, {\"StartAt\": \"R\", \"States\": {\"R\": {\"Type\": \"Wait\", \"Seconds\": 3,"
                        + " \"End\": true}}}], \"Next\": \"End\""),
        MAP(
                1,
                "\"Type\": \"Map\", \"ItemsPath\": \"$.items\", \"MaxConcurrency\": 1, \"ItemProcessor\": {\"StartAt\":"
                        + " \"I\", \"States\": {\"I\": {" + TASK + ", \"End\": true}}}, \"Next\": \"End\"");

        private final int before;
        private final String state;

        Machine(int before, String state) {
            this.before = before;
            this.state = state;
        }

        String definition() {
            String first = "{\"Type\": \"Wait\", \"Seconds\": " + before + ", \"Next\": \"Tested\"}";
            String last = state.contains("\"Other\"") ? ", \"Other\": {\"Type\": \"Fail\"}" : "";
            String end = state.contains("\"End\"") ? ", \"End\": {\"Type\": \"Succeed\"}" : "";
            return "{\"StartAt\": \"First\", \"States\": {\"First\": " + first + ", \"Tested\": {" + state + "}" + end
                    + last + "}}";
        }
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void shouldGoOnAsIfNothingHadHappened(Machine machine) {
        List<String> undisturbed = new Run(machine, Integer.MAX_VALUE, false, false).history();
        int commits = 0;
        for (int at = 1; at < COMMITS_MAX; at++) {
            var before = new Run(machine, at, false, at % 2 == 0);
            var after = new Run(machine, at, true, at % 2 == 0);
            assertThat(before.history()).as("crash before commit %d", at).isEqualTo(undisturbed);
            assertThat(after.history()).as("crash after commit %d", at).isEqualTo(undisturbed);
            if (!before.crashed && !after.crashed) break;
            commits++;
        }
        assertThat(commits).as("commits with a crash around them").isGreaterThan(1);
    }

    /** One execution, with a crash at a given commit. */
    private static final class Run {
        private final VirtualClock clock = new VirtualClock();
        private final SimulatedThread thread = new SimulatedThread(clock, new SplittableRandom(1)::nextLong);
        private final Store disk = new MemoryStore();
        private final Machine machine;
        private final int crashAt;
        private final boolean afterCommit;
        private final boolean twice;
        private int commits;
        boolean crashed;

        /** @param twice whether the next commit after the restart crashes, too */
        Run(Machine machine, int crashAt, boolean afterCommit, boolean twice) {
            this.machine = machine;
            this.crashAt = crashAt;
            this.afterCommit = afterCommit;
            this.twice = twice;
        }

        /** Types and places of all events, but for what differs from one retry's instant to another. */
        List<String> history() {
            String arn = "";
            for (int lives = 0; lives < LIVES_MAX; lives++) {
                var faults = new Faults(new Random(0));
                faults.end();
                var life = new Life(thread, clock, faults);
                try {
                    Skald skald = open(life);
                    arn = start(skald);
                    while (disk.openExecutions() > 0 && life.alive()) if (!clock.advanceToNextAlarm()) break;
                    if (life.alive()) return described(skald, arn);
                } catch (Life.Crash | StoreException | ServiceException cutOff) {
                    if (life.alive()) throw cutOff;
                }
                thread.crash();
            }
            throw new IllegalStateException("it does not end: " + arn);
        }

        private Skald open(Life life) {
            return Skald.on(new CrashingStore(disk, this, life))
                    .parts(life.parts(clock, new SplittableRandom(2)::nextLong))
                    .register("f", (input, step) -> Payload.ofText("{\"n\": 1}"))
                    .register("broken", (input, step) -> {
                        throw new TaskFailure("Broken", "for good");
                    })
                    .open();
        }

        private String start(Skald skald) {
            String arn = skald.deploy("m", machine.definition(), MachineType.STANDARD);
            return disk.execution(arn, "e")
                    .map(row -> row.arn())
                    .orElseGet(() -> skald.start(arn, "e", Payload.ofText("{\"n\": 1, \"items\": [1, 2]}")));
        }

        private static List<String> described(Skald skald, String arn) {
            return skald.history(arn, 1, Integer.MAX_VALUE).stream()
                    .map(Run::described)
                    .sorted()
                    .toList();
        }

        // Branches that run side by side may take their turns in another order after a crash.
        private static String described(Event event) {
            return event.scope() + " " + EventType.of(event.detail());
        }

        private boolean crashesNow() {
            return commits == crashAt || (twice && commits == crashAt + 1);
        }
    }

    private record CrashingStore(Store target, Run run, Life life) implements ForwardingStore {
        @Override
        public List<Append.Result> commit(List<Append> appends) {
            if (!life.alive()) throw new StoreException("this process has crashed");
            run.commits++;
            if (run.crashesNow() && !run.afterCommit) throw crash();
            List<Append.Result> results = target.commit(appends);
            if (run.crashesNow()) throw crash();
            return results;
        }

        private StoreException crash() {
            run.crashed = true;
            life.die();
            return new StoreException("a crash");
        }

        @Override
        public void close() {
            // The store outlives the engine here.
        }
    }
}
