package com.example.orders;

import dev.skald.cli.project.Report;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints the books of the three participants, and checks them: a delivered order is in all, a failed one in none. */
public final class Books implements Report {
    private static final int ORDERS_SHOWN_MAX = 12;

    private final Map<String, Book> books = new LinkedHashMap<>();

    public Books(Path data) {
        for (String participant : List.of("payment", "stock", "shipping"))
            books.put(participant, new Book(data, participant));
    }

    @Override
    public boolean print(List<ExecutionRow> orders, Appendable out) throws Exception {
        Map<String, Set<String>> done = new LinkedHashMap<>();
        for (Map.Entry<String, Book> book : books.entrySet()) {
            List<Book.Line> lines = book.getValue().lines();
            printBook(book.getKey(), lines, out);
            Set<String> orderIds = new HashSet<>();
            for (Book.Line line : lines) if (line.state().equals(Book.DONE)) orderIds.add(line.order());
            done.put(book.getKey(), orderIds);
        }
        return check(orders, done, out);
    }

    private static void printBook(String participant, List<Book.Line> lines, Appendable out) throws Exception {
        for (Book.Line line : lines.subList(Math.max(0, lines.size() - ORDERS_SHOWN_MAX), lines.size()))
            Report.line(out, "%-9s %-20s %-8s %s".formatted(participant, line.order(), line.state(), line.what()));
    }

    private static boolean check(List<ExecutionRow> orders, Map<String, Set<String>> done, Appendable out)
            throws Exception {
        boolean balanced = true;
        for (ExecutionRow order : orders) {
            if (!order.status().terminal()) continue;
            boolean delivered = order.status() == Status.SUCCEEDED;
            for (Map.Entry<String, Set<String>> book : done.entrySet()) {
                if (book.getValue().contains(order.name()) == delivered) continue;
                balanced = false;
                String what = delivered ? "was delivered, but is not in" : "failed, but left a trace in";
                Report.line(out, "order " + order.name() + " " + what + " the book of " + book.getKey());
            }
        }
        if (balanced) Report.line(out, "The books balance: every delivered order is in all of them, no failed one in any.");
        return balanced;
    }
}
