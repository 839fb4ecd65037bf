package dev.skald.engine.items;

/** Where Distributed Maps read their items and write their results. */
public record MapData(ItemReader reader, ResultWriter writer) {
    private static final String NO_STORE = "This engine was opened without an object store.";

    /** Nowhere: an engine that was opened without one. */
    public static final MapData NONE = new MapData(
            request -> {
                throw ItemReaderException.failed(NO_STORE);
            },
            request -> {
                throw ResultWriterException.failed(NO_STORE);
            });
}
