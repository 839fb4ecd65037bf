package dev.skald.engine.objects;

import java.io.OutputStream;

/** An object while it is written. Closed before it is completed, it leaves nothing behind. Used by one thread. */
public interface ObjectUpload extends AutoCloseable {
    /** Takes the bytes. Buffered. */
    OutputStream body();

    /**
     * Makes the object visible, durably and all at once.
     *
     * @throws ObjectStoreException if it cannot be stored
     */
    StoredObject complete();

    @Override
    void close();
}
