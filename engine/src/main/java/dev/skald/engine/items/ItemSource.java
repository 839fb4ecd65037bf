package dev.skald.engine.items;

import org.jspecify.annotations.Nullable;

/** The items of one reader, one after the other, in bounded memory. Used by one thread at a time. */
public interface ItemSource extends AutoCloseable {
    /**
     * The next item; null after the last one, however often it is asked.
     *
     * @throws ItemReaderException if the data cannot be read on
     */
    @Nullable
    Item next();

    @Override
    void close();
}
