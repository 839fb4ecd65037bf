package dev.skald.engine.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderObjectsTest {
    @TempDir
    private Path root;

    private FolderObjects objects;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(root.resolve("orders"));
        objects = new FolderObjects(root);
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        StoredObject written = put("2026/11/a.json", "hello world");

        assertThat(text(new ObjectAddress("orders", "2026/11/a.json"), 0)).isEqualTo("hello world");
        assertThat(written.etag()).isEqualTo("5eb63bbbe01eeed093cb22bb8f5acdc3");
        assertThat(written.size()).isEqualTo(11);
        assertThat(Files.readString(root.resolve("orders/2026/11/a.json"))).isEqualTo("hello world");
    }

    @Test
    void shouldReadFromAByteOn() throws IOException {
        put("a", "hello world");

        assertThat(text(new ObjectAddress("orders", "a"), 6)).isEqualTo("world");
    }

    @Test
    void shouldReplaceAnObjectAllAtOnce() throws IOException {
        put("a", "old");
        try (ObjectUpload upload = objects.put("orders", "a")) {
            upload.body().write("new".getBytes(StandardCharsets.UTF_8));
            assertThat(text(new ObjectAddress("orders", "a"), 0)).isEqualTo("old");
            upload.complete();
        }

        assertThat(text(new ObjectAddress("orders", "a"), 0)).isEqualTo("new");
    }

    @Test
    void shouldLeaveNothingOfAnUploadThatIsNotCompleted() throws IOException {
        try (ObjectUpload upload = objects.put("orders", "a")) {
            upload.body().write(1);
        }

        assertThat(keys("")).isEmpty();
        try (Stream<Path> left = Files.list(root.resolve(FolderObjects.UPLOADS))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldSweepUploadsThatACrashCutOff() throws IOException {
        Path uploads = Files.createDirectories(root.resolve(FolderObjects.UPLOADS));
        Path old = Files.writeString(uploads.resolve("put1.part"), "x");
        Path young = Files.writeString(uploads.resolve("put2.part"), "x");
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(86_401)));
        Files.setLastModifiedTime(young, FileTime.from(now.minusSeconds(86_399)));

        new FolderObjects(root, InstantSource.fixed(now));

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "a//b", "a/", "", ".", "a/./b", "..\\x", "a\0b"})
    void shouldRefuseKeysThatAreNoFileOfTheirOwn(String key) {
        refused("InvalidRequest", () -> objects.get(new ObjectAddress("orders", key)));
        refused("InvalidRequest", () -> objects.put("orders", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".uploads", "a/b", "", "a"})
    void shouldRefuseBucketsThatAreNoFolderOfTheirOwn(String bucket) {
        refused("InvalidBucketName", () -> objects.get(new ObjectAddress(bucket, "x")));
        refused("InvalidBucketName", () -> objects.list(bucket, ""));
        refused("InvalidBucketName", () -> objects.put(bucket, "x"));
    }

    @Test
    void shouldSayWhatIsNotThere() throws IOException {
        put("folder/a", "x");

        refused("NoSuchBucket", () -> objects.get(new ObjectAddress("nowhere", "a")));
        refused("NoSuchBucket", () -> objects.list("nowhere", ""));
        refused("NoSuchBucket", () -> objects.put("nowhere", "a"));
        refused("NoSuchKey", () -> objects.get(new ObjectAddress("orders", "b")));
        refused("NoSuchKey", () -> objects.get(new ObjectAddress("orders", "folder")));
        refused("NoSuchVersion", () -> objects.get(new ObjectAddress("orders", "folder/a", "1", null)));
        refused("KeyTooLongError", () -> objects.put("orders", "k".repeat(1025)));
    }

    @Test
    void shouldListInTheOrderOfTheKeysBytes() throws IOException {
        List<String> keys = List.of("a-b", "a/b", "a/c/d", "a.b", "a0", "B", "\uE000", "\uD83D\uDE00", "é", "z");
        for (String key : keys) put(key, "x");

        var sorted = new ArrayList<>(keys);
        sorted.sort((left, right) ->
                Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
        assertThat(keys("")).isEqualTo(sorted);
    }

    @Test
    void shouldListWhatBeginsWithThePrefix() throws IOException {
        for (String key : List.of("data/1", "data/2", "data-old/1", "dat", "other/data/1")) put(key, "x");

        assertThat(keys("data/")).containsExactly("data/1", "data/2");
        assertThat(keys("data")).containsExactly("data-old/1", "data/1", "data/2");
        assertThat(keys("data/2")).containsExactly("data/2");
        assertThat(keys("none")).isEmpty();
    }

    @Test
    void shouldReadALargeFolderInParts() throws IOException {
        var expected = new TreeSet<String>();
        var random = new Random(7);
        for (int i = 0; i < 100; i++) expected.add("n" + random.nextInt(10_000));
        for (String name : expected) Files.writeString(root.resolve("orders").resolve(name), "");

        for (int inMemory : List.of(1, 7, 99, 1_000)) {
            var names = new FolderNames(root.resolve("orders"), "", "", inMemory);
            List<String> found = new ArrayList<>();
            for (String name = names.next(); name != null; name = names.next()) found.add(name);
            assertThat(found).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void shouldNotFollowALinkRoundAndRound() throws IOException {
        put("a/b", "x");
        Files.createSymbolicLink(root.resolve("orders/a/up"), root.resolve("orders"));

        assertThat(keys("")).contains("a/b").hasSizeLessThan(FolderObjects.KEY_BYTES_MAX);
    }

    private StoredObject put(String key, String text) throws IOException {
        try (ObjectUpload upload = objects.put("orders", key)) {
            upload.body().write(text.getBytes(StandardCharsets.UTF_8));
            return upload.complete();
        }
    }

    private String text(ObjectAddress address, long from) {
        try (ObjectContent content = objects.get(address, from)) {
            return new String(content.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> keys(String prefix) {
        List<String> keys = new ArrayList<>();
        try (ObjectListing listing = objects.list("orders", prefix)) {
            for (var object = listing.next(); object != null; object = listing.next()) keys.add(object.key());
        }
        return keys;
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }
}
