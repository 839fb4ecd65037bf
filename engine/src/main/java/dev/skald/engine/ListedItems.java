package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The items of a Map Run that are in the state's data. */
final class ListedItems implements ItemSource {
    private static final String SOURCE = "STATE_DATA";

    private final JsonNode items;
    private int next;

    ListedItems(Payload items) {
        this.items = items.node();
    }

    @Override
    public @Nullable Item next() {
        return next == items.size() ? null : new Item(null, Payload.of(items.get(next++)), SOURCE);
    }

    @Override
    public void close() {}
}
