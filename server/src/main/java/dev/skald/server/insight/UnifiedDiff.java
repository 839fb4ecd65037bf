package dev.skald.server.insight;

import java.util.ArrayList;
import java.util.List;

/** What is different between two texts, line by line, as one hunk of a unified diff: from the first change to the last. */
public final class UnifiedDiff {
    /** Equal lines shown around what has changed. */
    private static final int CONTEXT = 3;

    private final List<String> before;
    private final List<String> after;
    private final int head;
    private final int tail;

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        head = equalAtHead();
        tail = equalAtTail();
    }

    /** Empty when the texts are equal. */
    public static String of(String before, String after) {
        if (before.equals(after)) return "";
        return new UnifiedDiff(before.lines().toList(), after.lines().toList()).hunk();
    }

    private int equalAtHead() {
        int equal = 0;
        while (equal < Math.min(before.size(), after.size())
                && before.get(equal).equals(after.get(equal))) equal++;
        return equal;
    }

    private int equalAtTail() {
        int equal = 0;
        int most = Math.min(before.size(), after.size()) - head;
        while (equal < most && before.get(before.size() - 1 - equal).equals(after.get(after.size() - 1 - equal)))
            equal++;
        return equal;
    }

    private String hunk() {
        int from = Math.max(0, head - CONTEXT);
        int context = Math.min(CONTEXT, tail);
        int beforeTo = before.size() - tail + context;
        int afterTo = after.size() - tail + context;
        List<String> lines = new ArrayList<>();
        lines.add("@@ -" + range(from, beforeTo) + " +" + range(from, afterTo) + " @@");
        add(lines, ' ', before.subList(from, head));
        add(lines, '-', before.subList(head, before.size() - tail));
        add(lines, '+', after.subList(head, after.size() - tail));
        add(lines, ' ', before.subList(before.size() - tail, beforeTo));
        return String.join("\n", lines) + "\n";
    }

    private static String range(int from, int to) {
        return (to == from ? from : from + 1) + "," + (to - from);
    }

    private static void add(List<String> lines, char mark, List<String> some) {
        some.forEach(line -> lines.add(mark + line));
    }
}
