package dev.skald.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The short name of a task, such as {@code 4711-12}, for people. It is no secret: who uses it is let in by other means.
 *
 * @param executionId the store's number of its execution
 * @param sequence that of the event that scheduled the task
 */
public record TaskHandle(long executionId, long sequence) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

    /** Empty when the text is no handle. */
    public static Optional<TaskHandle> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new TaskHandle(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return executionId + "-" + sequence;
    }
}
