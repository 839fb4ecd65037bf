package dev.skald.asl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Catch}.
 *
 * @param output the state's output when this catcher takes the error, evaluated with {@code scope.input} = raw input and
 *     {@code scope.errorOutput} ({@code ResultPath} or {@code Output})
 * @param assign evaluated over the same scope; null when there is no {@code Assign}
 * @param compensate what is undone first
 */
public record Catcher(
        List<String> errorEquals,
        String next,
        Expression<Payload> output,
        @Nullable Expression<Map<String, Payload>> assign,
        Compensate compensate) {

    /** What is undone before the catcher's state is entered: the Skald field {@code Compensate}. */
    public enum Compensate {
        NONE,
        /** What the state did; for a Parallel or Map all that its branches or iterations did. */
        STATE,
        /** Everything done so far. */
        ALL
    }
}
