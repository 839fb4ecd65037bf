package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** What came of a redrive of many executions, in lines. */
public final class RedriveLines {
    private static final int SHOWN_MAX = 100;

    private final Terminal terminal;

    public RedriveLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param outcomes an array, as {@code /api/v1/executions/redrive} gives it in a dry run */
    public void counted(JsonNode outcomes) {
        long refused = refused(outcomes);
        terminal.line(outcomes.size()
                + (outcomes.size() == 1 ? " execution matches" : " executions match")
                + (refused == 0 ? "" : ", of which " + refused + " cannot be redriven"));
    }

    /** @param outcomes an array, as {@code /api/v1/executions/redrive} gives it */
    public void outcomes(JsonNode outcomes) {
        if (outcomes.isEmpty()) return;
        Table table = new Table("EXECUTION", "WAS", "OUTCOME");
        StreamSupport.stream(outcomes.spliterator(), false)
                .limit(SHOWN_MAX)
                .forEach(outcome -> table.row(
                        Cell.of(ExecutionLines.shortName(outcome)),
                        Cell.of(JsonText.textOr(outcome, "status", "")),
                        outcome(outcome)));
        table.print(terminal);
        if (outcomes.size() > SHOWN_MAX)
            terminal.line("and " + (outcomes.size() - SHOWN_MAX) + " more (all with --json)");
    }

    private static Cell outcome(JsonNode outcome) {
        return switch (JsonText.textOr(outcome, "outcome", "")) {
            case "REDRIVEN" -> new Cell("redriven", Style.GREEN);
            case "REDRIVABLE" -> Cell.of("can be redriven");
            default ->
                new Cell(
                        JsonText.textOr(outcome, "error", "") + ": " + JsonText.textOr(outcome, "message", ""),
                        Style.RED);
        };
    }

    /** How many of them stay as they are. */
    public static long refused(JsonNode outcomes) {
        return StreamSupport.stream(outcomes.spliterator(), false)
                .filter(outcome -> "REFUSED".equals(JsonText.text(outcome, "outcome")))
                .count();
    }
}
