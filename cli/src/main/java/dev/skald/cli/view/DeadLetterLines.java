package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Events that a target did not get, in lines, as {@code /api/v1/dead-letters} gives them. */
public final class DeadLetterLines {
    private static final int ERROR_SHOWN_MAX = 70;

    private final Terminal terminal;
    private final Instant now;

    public DeadLetterLines(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    public void list(JsonNode answer) {
        if (answer.path("deadLetters").isEmpty()) {
            terminal.line("no dead letters");
            return;
        }
        Table table = new Table("NUMBER", "EVENT", "FROM", "TO", "ATTEMPTS", "SINCE", "ERROR");
        for (JsonNode letter : answer.path("deadLetters")) row(letter, table);
        table.print(terminal);
        if (answer.has("after")) terminal.line("and more");
    }

    private void row(JsonNode letter, Table table) {
        Instant since = JsonText.instant(letter, "since");
        table.row(
                new Cell(Long.toString(letter.path("number").asLong()), Style.BOLD),
                Cell.of(JsonText.textOr(letter, "detailType", "")),
                Cell.of(name(letter, "source")),
                Cell.of(name(letter, "targetArn")),
                Cell.of(Integer.toString(letter.path("attempts").asInt())),
                Cell.of(since == null ? "-" : ShortTime.relative(since, now)),
                Cell.of(Causes.shortened(JsonText.textOr(letter, "error", ""), ERROR_SHOWN_MAX)));
    }

    /** The last part of an ARN; a URL as it is. */
    private static String name(JsonNode letter, String member) {
        String text = JsonText.textOr(letter, member, "");
        return text.startsWith("arn:") ? text.substring(text.lastIndexOf(':') + 1) : text;
    }
}
