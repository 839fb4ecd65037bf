package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReader;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.ReadRequest;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads items with {@code s3:getObject} and {@code s3:listObjectsV2} from an object store. */
public final class ObjectItemReader implements ItemReader {
    private final ObjectStore store;

    public ObjectItemReader(ObjectStore store) {
        this.store = store;
    }

    @Override
    public ItemSource open(ReadRequest request) {
        ReaderConfig config = ReaderConfig.of(request.readerConfig().node());
        return CheckedItems.open(() -> items(request, config), config.itemsMax());
    }

    private ItemSource items(ReadRequest request, ReaderConfig config) {
        JsonNode arguments = request.arguments().node();
        String resource = request.resource();
        if (resource.endsWith(":s3:listObjectsV2")) return listed(arguments, config);
        if (resource.endsWith(":s3:getObject")) return contents(address(arguments), config);
        throw ItemReaderException.failed("The resource " + resource + " reads no items.");
    }

    private ItemSource listed(JsonNode arguments, ReaderConfig config) {
        String bucket = required(arguments, "Bucket");
        String prefix = optional(arguments, "Prefix");
        var listing = store.list(bucket, prefix == null ? "" : prefix);
        if (!config.loads()) return new ListedItems(bucket, listing);
        return new ManyObjects(store, config.format(), new ListedAddresses(bucket, listing)).opened();
    }

    private ItemSource contents(ObjectAddress address, ReaderConfig config) {
        return switch (config.manifest()) {
            case NONE -> new ManyObjects(store, config.format(), Addresses.only(address)).opened();
            case S3_INVENTORY -> Inventory.read(store, address).items(store, config.delimiter());
            case ATHENA_DATA -> new ManyObjects(store, config.format(), AthenaManifest.open(store, address)).opened();
        };
    }

    private static ObjectAddress address(JsonNode arguments) {
        return new ObjectAddress(
                required(arguments, "Bucket"),
                required(arguments, "Key"),
                optional(arguments, "VersionId"),
                optional(arguments, "ExpectedBucketOwner"));
    }

    private static String required(JsonNode arguments, String name) {
        String value = optional(arguments, name);
        if (value == null) throw ItemReaderException.failed("The ItemReader needs a value for " + name + ".");
        return value;
    }

    private static @Nullable String optional(JsonNode arguments, String name) {
        JsonNode value = arguments.get(name);
        if (value == null || value.isNull()) return null;
        if (!value.isString())
            throw ItemReaderException.failed("The value of " + name + " in the ItemReader must be a string.");
        return value.stringValue();
    }
}
