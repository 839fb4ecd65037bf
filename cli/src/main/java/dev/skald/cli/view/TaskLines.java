package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Tasks that wait for their tokens in lines, as {@code /api/v1/tasks} gives them. */
public final class TaskLines {
    private static final int INPUT_SHOWN_MAX = 70;

    private final Terminal terminal;
    private final Instant now;

    public TaskLines(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    public void list(JsonNode answer) {
        if (answer.path("tasks").isEmpty()) {
            terminal.line("no tasks wait");
            return;
        }
        Table table = new Table("TASK", "EXECUTION", "STATE", "SINCE", "DEADLINE", "INPUT");
        for (JsonNode task : answer.path("tasks"))
            table.row(
                    new Cell(JsonText.textOr(task, "task", ""), Style.BOLD),
                    Cell.of(ExecutionLines.shortName(task)),
                    Cell.of(JsonText.textOr(task, "state", "")),
                    Cell.of(relative(task, "since")),
                    Cell.of(relative(task, "timeoutAt")),
                    Cell.of(input(task)));
        table.print(terminal);
        if (answer.has("after")) terminal.line("and more");
    }

    private String relative(JsonNode task, String member) {
        Instant at = JsonText.instant(task, member);
        return at == null ? "-" : ShortTime.relative(at, now);
    }

    private static String input(JsonNode task) {
        String text = task.has("input") ? task.path("input").toString() : JsonText.textOr(task, "inputBeginning", "");
        return Causes.shortened(text, INPUT_SHOWN_MAX);
    }

    /** What was answered. */
    public void answered(JsonNode task) {
        terminal.line(ExecutionLines.shortName(task) + ": " + JsonText.textOr(task, "state", "") + " is "
                + JsonText.textOr(task, "answered", "answered"));
    }

    public void links(JsonNode links) {
        terminal.line("approve  " + JsonText.textOr(links, "approve", ""));
        terminal.line("reject   " + JsonText.textOr(links, "reject", ""));
        Instant expiresAt = JsonText.instant(links, "expiresAt");
        if (expiresAt != null) terminal.line("expire   " + ShortTime.relative(expiresAt, now) + ", at " + expiresAt);
    }
}
