package dev.skald.engine.saga;

import dev.skald.asl.ErrorName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which failures are tried again, and how often: {@code Retry.on(Busy.class).times(4).after(Duration.ofSeconds(1))}.
 *
 * @param errors the error names; of an exception the full name of its class
 * @param times how many attempts follow the first, at most
 * @param after the pause before the first of them, in whole seconds
 * @param growth by what each further pause is longer
 * @param pauseMax the longest pause, in whole seconds; null means that there is none
 */
public record Retry(
        List<String> errors,
        int times,
        Duration after,
        double growth,
        @Nullable Duration pauseMax) {
    private static final int TIMES = 3;
    private static final double GROWTH = 2.0;

    public Retry {
        if (errors.isEmpty()) throw new IllegalArgumentException("a retry needs errors that it is of");
        if (times < 0) throw new IllegalArgumentException("a negative number of retries: " + times);
        if (growth < 1) throw new IllegalArgumentException("pauses cannot shrink: " + growth);
        long first = Seconds.atLeastOne("a pause", after);
        if (pauseMax != null && Seconds.atLeastOne("the longest pause", pauseMax) <= first)
            throw new IllegalArgumentException("the longest pause is not longer than the first: " + pauseMax);
        errors = List.copyOf(errors);
    }

    /** Of these exceptions and those that extend them: three times, after 1, 2 and 4 seconds. */
    @SafeVarargs
    public static Retry on(Class<? extends Throwable>... errors) {
        return of(Stream.of(errors).map(Class::getName));
    }

    /** Of these errors: names of {@code TaskFailure}s, {@code States.Timeout}. */
    public static Retry on(String... errors) {
        return of(Stream.of(errors));
    }

    /** Of all errors. */
    public static Retry onAll() {
        return on(ErrorName.ALL);
    }

    private static Retry of(Stream<String> errors) {
        return new Retry(errors.toList(), TIMES, Duration.ofSeconds(1), GROWTH, null);
    }

    public Retry times(int times) {
        return new Retry(errors, times, after, growth, pauseMax);
    }

    public Retry after(Duration after) {
        return new Retry(errors, times, after, growth, pauseMax);
    }

    public Retry growing(double growth) {
        return new Retry(errors, times, after, growth, pauseMax);
    }

    public Retry pauseAtMost(Duration pauseMax) {
        return new Retry(errors, times, after, growth, pauseMax);
    }
}
