package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The items of a Map Run that are in the state's data: the elements of an array, or the members of an object. */
final class ListedItems implements ItemSource {
    private static final String SOURCE = "STATE_DATA";

    private final Iterator<Item> items;

    ListedItems(Payload items) {
        JsonNode node = items.node();
        this.items = node.isObject()
                ? node.propertyStream().map(ListedItems::member).iterator()
                : node.valueStream()
                        .map(value -> new Item(null, Payload.of(value), SOURCE))
                        .iterator();
    }

    private static Item member(Map.Entry<String, JsonNode> member) {
        return new Item(member.getKey(), Payload.of(member.getValue()), SOURCE);
    }

    @Override
    public @Nullable Item next() {
        return items.hasNext() ? items.next() : null;
    }

    @Override
    public void close() {}
}
