package dev.skald.engine.items;

/** Reads the items of a Distributed Map that has an {@code ItemReader}. */
public interface ItemReader {
    /**
     * Opens the items; opening the same request again gives the same items in the same order, as long as the data does
     * not change.
     *
     * @throws ItemReaderException if there is no such object, or it is not what the request says
     */
    ItemSource open(ReadRequest request);
}
