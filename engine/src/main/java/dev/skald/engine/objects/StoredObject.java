package dev.skald.engine.objects;

import java.time.Instant;

/** What is known of an object beside its bytes. */
public interface StoredObject {
    String key();

    /** In bytes. */
    long size();

    Instant lastModified();

    /** The hexadecimal MD5 of the bytes or another fingerprint of them, without quotes. A local folder reads the object for it. */
    String etag();

    /** Such as {@code STANDARD}. */
    String storageClass();
}
