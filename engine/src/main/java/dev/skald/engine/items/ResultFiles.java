package dev.skald.engine.items;

import dev.skald.asl.Payload;

/** The result files of one Map Run while they are written, in bounded memory. Used by one thread. */
public interface ResultFiles extends AutoCloseable {
    /**
     * Adds the result of one child, in the order of the items.
     *
     * @throws ResultWriterException if it cannot be written
     */
    void add(ChildResult child);

    /**
     * Writes what is left, and the manifest.
     *
     * @return {@code ResultWriterDetails}: the bucket and the key of the manifest
     * @throws ResultWriterException if it cannot be written
     */
    Payload finish();

    @Override
    void close();
}
