package dev.skald.tasks.aws;

import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectContent;
import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.ObjectStoreException;
import dev.skald.engine.objects.ObjectUpload;
import dev.skald.engine.objects.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects of an S3 server, for the readers and writers of Distributed Maps. What the server refuses is refused with its own code
 * and text; a server out of reach is {@code InternalError}, status 500.
 */
public final class S3Objects implements ObjectStore {
    private static final int INTERNAL = 500;

    private final AwsServices services;

    public S3Objects(AwsServices services) {
        this.services = services;
    }

    private S3Client client() {
        try {
            return services.s3();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException("InternalError", "The wait for S3 was interrupted.", INTERNAL);
        }
    }

    @Override
    public ObjectContent get(ObjectAddress address, long from) {
        return answered(() -> open(address, from));
    }

    private ObjectContent open(ObjectAddress address, long from) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(address.key())
                .versionId(address.versionId())
                .expectedBucketOwner(address.expectedBucketOwner());
        // Nothing is left to read of an object from its end on, and S3 refuses such ranges.
        long first = Math.max(0, from - 1);
        if (from > 0) request.range("bytes=" + first + "-");
        ResponseInputStream<GetObjectResponse> body = client().getObject(request.build());
        return content(address.key(), body, from - first);
    }

    private static ObjectContent content(String key, ResponseInputStream<GetObjectResponse> body, long skipped) {
        try {
            body.skipNBytes(skipped);
            return new ObjectContent(S3Object.of(key, body.response()), new Body(body));
        } catch (IOException broken) {
            body.abort();
            throw failed(broken);
        }
    }

    /** To close an answer is to read it to its end, so that its connection can be used again: not one of gigabytes. */
    private static final class Body extends FilterInputStream {
        private final ResponseInputStream<?> answer;
        private boolean atEnd;

        Body(ResponseInputStream<?> answer) {
            super(answer);
            this.answer = answer;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            atEnd |= one < 0;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            atEnd |= some < 0;
            return some;
        }

        @Override
        public void close() throws IOException {
            if (atEnd) super.close();
            else answer.abort();
        }
    }

    @Override
    public ObjectListing list(String bucket, String prefix) {
        return new S3Listing(client(), bucket, prefix);
    }

    @Override
    public ObjectUpload put(String bucket, String key) {
        return new S3Upload(client(), bucket, key);
    }

    /** What a request answers; its errors as those of a store. */
    static <T> T answered(Supplier<T> request) {
        try {
            return request.get();
        } catch (AwsServiceException refused) {
            throw refused(refused);
        } catch (SdkException broken) {
            throw failed(broken);
        }
    }

    private static ObjectStoreException refused(AwsServiceException error) {
        var details = error.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        String message = details == null ? null : details.errorMessage();
        return new ObjectStoreException(
                known(code, "InternalError"), known(message, String.valueOf(error.getMessage())), error.statusCode());
    }

    private static String known(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    static ObjectStoreException failed(Exception reason) {
        return new ObjectStoreException("InternalError", String.valueOf(reason.getMessage()), INTERNAL);
    }

    /** An object as S3 describes it. */
    record S3Object(String key, long size, Instant lastModified, String etag, String storageClass)
            implements StoredObject {
        private static final String STANDARD = "STANDARD";

        static S3Object of(String key, GetObjectResponse response) {
            String range = response.contentRange();
            long size = range == null
                    ? response.contentLength()
                    : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
            String storageClass = known(response.storageClassAsString(), STANDARD);
            return new S3Object(key, size, response.lastModified(), unquoted(response.eTag()), storageClass);
        }

        static S3Object of(software.amazon.awssdk.services.s3.model.S3Object listed) {
            String storageClass = known(listed.storageClassAsString(), STANDARD);
            return new S3Object(
                    listed.key(), listed.size(), listed.lastModified(), unquoted(listed.eTag()), storageClass);
        }

        static String unquoted(@Nullable String etag) {
            return known(etag, "").replace("\"", "");
        }
    }
}
