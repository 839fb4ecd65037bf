package dev.skald.tasks.aws;

import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.StoredObject;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A listing, page after page. */
final class S3Listing implements ObjectListing {
    private final S3Client client;
    private final ListObjectsV2Request request;
    private ListObjectsV2Response page;
    private Iterator<S3Object> left;

    S3Listing(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.request =
                ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).build();
        this.page = S3Objects.answered(() -> client.listObjectsV2(request));
        this.left = page.contents().iterator();
    }

    @Override
    public @Nullable StoredObject next() {
        while (!left.hasNext() && Boolean.TRUE.equals(page.isTruncated())) turn();
        return left.hasNext() ? S3Objects.S3Object.of(left.next()) : null;
    }

    private void turn() {
        String token = page.nextContinuationToken();
        page = S3Objects.answered(() -> client.listObjectsV2(
                request.toBuilder().continuationToken(token).build()));
        left = page.contents().iterator();
    }

    /** A page is whole when it is there: nothing is open. */
    @Override
    public void close() {}
}
