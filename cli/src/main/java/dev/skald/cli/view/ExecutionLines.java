package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Executions in lines: a table of many, a page about one. */
public final class ExecutionLines {
    private static final int LABEL_WIDTH = 12;
    private static final int PAYLOAD_SHOWN_MAX = 500;

    private final Terminal terminal;
    private final Instant now;

    public ExecutionLines(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    /** @param executions an array, as {@code /api/v1/executions} gives it */
    public void list(JsonNode executions) {
        if (executions.isEmpty()) {
            terminal.line("no executions");
            return;
        }
        Table table = new Table("EXECUTION", "STATUS", "CLASS", "STARTED", "TOOK", "IN");
        for (JsonNode execution : executions)
            table.row(
                    Cell.of(shortName(execution)),
                    status(execution),
                    Cell.of(JsonText.textOr(execution, "runClass", "")),
                    Cell.of(relative(JsonText.instant(execution, "startedAt"))),
                    Cell.of(took(execution)),
                    Cell.of(states(execution)));
        table.print(terminal);
    }

    /** What the other commands take: MACHINE/NAME. */
    static String shortName(JsonNode execution) {
        String machine = JsonText.textOr(execution, "stateMachineArn", "");
        return machine.substring(machine.lastIndexOf(':') + 1) + "/" + JsonText.textOr(execution, "name", "");
    }

    private static Cell status(JsonNode execution) {
        String status = JsonText.textOr(execution, "status", "");
        return new Cell(status, style(status));
    }

    private static Style style(String status) {
        return switch (status) {
            case "SUCCEEDED" -> Style.GREEN;
            case "RUNNING" -> Style.CYAN;
            default -> Style.RED;
        };
    }

    private static String took(JsonNode execution) {
        Instant started = JsonText.instant(execution, "startedAt");
        Instant stopped = JsonText.instant(execution, "stoppedAt");
        return started == null || stopped == null ? "" : ShortTime.duration(Duration.between(started, stopped));
    }

    private String relative(@Nullable Instant instant) {
        return instant == null ? "" : ShortTime.relative(instant, now);
    }

    private String states(JsonNode execution) {
        return StreamSupport.stream(execution.path("openStates").spliterator(), false)
                .map(state -> JsonText.textOr(state, "name", "?") + " (" + waiting(state) + ")")
                .collect(Collectors.joining(", "));
    }

    /** What a state waits for, since when, and when it goes on by itself. */
    private String waiting(JsonNode state) {
        String waitingFor = JsonText.textOr(state, "waitingFor", "").toLowerCase(Locale.ROOT);
        Instant since = JsonText.instant(state, "since");
        Instant due = JsonText.instant(state, "dueAt");
        String duration = since == null ? "" : " for " + ShortTime.duration(Duration.between(since, now));
        return waitingFor + duration + (due == null ? "" : ", " + what(waitingFor) + ShortTime.relative(due, now));
    }

    private static String what(String waitingFor) {
        return switch (waitingFor) {
            case "retry" -> "next attempt ";
            case "timer" -> "goes on ";
            default -> "time-out ";
        };
    }

    /** @param execution an object, as {@code /api/v1/executions/ARN} gives it */
    public void describe(JsonNode execution) {
        Cell status = status(execution);
        terminal.line(terminal.styled(Style.BOLD, shortName(execution)) + "  "
                + terminal.styled(status.style(), status.text()));
        field("class", JsonText.text(execution, "runClass"));
        field("arn", JsonText.text(execution, "executionArn"));
        field("started", when(JsonText.instant(execution, "startedAt")));
        field("stopped", when(JsonText.instant(execution, "stoppedAt")));
        field("took", took(execution));
        for (String name : execution.path("searchAttributes").propertyNames())
            field(name, JsonText.text(execution.path("searchAttributes"), name));
        field("input", shortened(JsonText.text(execution, "input")));
        field("output", shortened(JsonText.text(execution, "output")));
        field("error", JsonText.text(execution, "error"));
        field("cause", shortened(JsonText.text(execution, "cause")));
        openStates(execution.path("openStates"));
    }

    private @Nullable String when(@Nullable Instant instant) {
        return instant == null ? null : ShortTime.relative(instant, now) + " (" + instant + ")";
    }

    private static @Nullable String shortened(@Nullable String text) {
        if (text == null || text.length() <= PAYLOAD_SHOWN_MAX) return text;
        return text.substring(0, PAYLOAD_SHOWN_MAX) + "… (" + text.length() + " characters; all with --json)";
    }

    private void field(String label, @Nullable String value) {
        if (value == null || value.isEmpty()) return;
        terminal.line("  " + terminal.styled(Style.DIM, Table.padded(label, LABEL_WIDTH)) + " " + value);
    }

    private void openStates(JsonNode states) {
        if (states.isEmpty()) return;
        terminal.line();
        Table table = new Table("STATE", "TYPE", "SINCE", "WAITS FOR", "RETRIES", "NEXT");
        for (JsonNode state : states) {
            String waitingFor = JsonText.textOr(state, "waitingFor", "").toLowerCase(Locale.ROOT);
            Instant due = JsonText.instant(state, "dueAt");
            table.row(
                    Cell.of(JsonText.textOr(state, "name", "?")),
                    Cell.of(JsonText.textOr(state, "type", "")),
                    Cell.of(relative(JsonText.instant(state, "since"))),
                    Cell.of(waitingFor),
                    Cell.of(JsonText.textOr(state, "retryCount", "0")),
                    Cell.of(due == null ? "" : what(waitingFor) + ShortTime.relative(due, now)));
        }
        table.print(terminal);
    }
}
