package dev.skald.tasks.aws;

import dev.skald.engine.objects.ObjectUpload;
import dev.skald.engine.objects.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Writes an object: at once when it is small, in parts when it is not. Holds one part in memory. */
final class S3Upload implements ObjectUpload {
    /** S3 wants parts of 5 MiB at least, and takes 10,000 of them: 80 GiB. */
    static final int PART_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final Buffer buffer = new Buffer();
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String uploadId;
    private long size;
    private boolean complete;

    /** Asks for the bucket first, so that a missing one is told before anything is written. */
    S3Upload(S3Client client, String bucket, String key) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        S3Objects.answered(() -> client.listObjectsV2(
                request -> request.bucket(bucket).prefix(key).maxKeys(1)));
    }

    @Override
    public OutputStream body() {
        return buffer;
    }

    @Override
    public StoredObject complete() {
        String etag = uploadId == null ? putWhole() : putTogether(uploadId);
        complete = true;
        return new S3Objects.S3Object(key, size, Instant.now(), S3Objects.S3Object.unquoted(etag), "STANDARD");
    }

    private String putWhole() {
        size = buffer.size();
        return S3Objects.answered(
                        () -> client.putObject(request -> request.bucket(bucket).key(key), buffer.drain()))
                .eTag();
    }

    private String putTogether(String upload) {
        if (buffer.size() > 0) putPart();
        return S3Objects.answered(() -> client.completeMultipartUpload(request ->
                        request.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts))))
                .eTag();
    }

    private void putPart() {
        String upload = begun();
        int number = parts.size() + 1;
        size += buffer.size();
        String etag = S3Objects.answered(() -> client.uploadPart(
                        request ->
                                request.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        buffer.drain()))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }

    private String begun() {
        if (uploadId == null)
            uploadId = S3Objects.answered(() -> client.createMultipartUpload(
                            request -> request.bucket(bucket).key(key)))
                    .uploadId();
        return uploadId;
    }

    /** Parts without a whole cost room until somebody removes them. */
    @Override
    public void close() {
        String upload = uploadId;
        if (complete || upload == null) return;
        complete = true;
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException left) {
            LOG.warn("The parts of the unfinished s3://{}/{} could not be removed: {}", bucket, key, left.toString());
        }
    }

    /** Collects a part, and sends it when it is full. */
    private final class Buffer extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int size() {
            return bytes.size();
        }

        RequestBody drain() {
            RequestBody body = RequestBody.fromBytes(bytes.toByteArray());
            bytes.reset();
            return body;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                int some = Math.min(length - done, PART_BYTES - bytes.size());
                bytes.write(from, offset + done, some);
                done += some;
                if (bytes.size() == PART_BYTES) putPart();
            }
        }
    }
}
