package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;

/** The words for what is larger than AWS reads; AWS's own are not known. */
final class Oversized {
    private Oversized() {}

    static ItemReaderException item() {
        return ItemReaderException.failed("An item is larger than " + ReaderLimits.ITEM_BYTES_MAX + " bytes.");
    }
}
