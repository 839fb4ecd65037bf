package dev.skald.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Terminal terminal(boolean colours) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new Terminal(nowhere, nowhere, colours, false);
    }

    @Test
    void shouldAlignColumns() {
        Table table = new Table("name", "status", "since");
        table.row(Table.Cell.of("a"), Table.Cell.of("RUNNING"), Table.Cell.of("3 s ago"));
        table.row(Table.Cell.of("größer-ünd"), Table.Cell.of("OK"), Table.Cell.of(""));

        assertThat(table.lines(terminal(false)))
                .containsExactly(
                        "name        status   since", //
                        "a           RUNNING  3 s ago",
                        "größer-ünd  OK");
    }

    @Test
    void shouldAlignColouredCellsByTheirText() {
        Table table = new Table("a", "b");
        table.row(new Table.Cell("xx", Terminal.Style.RED), Table.Cell.of("y"));

        assertThat(table.lines(terminal(true)))
                .containsExactly("\033[1ma\033[0m   \033[1mb\033[0m", "\033[31mxx\033[0m  y");
    }
}
