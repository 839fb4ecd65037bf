package dev.skald.engine.objects;

import org.jspecify.annotations.Nullable;

/** The objects of a listing, one after the other. Used by one thread at a time. */
public interface ObjectListing extends AutoCloseable {
    /**
     * The next object; null after the last one.
     *
     * @throws ObjectStoreException if the store cannot be read on
     */
    @Nullable
    StoredObject next();

    @Override
    void close();
}
