package dev.skald.tasks.items;

import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.StoredObject;
import org.jspecify.annotations.Nullable;

/** The objects of a listing, for {@code LOAD_AND_FLATTEN}. */
record ListedAddresses(String bucket, ObjectListing listing) implements Addresses {
    @Override
    public @Nullable ObjectAddress next() {
        StoredObject object = listing.next();
        while (object != null && isFolder(object)) object = listing.next();
        return object == null ? null : new ObjectAddress(bucket, object.key());
    }

    /** What the S3 console makes for a folder has nothing in it to load. */
    private static boolean isFolder(StoredObject object) {
        return object.size() == 0 && object.key().endsWith("/");
    }

    @Override
    public void close() {
        listing.close();
    }
}
