package com.example.loans;

import dev.skald.cli.project.Report;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints the treasury's book, and checks it: what was lent is paid, what was not is back. */
public final class Balance implements Report {
    private static final int LINES_SHOWN_MAX = 12;

    private final Treasury treasury;

    public Balance(Path data) {
        this.treasury = new Treasury(data);
    }

    @Override
    public boolean print(List<ExecutionRow> loans, Appendable out) throws Exception {
        List<Treasury.Line> lines = treasury.lines();
        Map<String, String> states = new HashMap<>();
        for (Treasury.Line line : lines) states.put(line.loan(), line.state());
        for (Treasury.Line line : lines.subList(Math.max(0, lines.size() - LINES_SHOWN_MAX), lines.size()))
            Report.line(out, "%-14s %-6s %,d".formatted(line.loan(), line.state(), line.amount()));
        boolean balanced = true;
        for (ExecutionRow loan : loans) {
            if (!loan.status().terminal()) continue;
            String wanted = loan.status() == Status.SUCCEEDED ? Treasury.PAID : Treasury.BACK;
            String state = states.getOrDefault(loan.name(), Treasury.BACK);
            if (state.equals(wanted)) continue;
            balanced = false;
            Report.line(out, "the money of " + loan.name() + " is " + state + ", not " + wanted);
        }
        if (balanced) Report.line(out, "The book balances: what was lent is paid, all else is back.");
        return balanced;
    }
}
