package dev.skald.testkit;

import dev.skald.asl.MachineType;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.EngineParts;
import dev.skald.engine.SimulatedCalls;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.matrix.FaultMatrix;
import dev.skald.engine.matrix.MatrixReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * An engine for each test: in memory, in one thread, in virtual time, with participants that do what the test says. The same test
 * is the same run each time.
 *
 * <pre>{@code
 * @RegisterExtension
 * private final SkaldExtension skald = new SkaldExtension();
 *
 * @Test
 * void refunds() {
 *     skald.function("charge").returns("{\"charged\": 4200}");
 *     skald.function("ship").fails("NoCarrier");
 *     Run run = skald.start(Path.of("order.asl.yaml"), "{\"city\": \"Atlantis\"}");
 *     run.failed("NoCarrier").compensated();
 * }
 * }</pre>
 */
public final class SkaldExtension implements BeforeEachCallback, AfterEachCallback {
    private static final long SEED = 1;

    private UnaryOperator<SkaldBuilder> settings = UnaryOperator.identity();
    private @Nullable Machinery machinery;

    /** What there is during one test. */
    private static final class Machinery {
        private final VirtualClock clock = new VirtualClock();
        private final SimulatedThread thread = new SimulatedThread(clock, new SplittableRandom(SEED)::nextLong);
        private final SimulatedCalls calls = new SimulatedCalls(clock, thread);
        private final Scripts scripts = new Scripts(calls);
        private final TestTime time = new TestTime(clock, thread, this::skald);
        private final UnaryOperator<SkaldBuilder> settings;
        private @Nullable Skald skald;

        Machinery(UnaryOperator<SkaldBuilder> settings) {
            this.settings = settings;
        }

        Skald skald() {
            Skald open = skald;
            if (open == null) {
                open = open();
                skald = open;
            }
            return open;
        }

        private Skald open() {
            var parts = new EngineParts(clock, new SplittableRandom(~SEED)::nextLong, thread, calls, thread, thread);
            return settings.apply(Skald.inMemory().parts(parts))
                    .functions(scripts)
                    .performer(scripts)
                    .open();
        }

        void close() {
            if (skald != null) skald.close();
            thread.runAll();
        }
    }

    /** Adds to the engine of each test: settings, functions of the program itself, sagas in Java. */
    public SkaldExtension with(UnaryOperator<SkaldBuilder> engine) {
        settings = engine;
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        machinery = new Machinery(settings);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (machinery != null) machinery.close();
        machinery = null;
    }

    private Machinery machinery() {
        if (machinery == null)
            throw new IllegalStateException("not within a test: is it a field with @RegisterExtension?");
        return machinery;
    }

    /** The engine itself. */
    public Skald engine() {
        return machinery().skald();
    }

    public TestTime time() {
        return machinery().time;
    }

    // Participants.

    /** What a function does, by its name without version. Until it is told anything it returns what it gets. */
    public TaskScript function(String name) {
        return machinery().scripts.function(name);
    }

    /** What the task of one state does, whatever it calls: it goes before the function's script. */
    public TaskScript state(String name) {
        return machinery().scripts.state(name);
    }

    /** The task of a state that waits for its token. */
    public Callback callback(String state) {
        time().settle();
        String token = machinery().scripts.token(state);
        if (token == null) throw new AssertionFailedError("no task of '" + state + "' waits for its token");
        return new Callback(engine(), token, null);
    }

    /**
     * The next task of an activity, as its worker takes it.
     *
     * @param arn see {@link #activity}
     */
    public Callback take(String arn) throws InterruptedException {
        time().settle();
        ActivityTask task = engine().getActivityTask(arn, "test", Duration.ZERO)
                .orElseThrow(() -> new AssertionFailedError("no task waits for a worker of " + arn));
        return new Callback(engine(), task.taskToken(), task.input());
    }

    /** Makes an activity; gives its ARN. */
    public String activity(String name) {
        return engine().createActivity(name, "{}").arn();
    }

    // Executions.

    /**
     * Creates a machine, or changes it; gives its ARN.
     *
     * @param definition JSON or YAML
     */
    public String deploy(String name, String definition) {
        return engine().deploy(name, definition, MachineType.STANDARD);
    }

    /** Starts an execution of a definition in a file, and lets it go as far as it can without time. */
    public Run start(Path definition, String input) {
        String name = String.valueOf(definition.getFileName()).replaceFirst("\\..*", "");
        return start(deploy(name, text(definition)), input);
    }

    /**
     * Starts an execution, and lets it go as far as it can without time.
     *
     * @param input JSON text
     */
    public Run start(String machineArn, String input) {
        Run run = new Run(engine(), time(), engine().start(machineArn, null, json(input)));
        time().settle();
        return run;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the definition cannot be read: " + file, unreadable);
        }
    }

    private static Payload json(String text) {
        try {
            return Payload.parse(text);
        } catch (MalformedJson noJson) {
            throw new IllegalArgumentException("the input is no JSON: " + text, noJson);
        }
    }

    // The fault matrix.

    /**
     * Runs a fault matrix; fails with its report when something is wrong.
     *
     * <pre>{@code
     * SkaldExtension.allOrNothing(FaultMatrix.of(Files.readString(Path.of("order.asl.yaml"))));
     * }</pre>
     */
    public static void allOrNothing(FaultMatrix matrix) {
        MatrixReport report = matrix.run();
        if (!report.ok()) throw new AssertionFailedError("not all or nothing\n" + report);
    }
}
