package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import tools.jackson.databind.JsonNode;

/** What goes on, as {@code /api/v1/status} gives it, on one screen. */
public final class StatusLines {
    /** Of so many machines a line is shown: those that need somebody come first. */
    private static final int MACHINES_SHOWN_MAX = 20;

    private final Terminal terminal;

    public StatusLines(Terminal terminal) {
        this.terminal = terminal;
    }

    public void show(JsonNode status) {
        if (!status.path("healthy").asBoolean(true))
            terminal.line(terminal.styled(Style.RED, "The store does not work at the moment."));
        Table table =
                new Table("", "RUNNING", "SLEEPING", "TASKS WAITING", "PARKED", "KNOWN FAILURES", "UNKNOWN FAILURES");
        int shown = 0;
        for (JsonNode machine : status.path("machines"))
            if (shown++ < MACHINES_SHOWN_MAX) row(table, JsonText.textOr(machine, "name", ""), machine);
        row(table, "all", status);
        table.print(terminal);
        long more = shown
                - Math.min(shown, MACHINES_SHOWN_MAX)
                + status.path("machinesLeftOut").asLong(0);
        if (more > 0) terminal.line("and " + more + " more machines");
        advise(status);
    }

    private static void row(Table table, String name, JsonNode counts) {
        table.row(
                Cell.of(name),
                new Cell(count(counts, "running"), Style.CYAN),
                Cell.of(count(counts, "sleeping")),
                new Cell(count(counts, "waitingTasks"), Style.BOLD),
                new Cell(count(counts, "parked"), Style.RED),
                Cell.of(count(counts, "knownFailures")),
                new Cell(count(counts, "unknownFailures"), Style.RED));
    }

    private static String count(JsonNode counts, String member) {
        long count = counts.path(member).asLong(0);
        return count == 0 ? "-" : Long.toString(count);
    }

    /** Where to go from here. */
    private void advise(JsonNode status) {
        if (status.path("waitingTasks").asLong(0) > 0) terminal.line("waiting tasks:    skald task list");
        if (status.path("parked").asLong(0) > 0) terminal.line("parked sagas:     skald saga list --status PARKED");
        if (status.path("unknownFailures").asLong(0) > 0)
            terminal.line("unknown failures: skald list --class UnknownFailure");
    }
}
