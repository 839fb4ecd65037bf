package dev.skald.tasks.items;

import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;

/**
 * How objects of one format are read. A format that needs a library of its own is in a module of its own, and is found by
 * {@link java.util.ServiceLoader}.
 */
public interface ItemFormat {
    /** The {@code InputType} that asks for it. */
    String inputType();

    /**
     * Opens an object.
     *
     * @throws IOException if it cannot be read
     * @throws dev.skald.engine.items.ItemReaderException if it is not of this format
     */
    ItemValues open(ObjectStore store, ObjectAddress address) throws IOException;
}
