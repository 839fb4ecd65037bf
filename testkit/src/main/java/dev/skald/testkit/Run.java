package dev.skald.testkit;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.core.UndoEntry;
import dev.skald.engine.HistoryText;
import dev.skald.engine.RunResult;
import dev.skald.engine.SagaDescription;
import dev.skald.engine.Skald;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An execution of a test, and what the test expects of it. Whatever is not as expected is told together with the trace of
 * the execution.
 *
 * <pre>{@code
 * run.failed("NoCarrier").compensated().visited("Reserve", "Ship", "Compensate Reserve");
 * }</pre>
 */
public final class Run {
    private static final int HISTORY_MAX = Integer.MAX_VALUE;

    private final Skald skald;
    private final TestTime time;
    private final String arn;

    Run(Skald skald, TestTime time, String arn) {
        this.skald = skald;
        this.time = time;
        this.arn = arn;
    }

    public String arn() {
        return arn;
    }

    public RunResult result() {
        time.settle();
        return skald.describeExecution(arn).result();
    }

    public Status status() {
        return result().status();
    }

    /** What its saga would undo, and what waits for a person. */
    public SagaDescription saga() {
        time.settle();
        return skald.describeSaga(arn);
    }

    /** All events so far, Skald's own included. */
    public List<Event> history() {
        time.settle();
        return skald.history(arn, 1, HISTORY_MAX);
    }

    /** The names of the states in the order in which they were entered, compensations included. */
    public List<String> visits() {
        List<String> names = new ArrayList<>();
        for (Event event : history())
            if (event.detail() instanceof Event.StateEntered entered) names.add(entered.name());
        return names;
    }

    /** What happened, a line per event, without ids and payloads. */
    public String trace() {
        return String.join("\n", HistoryText.of(history())) + "\n";
    }

    // Expectations.

    public Run running() {
        return is(Status.RUNNING);
    }

    public Run succeeded() {
        return is(Status.SUCCEEDED);
    }

    /** It succeeded with this output, compared as JSON. */
    public Run succeeded(String output) {
        is(Status.SUCCEEDED);
        Payload actual = result().output();
        JsonNode expected = JsonMapper.shared().readTree(output);
        if (actual == null || !actual.node().equals(expected)) throw differs("output", expected, actual);
        return this;
    }

    public Run failed(String error) {
        return ended(Status.FAILED, error);
    }

    public Run timedOut() {
        return is(Status.TIMED_OUT);
    }

    public Run aborted() {
        return is(Status.ABORTED);
    }

    private Run ended(Status status, String error) {
        is(status);
        String actual = result().error();
        if (!error.equals(actual)) throw differs("error", error, actual);
        return this;
    }

    private Run is(Status expected) {
        Status actual = status();
        if (actual != expected) throw differs("status", expected, actual);
        return this;
    }

    /** These states were entered in this order, others perhaps between them. */
    public Run visited(String... states) {
        List<String> actual = visits();
        int next = 0;
        for (String visit : actual) if (next < states.length && visit.equals(states[next])) next++;
        if (next < states.length) throw differs("visits in order", List.of(states), actual);
        return this;
    }

    /** These states were entered in this order, and no others. */
    public Run visitedExactly(String... states) {
        List<String> actual = visits();
        if (!actual.equals(List.of(states))) throw differs("visits", List.of(states), actual);
        return this;
    }

    public Run neverVisited(String state) {
        if (visits().contains(state)) throw differs("visits", "none of " + state, visits());
        return this;
    }

    /** Everything that was done, or may have been, is undone. */
    public Run compensated() {
        return saga(SagaStatus.COMPENSATED);
    }

    public Run committed() {
        return saga(SagaStatus.COMMITTED);
    }

    /** The saga stands so. */
    public Run saga(SagaStatus expected) {
        SagaStatus actual = saga().status();
        if (actual != expected) throw differs("saga", expected, actual);
        return this;
    }

    /** This state waits for a person. */
    public Run parked(String state) {
        List<String> actual =
                saga().parks().stream().map(Park::state).map(String::valueOf).toList();
        if (!actual.contains(state)) throw differs("parks", List.of(state), actual);
        return this;
    }

    /** These steps would be undone, in this order. */
    public Run wouldUndo(String... steps) {
        List<String> actual = saga().log().stream().map(UndoEntry::state).toList();
        if (!actual.equals(List.of(steps))) throw differs("undo log", List.of(steps), actual);
        return this;
    }

    /**
     * The trace is what it was: {@code src/test/resources/snapshots/NAME.txt}, which is written when there is none, and with
     * {@code -Dskald.snapshots=update}.
     */
    public Run matchesSnapshot(String name) {
        Snapshots.ofSources().check(name, trace());
        return this;
    }

    private AssertionFailedError differs(String what, Object expected, @Nullable Object actual) {
        String message = what + ": expected " + expected + ", but was " + actual + ending() + "\n" + trace();
        return new AssertionFailedError(message, expected, actual);
    }

    private String ending() {
        RunResult result = result();
        return result.error() == null ? "" : " (" + result.error() + ": " + result.cause() + ")";
    }
}
