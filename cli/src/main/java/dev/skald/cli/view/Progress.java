package dev.skald.cli.view;

import dev.skald.cli.view.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows an execution's steps as they happen: a line per attempt of a task, and per state of another kind.
 *
 * <p>An event belongs to the state of the event that led to it. Not for several threads.
 */
public final class Progress {
    private static final int NAME_WIDTH = 24;
    private static final int CAUSE_SHOWN_MAX = 120;

    private final Terminal terminal;
    private final Set<String> undo;
    private final String indent;
    private final Map<Long, Visit> visits = new HashMap<>();
    private @Nullable Failure unexplained;
    private @Nullable Instant startedAt;

    /** One visit of a state, under way. */
    private static final class Visit {
        private final String label;
        private final String iteration;
        private final ProgressEvent entered;
        private int attempts;
        private boolean caught;
        private Instant attemptAt;

        private Visit(String label, String iteration, ProgressEvent entered) {
            this.label = label;
            this.iteration = iteration;
            this.entered = entered;
            this.attemptAt = entered.at();
        }
    }

    /** A failed attempt of which the next event tells what becomes of it. */
    private record Failure(Visit visit, ProgressEvent event) {}

    /** @param undo the states that undo another one, to be marked */
    public Progress(Terminal terminal, Set<String> undo, String indent) {
        this.terminal = terminal;
        this.undo = Set.copyOf(undo);
        this.indent = indent;
    }

    /** Shows the next event of the history. */
    public void show(ProgressEvent event) {
        Visit visit = visitOf(event);
        if (event.id() > 0) visits.put(event.id(), visit);
        explain(event);
        switch (event.kind()) {
            case STARTED -> startedAt = event.at();
            case ATTEMPT_STARTED -> attemptStarted(visit, event);
            case ATTEMPT_FAILED, ATTEMPT_TIMED_OUT -> unexplained = new Failure(visit, event);
            case WAIT_ENTERED -> passing(visit, event.due() == null ? "waits" : "waits until " + event.due());
            case EXITED -> exited(visit, event);
            case STATE_ABORTED -> line(Style.YELLOW, "◌", visit, "cut off", "");
            case SUCCEEDED, FAILED, TIMED_OUT, ABORTED -> ended(event);
            case TASK_ENTERED, CHOICE_ENTERED, GROUP_ENTERED, OTHER_ENTERED -> {}
            case REDRIVEN -> terminal.line(indent + terminal.styled(Style.CYAN, "REDRIVEN"));
            case RETRY_SCHEDULED, ITERATION_STARTED, OTHER -> {}
        }
    }

    private Visit visitOf(ProgressEvent event) {
        Visit before = visits.get(event.previousId());
        return switch (event.kind()) {
            case TASK_ENTERED, CHOICE_ENTERED, WAIT_ENTERED, GROUP_ENTERED, OTHER_ENTERED ->
                new Visit(event.name() + (before == null ? "" : before.iteration), iteration(before), event);
            case ITERATION_STARTED -> new Visit("", iteration(before) + "[" + event.iteration() + "]", event);
            case EXITED -> exitedVisit(event, before);
            default -> before == null ? new Visit("", "", event) : before;
        };
    }

    private static String iteration(@Nullable Visit visit) {
        return visit == null ? "" : visit.iteration;
    }

    /** What leaves a Parallel or Map state follows an event inside it: the visit is found by its name. */
    private Visit exitedVisit(ProgressEvent event, @Nullable Visit before) {
        if (before != null && isOf(before, event)) return before;
        return visits.values().stream()
                .filter(visit -> isOf(visit, event))
                .max((a, b) -> Long.compare(a.entered.id(), b.entered.id()))
                .orElseGet(() -> new Visit(String.valueOf(event.name()), "", event));
    }

    private static boolean isOf(Visit visit, ProgressEvent event) {
        return visit.entered.kind() != ProgressEvent.Kind.ITERATION_STARTED
                && event.name() != null
                && event.name().equals(visit.entered.name());
    }

    private void attemptStarted(Visit visit, ProgressEvent event) {
        visit.attempts++;
        visit.attemptAt = event.at();
        passing(visit, attempt(visit) + " runs");
    }

    private void exited(Visit visit, ProgressEvent event) {
        String duration = ShortTime.duration(Duration.between(visit.attemptAt, event.at()));
        switch (visit.entered.kind()) {
            case TASK_ENTERED -> taskExited(visit, duration);
            case CHOICE_ENTERED -> line(Style.CYAN, "◇", visit, to(event), "");
            case WAIT_ENTERED -> line(Style.DIM, "◷", visit, "waited", duration);
            case GROUP_ENTERED -> line(Style.GREEN, "✓", visit, "all done", duration);
            default -> line(Style.DIM, "·", visit, "", "");
        }
    }

    /** A state that is left through a catcher has shown its failure already. */
    private void taskExited(Visit visit, String duration) {
        if (visit.caught) return;
        boolean undoes = undo.contains(visit.entered.name() == null ? "" : visit.entered.name());
        line(
                undoes ? Style.YELLOW : Style.GREEN,
                undoes ? "↩" : "✓",
                visit,
                attempt(visit),
                duration + (undoes ? "   undo" : ""));
    }

    /** Prints a failed attempt with what becomes of it. */
    private void explain(ProgressEvent next) {
        Failure failure = unexplained;
        if (failure == null) return;
        unexplained = null;
        Visit visit = failure.visit();
        String duration = ShortTime.duration(
                Duration.between(visit.attemptAt, failure.event().at()));
        line(Style.RED, "✗", visit, attempt(visit), duration + "   " + reason(failure.event()) + sequel(failure, next));
        if (next.kind() == ProgressEvent.Kind.EXITED) visit.caught = true;
    }

    private static String sequel(Failure failure, ProgressEvent next) {
        return switch (next.kind()) {
            case RETRY_SCHEDULED ->
                next.due() == null
                        ? "   again"
                        : "   again in "
                                + ShortTime.duration(
                                        Duration.between(failure.event().at(), next.due()));
            case EXITED -> "   caught " + to(next);
            default -> "";
        };
    }

    private static String reason(ProgressEvent event) {
        String cause = event.cause() == null ? "" : Causes.shortened(event.cause(), CAUSE_SHOWN_MAX);
        String error = event.error() == null ? "failed" : event.error();
        return cause.isEmpty() ? error : error + ": " + cause;
    }

    private void ended(ProgressEvent event) {
        String took = startedAt == null ? "" : " in " + ShortTime.duration(Duration.between(startedAt, event.at()));
        boolean succeeded = event.kind() == ProgressEvent.Kind.SUCCEEDED;
        String why = succeeded ? "" : "   " + reason(event);
        String status = terminal.styled(
                succeeded ? Style.GREEN : Style.RED, event.kind().name());
        terminal.line(indent + status + took + why);
    }

    private static String to(ProgressEvent exited) {
        return exited.next() == null ? "" : "→ " + exited.next();
    }

    private static String attempt(Visit visit) {
        return "attempt " + Math.max(1, visit.attempts);
    }

    private void passing(Visit visit, String what) {
        terminal.passing(
                indent + terminal.styled(Style.DIM, "… " + Table.padded(visit.label, NAME_WIDTH) + " " + what));
    }

    private void line(Style style, String mark, Visit visit, String what, String details) {
        String text = Table.padded(visit.label, NAME_WIDTH) + " " + Table.padded(what, 12) + details;
        terminal.line((indent + terminal.styled(style, mark) + " " + text).stripTrailing());
    }
}
