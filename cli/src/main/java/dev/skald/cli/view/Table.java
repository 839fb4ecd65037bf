package dev.skald.cli.view;

import java.util.ArrayList;
import java.util.List;

/** Rows with aligned columns. The last column is not padded. */
public final class Table {
    private static final String GAP = "  ";

    /** A cell: the text counts for the alignment, the style does not. */
    public record Cell(String text, Terminal.Style style) {
        public static Cell of(String text) {
            return new Cell(text, Terminal.Style.PLAIN);
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    /** @param titles the columns' titles */
    public Table(String... titles) {
        add(List.of(titles).stream()
                .map(title -> new Cell(title, Terminal.Style.BOLD))
                .toList());
    }

    /** Adds a row of as many cells as there are columns. */
    public void row(Cell... cells) {
        add(List.of(cells));
    }

    private void add(List<Cell> cells) {
        rows.add(cells);
        for (int i = 0; i < cells.size(); i++) {
            int width = width(cells.get(i).text());
            if (i == widths.size()) widths.add(width);
            else widths.set(i, Math.max(widths.get(i), width));
        }
    }

    /** The lines, titles first. */
    public List<String> lines(Terminal terminal) {
        return rows.stream().map(row -> line(terminal, row)).toList();
    }

    private String line(Terminal terminal, List<Cell> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            if (i > 0) line.append(GAP);
            line.append(terminal.styled(cell.style(), cell.text()));
            if (i < row.size() - 1) line.append(" ".repeat(widths.get(i) - width(cell.text())));
        }
        return line.toString().stripTrailing();
    }

    public void print(Terminal terminal) {
        lines(terminal).forEach(terminal::line);
    }

    static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A text filled up with blanks to a width. */
    public static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }
}
