package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Limits;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Runs a definition once, in memory and in virtual time, with its tasks answered by mocks: nobody is called, nothing is kept, and a
 * year that it waits is over at once.
 *
 * <p>It ends with the execution, when nothing but a person could go on, or at a limit. Items of Maps come from the input alone: an
 * ItemReader fails.
 */
public final class Rehearsal {
    /** The name of the machine, for test cases. */
    public static final String MACHINE = "rehearsal";

    /** The test case that it runs as. */
    public static final TaskMocks.TestCase CASE = new TaskMocks.TestCase(MACHINE, "case");

    /** A history that has become so long ends its execution. */
    public static final int EVENTS_MAX = 5_000;

    /** How long it may really take. */
    public static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final int ALARMS_MAX = 20_000;

    /** Alarms that go off in a row without an event, before nothing is expected any more. */
    private static final int IDLE_ALARMS_MAX = 200;

    private static final long SEED = 42;
    private static final Duration REST_AFTER = Duration.ofDays(1);

    private final VirtualClock clock;
    private final SimulatedThread thread;
    private final long deadline = System.nanoTime() + TIME_MAX.toNanos();
    private int idleAlarms;

    private Rehearsal(Instant start) {
        clock = new VirtualClock(start);
        thread = new SimulatedThread(clock, new SplittableRandom(SEED)::nextLong);
        // Steps are done one by one here, so that the deadline is looked at between them.
        clock.settleBy(() -> {});
    }

    /** Why it went no further. */
    public enum End {
        /** The execution ended. */
        ENDED,
        /** It waits for a person: something is parked. */
        WAITS,
        /** It was cut off after {@link #TIME_MAX}, or after very many timers. */
        CUT_OFF
    }

    /**
     * What came of it.
     *
     * @param events all of the execution's own; those of the children of Distributed Maps are forgotten
     * @param time how much virtual time went by
     */
    public record Outcome(ExecutionDescription execution, List<Event> events, Duration time, End end) {}

    /**
     * Runs it.
     *
     * @param start when it begins, in virtual time
     * @param mocks asked for {@link #CASE}; a task that they do not answer fails
     * @throws ServiceException InvalidDefinition, InvalidExecutionInput
     */
    public static Outcome run(String definition, MachineType type, Payload input, Instant start, TaskMocks mocks) {
        var rehearsal = new Rehearsal(start);
        try (Skald skald = rehearsal.open(new AllMocked(mocks))) {
            return rehearsal.run(skald, definition, type, input);
        }
    }

    private Skald open(TaskMocks mocks) {
        return Skald.inMemory()
                .settings(settings())
                .parts(EngineParts.simulated(clock, thread, SEED))
                .mocks(mocks)
                .listener((_, _) -> idleAlarms = 0)
                .open();
    }

    private static Settings settings() {
        Settings defaults = Settings.DEFAULTS;
        return new Settings(
                defaults.accountId(),
                defaults.region(),
                Limits.AWS.withHistoryEventsMax(EVENTS_MAX),
                defaults.functionConcurrency(),
                defaults.openExecutionsMax(),
                REST_AFTER,
                null,
                1);
    }

    private Outcome run(Skald skald, String definition, MachineType type, Payload input) {
        String machine = skald.deploy(MACHINE, definition, type);
        Instant start = clock.now();
        String execution = skald.start(machine + "#" + CASE.name(), MACHINE, input);
        End end = goOn(() -> ended(skald, execution));
        Duration time = Duration.between(start, clock.now());
        return new Outcome(
                skald.describeExecution(execution), skald.history(execution, 1, Integer.MAX_VALUE), time, end);
    }

    private static boolean ended(Skald skald, String execution) {
        return skald.describeExecution(execution).result().status().terminal();
    }

    private End goOn(BooleanSupplier ended) {
        for (int alarm = 0; alarm < ALARMS_MAX; alarm++) {
            if (!doSteps()) return End.CUT_OFF;
            if (ended.getAsBoolean()) return End.ENDED;
            if (idleAlarms++ > IDLE_ALARMS_MAX || clock.nextAlarm().isEmpty()) return End.WAITS;
            clock.advanceTo(clock.nextAlarm().orElseThrow());
        }
        return End.CUT_OFF;
    }

    private boolean doSteps() {
        while (System.nanoTime() - deadline < 0) if (!thread.runOne()) return true;
        return false;
    }

    /** No task is performed for want of a response: it fails. */
    private record AllMocked(TaskMocks mocks) implements TaskMocks {
        @Override
        public boolean has(TestCase testCase) {
            return testCase.equals(CASE);
        }

        @Override
        public boolean mocks(TestCase testCase, String state) {
            return has(testCase);
        }

        @Override
        public TaskOutcome outcome(Attempt attempt) {
            if (mocks.mocks(attempt.testCase(), attempt.state())) return mocks.outcome(attempt);
            String cause = "There is no response for the state '" + attempt.state() + "'.";
            return new TaskOutcome.Failed("States.Runtime", cause, Effect.NONE);
        }

        @Override
        public Payload submitted(Attempt attempt) {
            return mocks.submitted(attempt);
        }
    }
}
