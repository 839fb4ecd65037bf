package dev.skald.engine.objects;

import org.jspecify.annotations.Nullable;

/**
 * Names one object.
 *
 * @param versionId one of its versions; null for the newest
 * @param expectedBucketOwner the account that must own the bucket; null when it does not matter
 */
public record ObjectAddress(
        String bucket,
        String key,
        @Nullable String versionId,
        @Nullable String expectedBucketOwner) {

    /** The newest version, whoever owns the bucket. */
    public ObjectAddress(String bucket, String key) {
        this(bucket, key, null, null);
    }
}
