package dev.skald.engine.items;

/** Writes the results of a Map Run whose {@code ResultWriter} exports them. */
public interface ResultWriter {
    /**
     * Begins the files of one Map Run; beginning again starts them anew.
     *
     * @throws ResultWriterException if the destination cannot be written
     */
    ResultFiles begin(WriteRequest request);
}
