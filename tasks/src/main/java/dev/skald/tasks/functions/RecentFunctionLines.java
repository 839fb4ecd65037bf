package dev.skald.tasks.functions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The last lines of all functions, in memory: what log views show of an execution or of a function. */
public final class RecentFunctionLines implements FunctionLog {
    /** How many lines are kept. */
    public static final int LINES_MAX = 20_000;

    /** How many characters are kept, in all. */
    public static final long CHARACTERS_MAX = 8L << 20;

    private final Deque<FunctionLogLine> lines = new ArrayDeque<>();
    private long characters;

    @Override
    public synchronized void line(FunctionLogLine line) {
        lines.addLast(line);
        characters += line.text().length();
        while (lines.size() > LINES_MAX || characters > CHARACTERS_MAX) {
            characters -= lines.removeFirst().text().length();
        }
    }

    /** What an execution's tasks had written, oldest first; at most so many, and then the last ones. */
    public List<FunctionLogLine> ofExecution(String executionArn, int most) {
        return last(line -> executionArn.equals(line.executionArn()), most);
    }

    /** What a function has written, oldest first; at most so many lines, and then the last ones. */
    public List<FunctionLogLine> ofFunction(String function, int most) {
        return last(line -> function.equals(line.function()), most);
    }

    private synchronized List<FunctionLogLine> last(Predicate<FunctionLogLine> wanted, int most) {
        List<FunctionLogLine> found = lines.stream().filter(wanted).toList();
        return List.copyOf(found.subList(Math.max(0, found.size() - most), found.size()));
    }
}
