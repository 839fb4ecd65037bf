package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectContent;
import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.ObjectUpload;
import dev.skald.engine.objects.StoredObject;
import java.io.ByteArrayInputStream;
import java.time.Instant;

/** A store of one object, found under any address, that a request brought along. */
record GivenObject(byte[] content) implements ObjectStore {
    /** Leads to the object. */
    static final Payload ARGUMENTS = Payload.ofText("{\"Bucket\":\"given\",\"Key\":\"given\"}");

    @Override
    public ObjectContent get(ObjectAddress address, long from) {
        int offset = Math.toIntExact(from);
        var body = new ByteArrayInputStream(content, offset, content.length - offset);
        return new ObjectContent(new Given(address.key(), content.length), body);
    }

    @Override
    public ObjectListing list(String bucket, String prefix) {
        throw new UnsupportedOperationException("a given object is read alone");
    }

    @Override
    public ObjectUpload put(String bucket, String key) {
        throw new UnsupportedOperationException("a given object is only read");
    }

    private record Given(String key, long size) implements StoredObject {
        @Override
        public Instant lastModified() {
            return Instant.EPOCH;
        }

        @Override
        public String etag() {
            return "";
        }

        @Override
        public String storageClass() {
            return "STANDARD";
        }
    }
}
