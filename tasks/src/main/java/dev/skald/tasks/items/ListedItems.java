package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.StoredObject;
import org.jspecify.annotations.Nullable;

/** The objects of a listing as items, in the members that AWS gives them. */
final class ListedItems implements ItemSource {
    private final String source;
    private final ObjectListing listing;

    ListedItems(String bucket, ObjectListing listing) {
        this.source = "S3://" + bucket;
        this.listing = listing;
    }

    @Override
    public @Nullable Item next() {
        StoredObject object = listing.next();
        return object == null ? null : new Item(null, metadata(object), source);
    }

    /** S3's entity tags have quotes around them; {@code LastModified} counts whole seconds. */
    private static Payload metadata(StoredObject object) {
        var item = Json.object();
        item.put("Etag", '"' + object.etag() + '"');
        item.put("LastModified", object.lastModified().getEpochSecond());
        item.put("Key", object.key());
        item.put("Size", object.size());
        item.put("StorageClass", object.storageClass());
        return Payload.of(item);
    }

    @Override
    public void close() {
        listing.close();
    }
}
