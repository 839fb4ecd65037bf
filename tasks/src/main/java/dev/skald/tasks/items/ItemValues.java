package dev.skald.tasks.items;

import dev.skald.asl.Payload;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one object holds, one item after the other, in bounded memory. */
public interface ItemValues extends AutoCloseable {
    /** One item; the key is that of a member of an object, else null. */
    record ItemValue(@Nullable String key, Payload value) {}

    /**
     * The next item; null after the last one.
     *
     * @throws IOException if the object cannot be read on
     * @throws dev.skald.engine.items.ItemReaderException if the object is not of the format
     */
    @Nullable
    ItemValue next() throws IOException;

    @Override
    void close() throws IOException;
}
