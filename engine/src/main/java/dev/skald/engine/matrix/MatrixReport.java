package dev.skald.engine.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a fault matrix.
 *
 * @param runs how many runs there were
 * @param leftOut how many runs there would have been beyond {@link FaultMatrix#RUNS_MAX}
 * @param undisturbed how each input ends when nothing goes wrong
 * @param rows the table: a row per Task, then one per undo, in the order in which they were called first
 * @param findings what is wrong, in the order in which it was found
 * @param trace the first run in which something is wrong, step by step; empty when all is well
 */
public record MatrixReport(
        int runs, int leftOut, List<String> undisturbed, List<Row> rows, List<Finding> findings, List<String> trace) {

    private static final int FINDINGS_SHOWN_MAX = 50;
    /** Of a long trace, its beginning and its end. */
    private static final int TRACE_HEAD_MAX = 100;

    private static final int TRACE_TAIL_MAX = 60;

    public MatrixReport {
        undisturbed = List.copyOf(undisturbed);
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
        trace = List.copyOf(trace);
    }

    /** What came of one fault at one state, over all inputs, visits and errors: the worst. */
    public enum Cell {
        /** It never came to this, for want of a second attempt, or because nothing calls it. */
        NOT_REACHED("-"),
        /** All or nothing. */
        OK("ok"),
        /** The execution waits for a person, as it must, and says what stands. */
        PARKED("parked"),
        /** The compensation failed, as the saga wants it then, and the log says what is left. */
        LEFT("left"),
        WRONG("WRONG");

        private final String text;

        Cell(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The cells of a state.
     *
     * @param undo whether it undoes something
     */
    public record Row(String state, boolean undo, Map<Fault, Cell> cells) {
        public Row {
            cells = Collections.unmodifiableMap(new EnumMap<>(cells));
        }
    }

    /**
     * Something wrong.
     *
     * @param input which of the inputs, from 1
     * @param state which the fault befell; empty when nothing went wrong around it
     * @param visit which visit of it, from 1
     * @param error which the participant reported; null when it reported none
     * @param run the fault in words
     * @param what is wrong
     */
    public record Finding(
            int input,
            String state,
            int visit,
            Fault fault,
            @Nullable String error,
            String run,
            String what) {
        @Override
        public String toString() {
            return run + (input == 1 ? "" : " (input " + input + ")") + ": " + what;
        }
    }

    /** Whether nothing is wrong, and nothing was left out. */
    public boolean ok() {
        return findings.isEmpty() && leftOut == 0;
    }

    /** The report for people: the table, what is wrong, and the first failing trace. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(undisturbed);
        lines.add(runs + " runs" + (leftOut == 0 ? "" : ", and " + leftOut + " left out: there are too many"));
        table(Fault.Target.STEP, "STEP", lines);
        table(Fault.Target.UNDO, "UNDO", lines);
        lines.add("");
        if (findings.isEmpty()) lines.add("All or nothing, in order, with one key per visit.");
        else findings(lines);
        return String.join("\n", lines);
    }

    private void findings(List<String> lines) {
        lines.add(findings.size() + " findings:");
        for (Finding each : findings.subList(0, Math.min(findings.size(), FINDINGS_SHOWN_MAX))) lines.add("  " + each);
        if (findings.size() > FINDINGS_SHOWN_MAX) lines.add("  and more");
        if (trace.isEmpty()) return;
        lines.add("");
        lines.add("The first, step by step: " + findings.getFirst().run());
        int left = trace.size() - TRACE_HEAD_MAX - TRACE_TAIL_MAX;
        for (int i = 0; i < trace.size(); i++) {
            if (left > 0 && i == TRACE_HEAD_MAX) {
                lines.add("  ... " + left + " lines ...");
                i += left;
            }
            lines.add("  " + trace.get(i));
        }
    }

    private void table(Fault.Target target, String title, List<String> lines) {
        List<Fault> columns = Stream.of(Fault.values())
                .filter(fault -> fault.target() == target)
                .toList();
        List<Row> shown = rows.stream()
                .filter(row -> row.undo() == (target == Fault.Target.UNDO))
                .toList();
        if (shown.isEmpty()) return;
        int width = Math.max(
                title.length(),
                shown.stream().mapToInt(row -> row.state().length()).max().orElse(0));
        lines.add("");
        lines.add(padded(title, width)
                + columns.stream().map(fault -> "  " + fault.title()).collect(Collectors.joining()));
        for (Row row : shown)
            lines.add((padded(row.state(), width)
                            + columns.stream()
                                    .map(fault -> "  "
                                            + padded(
                                                    cell(row, fault).toString(),
                                                    fault.title().length()))
                                    .collect(Collectors.joining()))
                    .stripTrailing());
    }

    private static Cell cell(Row row, Fault fault) {
        return row.cells().getOrDefault(fault, Cell.NOT_REACHED);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
