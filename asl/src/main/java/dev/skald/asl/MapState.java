package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code "Type": "Map"} in mode INLINE: runs its processor once per item; its result is the array of the outputs.
 *
 * @param items {@code ItemsPath} or {@code Items}, evaluated with {@code scope.input} = effective input
 * @param itemSelector {@code ItemSelector} (or the older {@code Parameters}), evaluated per item with {@code scope.input}
 *     = effective input and {@code Map.Item} in the context; null means the item itself
 * @param maxConcurrency {@code MaxConcurrency(Path)}, 0 means no limit of the machine's own; evaluated with {@code
 *     scope.input} = effective input
 * @param startAt where the item processor starts; its states are found by name in the machine
 */
public record MapState(
        String name,
        DataFlow flow,
        Expression<Payload> items,
        @Nullable Expression<Payload> itemSelector,
        Expression<Long> maxConcurrency,
        String startAt,
        List<Retrier> retry,
        List<Catcher> catchers,
        Next next)
        implements State.Fallible {}
