package dev.skald.engine.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list of what waits for a person, the longest first.
 *
 * @param since since when it waits, in whole milliseconds
 * @param executionId the store's number of the execution
 * @param sequence which of its tasks; 0 in a list of executions
 */
public record Waited(Instant since, long executionId, long sequence) implements Comparable<Waited> {
    /** Before everything that waits. */
    public static final Waited NOTHING = new Waited(Instant.EPOCH, 0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})-([0-9]{1,18})-([0-9]{1,18})");

    private static final Comparator<Waited> ORDER = Comparator.comparing(Waited::since)
            .thenComparingLong(Waited::executionId)
            .thenComparingLong(Waited::sequence);

    /** Empty when the text is none of {@link #toString()}. */
    public static Optional<Waited> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        Instant since = Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
        return Optional.of(new Waited(since, Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
    }

    @Override
    public int compareTo(Waited other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return since.toEpochMilli() + "-" + executionId + "-" + sequence;
    }
}
