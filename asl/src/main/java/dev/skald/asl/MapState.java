package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code "Type": "Map"}: runs its processor once per item, in iterations of its own execution or, in mode DISTRIBUTED, in
 * child executions; its result is the array of the outputs. Section 1.11.
 *
 * @param items {@code ItemsPath} or {@code Items}, an array or, in mode DISTRIBUTED, an object; evaluated with {@code
 *     scope.input} = effective input; with an {@code ItemReader} it is not evaluated
 * @param itemSelector {@code ItemSelector} (or the older {@code Parameters}), evaluated per item with {@code scope.input}
 *     = effective input and {@code Map.Item} in the context; null means the item itself
 * @param maxConcurrency {@code MaxConcurrency(Path)}, 0 means no limit of the machine's own; evaluated with {@code
 *     scope.input} = effective input
 * @param toleratedFailureCount {@code ToleratedFailureCount(Path)}; null when there is none
 * @param toleratedFailurePercentage {@code ToleratedFailurePercentage(Path)}; null when there is none
 * @param startAt where the item processor starts; its states are found by name in the machine
 * @param distributed null in mode INLINE
 */
public record MapState(
        String name,
        DataFlow flow,
        Expression<Payload> items,
        @Nullable Expression<Payload> itemSelector,
        Expression<Long> maxConcurrency,
        @Nullable Expression<Long> toleratedFailureCount,
        @Nullable Expression<Double> toleratedFailurePercentage,
        String startAt,
        @Nullable Distributed distributed,
        List<Retrier> retry,
        List<Catcher> catchers,
        Next next)
        implements State.Fallible {}
