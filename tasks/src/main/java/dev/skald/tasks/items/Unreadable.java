package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;
import java.io.IOException;

/** The words for bytes that cannot be had, or not decompressed. */
final class Unreadable {
    private Unreadable() {}

    /** An end that comes too soon often has no message of its own. */
    static ItemReaderException of(String what, IOException e) {
        String reason = e.getMessage() == null ? "it ends too soon" : e.getMessage();
        return ItemReaderException.failed("The " + what + " cannot be read: " + reason);
    }
}
