package dev.skald.tasks.items;

import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.objects.ObjectStoreException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends after {@code MaxItems}, and says in AWS's words what the store has against a request. */
final class CheckedItems implements ItemSource {
    private final ItemSource items;
    private long left;

    private CheckedItems(ItemSource items, long itemsMax) {
        this.items = items;
        this.left = itemsMax;
    }

    static ItemSource open(Supplier<ItemSource> opening, long itemsMax) {
        return new CheckedItems(checked(opening), itemsMax);
    }

    @Override
    public @Nullable Item next() {
        if (left == 0) return null;
        left--;
        return checked(items::next);
    }

    private static <T extends @Nullable Object> T checked(Supplier<T> step) {
        try {
            return step.get();
        } catch (ObjectStoreException e) {
            throw ItemReaderException.failed(e.cause());
        }
    }

    @Override
    public void close() {
        items.close();
    }
}
