package dev.skald.tasks.items;

import dev.skald.engine.items.MapData;
import dev.skald.engine.objects.ObjectStore;

/** What an engine needs to read items from objects and write results to them. */
public final class ObjectMapData {
    private ObjectMapData() {}

    /** Items and results in this store. */
    public static MapData of(ObjectStore store) {
        return new MapData(new ObjectItemReader(store), new ObjectResultWriter(store));
    }
}
