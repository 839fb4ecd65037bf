package dev.skald.engine.objects;

/**
 * Where {@code s3://bucket/key} leads. Calls block; streams hold no more than a buffer in memory. Used by many threads.
 *
 * <p>All methods throw {@link ObjectStoreException}, with the error code that S3 has for it.
 */
public interface ObjectStore {
    /**
     * Opens an object for reading, from a byte on: a reader that jumps about asks again with another one.
     *
     * @param from how many bytes to leave out, at most the object's size
     * @throws ObjectStoreException NoSuchBucket, NoSuchKey, NoSuchVersion, AccessDenied
     */
    ObjectContent get(ObjectAddress address, long from);

    /** Opens an object for reading from its first byte. */
    default ObjectContent get(ObjectAddress address) {
        return get(address, 0);
    }

    /**
     * The objects whose keys begin with the prefix, in the order of their keys' UTF-8 bytes, found as they are asked for.
     *
     * @param prefix may be empty: all objects of the bucket
     * @throws ObjectStoreException NoSuchBucket, AccessDenied
     */
    ObjectListing list(String bucket, String prefix);

    /**
     * Begins to write an object. Nobody sees it before {@link ObjectUpload#complete()}; then it replaces what was there.
     *
     * @throws ObjectStoreException NoSuchBucket, AccessDenied
     */
    ObjectUpload put(String bucket, String key);
}
