package dev.skald.acceptance.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectContent;
import dev.skald.engine.objects.ObjectListing;
import dev.skald.engine.objects.ObjectStoreException;
import dev.skald.engine.objects.ObjectUpload;
import dev.skald.engine.objects.StoredObject;
import dev.skald.tasks.aws.S3Objects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ServiceTest {
    private final String bucket = "b-" + UUID.randomUUID();
    private Services services;
    private S3Objects objects;

    @BeforeEach
    void open() throws Exception {
        services = new Services(Map.of("s3", TestService.S3.address()));
        objects = services.objects();
        assertThat(services.run(Services.task("aws-sdk:s3:createBucket", "{\"Bucket\":\"" + bucket + "\"}", ""), "{}")
                        .status())
                .isEqualTo(Status.SUCCEEDED);
    }

    @AfterEach
    void close() {
        services.close();
    }

    private void put(String key, byte[] bytes) throws IOException {
        try (ObjectUpload upload = objects.put(bucket, key)) {
            upload.body().write(bytes);
            assertThat(upload.complete().size()).isEqualTo(bytes.length);
        }
    }

    private byte[] get(String key, long from) throws IOException {
        try (ObjectContent content = objects.get(new ObjectAddress(bucket, key), from)) {
            return content.body().readAllBytes();
        }
    }

    // Through aws-sdk.

    @Test
    void shouldPutAndGetAnObject() throws Exception {
        RunResult put = services.run(
                Services.task(
                        "aws-sdk:s3:putObject",
                        "{\"Bucket\":\"" + bucket + "\",\"Key\":\"a/b\",\"Body\":{\"x\": 1}}",
                        ""),
                "{}");
        RunResult got = services.run(
                Services.task(
                        "aws-sdk:s3:getObject",
                        "{\"Bucket\":\"" + bucket + "\",\"Key\":\"a/b\"}",
                        ",\"ResultSelector\":{\"body.$\":\"$.Body\"}"),
                "{}");

        assertThat(put.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(got.output()).isEqualTo(Payload.parse("{\"body\":\"{\\\"x\\\":1}\"}"));
    }

    @Test
    void shouldNameAMissingObject() throws Exception {
        RunResult got = services.run(
                Services.task("aws-sdk:s3:getObject", "{\"Bucket\":\"" + bucket + "\",\"Key\":\"none\"}", ""), "{}");

        assertThat(got.error()).isEqualTo("S3.NoSuchKeyException");
        assertThat(got.cause()).contains("(Service: S3, Status Code: 404, Request ID: ");
    }

    // As a store of objects.

    @Test
    void shouldReadFromAnywhere() throws Exception {
        put("k", "0123456789".getBytes(StandardCharsets.UTF_8));

        assertThat(get("k", 0)).asString().isEqualTo("0123456789");
        assertThat(get("k", 7)).asString().isEqualTo("789");
        assertThat(get("k", 10)).isEmpty();
        try (ObjectContent content = objects.get(new ObjectAddress(bucket, "k"), 4)) {
            assertThat(content.object().size()).isEqualTo(10);
            assertThat(content.object().etag()).isEqualTo("781e5e245d69b566979b86e28d23f2c7");
        }
    }

    @Test
    void shouldWriteInParts() throws Exception {
        byte[] large = new byte[(8 << 20) * 2 + 5];
        Arrays.fill(large, (byte) 'x');
        large[large.length - 1] = 'y';

        put("large", large);

        assertThat(get("large", large.length - 2L)).asString().isEqualTo("xy");
    }

    @Test
    void shouldLeaveNothingBehindUnlessCompleted() throws Exception {
        try (ObjectUpload upload = objects.put(bucket, "never")) {
            upload.body().write(new byte[(8 << 20) + 1]);
        }
        assertThatThrownBy(() -> get("never", 0))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class, e -> assertThat(e.code()).isEqualTo("NoSuchKey"));
    }

    @Test
    void shouldListByPrefix() throws Exception {
        for (String key : List.of("p/2", "p/1", "q")) put(key, new byte[3]);
        List<String> keys = new ArrayList<>();
        try (ObjectListing listing = objects.list(bucket, "p/")) {
            for (StoredObject next = listing.next(); next != null; next = listing.next()) {
                keys.add(next.key());
                assertThat(next.size()).isEqualTo(3);
            }
        }

        assertThat(keys).containsExactly("p/1", "p/2");
        assertThatThrownBy(() -> objects.list("no-such-bucket", ""))
                .isInstanceOfSatisfying(ObjectStoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("NoSuchBucket");
                    assertThat(e.status()).isEqualTo(404);
                });
    }

    /** The items of a Distributed Map come from S3, and its results go there. */
    @Test
    void shouldReadItemsAndWriteResults() throws Exception {
        put("items.csv", "id,n\na,1\nb,2\nc,3\n".getBytes(StandardCharsets.UTF_8));

        RunResult run = services.run("""
                {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
                 "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"},
                  "Parameters":{"Bucket":"%1$s","Key":"items.csv"}},
                 "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
                  "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},
                 "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"%1$s","Prefix":"out"}}}}}""".formatted(bucket), "{}");

        assertThat(run.status()).as(run.toString()).isEqualTo(Status.SUCCEEDED);
        String manifest =
                run.output().node().path("ResultWriterDetails").path("Key").stringValue();
        assertThat(get(manifest, 0)).asString().contains("\"SUCCEEDED\":[{\"Key\":\"out/");
        List<String> results = new ArrayList<>();
        try (ObjectListing listing = objects.list(bucket, "out/")) {
            for (StoredObject next = listing.next(); next != null; next = listing.next())
                if (next.key().contains("SUCCEEDED"))
                    results.add(new String(get(next.key(), 0), StandardCharsets.UTF_8));
        }
        assertThat(results).singleElement().asString().contains("\\\"id\\\":\\\"a\\\"", "\\\"n\\\":\\\"3\\\"");
    }
}
