package dev.skald.parquet;

import dev.skald.engine.items.ItemReaderException;
import dev.skald.tasks.items.ReaderLimits;
import tools.jackson.databind.JsonNode;

/** Counts the least bytes that a row has as JSON, so that a few bytes of a file never become a heap full of values. */
final class RowSize {
    /** A digit and a comma, or an empty group with one. */
    private static final int VALUE_BYTES_MIN = 2;

    private long bytes;

    void add(JsonNode value) {
        bytes += VALUE_BYTES_MIN + (value.isString() ? value.stringValue().length() : 0);
        if (bytes > ReaderLimits.ITEM_BYTES_MAX)
            throw ItemReaderException.failed("An item is larger than " + ReaderLimits.ITEM_BYTES_MAX + " bytes.");
    }

    void reset() {
        bytes = 0;
    }
}
