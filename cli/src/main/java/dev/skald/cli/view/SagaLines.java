package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A saga in lines, as {@code /api/v1/executions/ARN/saga} gives it. */
public final class SagaLines {
    private static final int CAUSE_SHOWN_MAX = 80;

    private final Terminal terminal;
    private final Instant now;

    public SagaLines(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    /** @param executions an array, as {@code /api/v1/executions} gives it */
    public void list(JsonNode executions) {
        if (executions.isEmpty()) {
            terminal.line("no sagas");
            return;
        }
        Table table = new Table("EXECUTION", "STATUS", "SAGA", "STARTED");
        for (JsonNode execution : executions) {
            String status = JsonText.textOr(execution, "sagaStatus", "");
            table.row(
                    Cell.of(ExecutionLines.shortName(execution)),
                    Cell.of(JsonText.textOr(execution, "status", "")),
                    new Cell(status, style(status)),
                    Cell.of(ago(execution, "startedAt")));
        }
        table.print(terminal);
    }

    /** What has become of it, in a line. */
    public void headline(JsonNode saga) {
        String status = JsonText.textOr(saga, "sagaStatus", "");
        terminal.line(ExecutionLines.shortName(saga) + " is " + JsonText.textOr(saga, "status", "") + ", its saga "
                + terminal.styled(style(status), status)
                + (saga.path("pastPivot").asBoolean() ? ", past its pivot" : ""));
    }

    private static Style style(String status) {
        return switch (status) {
            case "COMPENSATED", "COMMITTED" -> Style.GREEN;
            case "PARKED", "COMPENSATION_FAILED", "ABANDONED" -> Style.RED;
            default -> Style.CYAN;
        };
    }

    /** All about it. */
    public void show(JsonNode saga) {
        headline(saga);
        parks(saga);
        for (JsonNode step : saga.path("waiting"))
            terminal.line("waiting for a program that registers '" + JsonText.textOr(step, "state", "") + "'; parked "
                    + ago(step, "until"));
        preview(saga);
    }

    private void parks(JsonNode saga) {
        if (saga.path("parks").isEmpty()) return;
        terminal.line();
        Table table = new Table("PARK", "WHAT", "STATE", "SINCE", "ERROR");
        for (JsonNode park : saga.path("parks"))
            table.row(
                    Cell.of(JsonText.textOr(park, "park", "")),
                    Cell.of(JsonText.textOr(park, "kind", "")),
                    Cell.of(JsonText.textOr(park, "state", "")),
                    Cell.of(ago(park, "since")),
                    new Cell(error(park), Style.RED));
        table.print(terminal);
        more(saga, "parked", "parks");
    }

    private String ago(JsonNode object, String member) {
        Instant at = JsonText.instant(object, member);
        return at == null ? "" : ShortTime.relative(at, now);
    }

    private static String error(JsonNode failed) {
        String cause = Causes.shortened(JsonText.textOr(failed, "cause", ""), CAUSE_SHOWN_MAX);
        return JsonText.textOr(failed, "error", "") + (cause.isEmpty() ? "" : ": " + cause);
    }

    /** What would be undone, in its order. */
    public void preview(JsonNode saga) {
        if (saga.path("log").isEmpty()) {
            terminal.line("nothing to undo");
            return;
        }
        terminal.line();
        Table table = new Table("UNDO", "STEP", "OUTCOME", "PROGRESS", "IN", "KEY");
        int number = 0;
        for (JsonNode entry : saga.path("log"))
            table.row(
                    Cell.of(Integer.toString(++number)),
                    Cell.of(JsonText.textOr(entry, "state", "")),
                    Cell.of(JsonText.textOr(entry, "outcome", "")),
                    Cell.of(JsonText.textOr(entry, "progress", "")),
                    Cell.of(within(entry)),
                    Cell.of(JsonText.textOr(entry, "key", "")));
        table.print(terminal);
        more(saga, "steps", "log");
    }

    private static String within(JsonNode entry) {
        return StreamSupport.stream(entry.path("within").spliterator(), false)
                .map(JsonNode::asString)
                .collect(Collectors.joining(" "));
    }

    private void more(JsonNode saga, String count, String shown) {
        long more = saga.path(count).asLong(0) - saga.path(shown).size();
        if (more > 0) terminal.line("and " + more + " more");
    }
}
