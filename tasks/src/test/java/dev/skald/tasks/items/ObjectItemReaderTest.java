package dev.skald.tasks.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectItemReaderTest {
    private static final String JSON = "{\"InputType\": \"JSON\"}";
    private static final String JSONL = "{\"InputType\": \"JSONL\"}";

    @TempDir
    private Path root;

    private Bucket bucket;

    @BeforeEach
    void prepare() throws IOException {
        bucket = new Bucket(root, "data");
    }

    @Test
    void shouldReadTheElementsOfAnArray() throws IOException {
        bucket.put("a.json", " [ {\"a\" : [1, 2]}, null, \"x\", 1.50, [] ] ");

        assertThat(bucket.values("a.json", JSON)).containsExactly("{\"a\":[1,2]}", "null", "\"x\"", "1.5", "[]");
        assertThat(bucket.items("a.json", JSON)).extracting(Item::source).containsOnly("S3://data/a.json");
    }

    @Test
    void shouldFollowAnItemsPointer() throws IOException {
        bucket.put("a.json", "{\"x\": [9], \"a/b\": [{\"~c\": [1, 2], \"d\": {\"k\": 1, \"l\": 2}}], \"after\": ");

        assertThat(bucket.values("a.json", pointer("/a~1b/0/~0c"))).containsExactly("1", "2");
        assertThat(bucket.items("a.json", pointer("/a~1b/0/d")))
                .extracting(Item::key, item -> item.value().text())
                .containsExactly(tuple("k", "1"), tuple("l", "2"));
        bucket.put("whole.json", "{\"x\": [9], \"y\": [{}]}");
        for (String nowhere : List.of("/none", "/y/1", "/y/x", "/y/0/z", "/x/0", "/x/00", "/x/-1"))
            assertFails("whole.json", pointer(nowhere), "Attempting to map over non-iterable node.");
    }

    private static Tuple tuple(Object... values) {
        return Assertions.tuple(values);
    }

    private static String pointer(String pointer) {
        return "{\"InputType\": \"JSON\", \"ItemsPointer\": \"" + pointer + "\"}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Hello\": \"world\"}", "1", "\"x\"", "null", ""})
    void shouldRefuseAFileThatIsNoArray(String text) throws IOException {
        bucket.put("a.json", text);

        assertFails("a.json", JSON, "Attempting to map over non-iterable node.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2", "[1 2]", "[1] x", "[1e999]", "[tru]", "[\"\u0001\"]"})
    void shouldRefuseWhatIsNoJson(String text) throws IOException {
        bucket.put("a.json", text);

        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.items("a.json", JSON))
                .satisfies(e -> assertThat(e.cause()).startsWith("The file is not valid JSON: "));
    }

    @Test
    void shouldRefuseDepthWithoutOverflowing() throws IOException {
        bucket.put("deep.json", "[" + "[".repeat(100_000));
        bucket.put("deep.jsonl", "[".repeat(100_000) + "]".repeat(100_000));

        assertThatExceptionOfType(ItemReaderException.class).isThrownBy(() -> bucket.items("deep.json", JSON));
        assertThatExceptionOfType(ItemReaderException.class).isThrownBy(() -> bucket.items("deep.jsonl", JSONL));
    }

    @Test
    void shouldReadOneValuePerLine() throws IOException {
        bucket.put("a.jsonl", "{\"a\": 1}\n\n  \r\n2\r\n\"ä\"");

        assertThat(bucket.values("a.jsonl", JSONL)).containsExactly("{\"a\":1}", "2", "\"ä\"");
    }

    @Test
    void shouldLeaveOutAByteOrderMark() throws IOException {
        bucket.put("a.jsonl", "\uFEFF1\n2\n");
        bucket.put("a.json", "\uFEFF[1, 2]");

        assertThat(bucket.values("a.jsonl", JSONL)).containsExactly("1", "2");
        assertThat(bucket.values("a.json", JSON)).containsExactly("1", "2");
    }

    @Test
    void shouldStayInsideTheStore() throws IOException {
        bucket.put("list.csv", "s3://data/../secret\n");
        bucket.put(
                "keys.json",
                "{\"destinationBucket\": \"arn:aws:s3:::..\", \"fileFormat\": \"CSV\","
                        + " \"fileSchema\": \"Bucket, Key\", \"files\": [{\"key\": \"secret\"}]}");
        Files.writeString(root.resolve("secret"), "A\n1\n");

        assertThatExceptionOfType(ItemReaderException.class).isThrownBy(() -> bucket.items("../secret", JSONL));
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() ->
                        bucket.items("list.csv", "{\"ManifestType\": \"ATHENA_DATA\", \"InputType\": \"JSONL\"}"));
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.items("keys.json", "{\"ManifestType\": \"S3_INVENTORY\"}"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"InputType": {}}                                       | The value of InputType in the ReaderConfig must be a string.
            {"InputType": 1}                                        | The value of InputType in the ReaderConfig must be a string.
            {"InputType": "csv"}                                    | The value csv is not supported for InputType.
            {"InputType": "CSV", "CSVHeaderLocation": "LAST"}       | The value LAST is not supported for CSVHeaderLocation.
            {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}      | CSVHeaderLocation GIVEN needs CSVHeaders.
            {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": [1]} | CSVHeaders must be strings.
            {"InputType": "JSON", "ItemsPointer": "a"}              | The value a is not supported for ItemsPointer.
            {"InputType": "JSON", "MaxItems": "5"}                  | field MaxItems must be an integer
            """)
    void shouldRefuseAConfigThatIsNoGood(String config, String cause) throws IOException {
        bucket.put("a", "[1]");

        assertFails("a", config, cause);
    }

    @Test
    void shouldBoundAnItemsPointer() throws IOException {
        bucket.put("a", "[1]");

        assertFails("a", pointer("/a".repeat(1_001)), "The ItemsPointer is longer than 2000 characters.");
    }

    @Test
    void shouldNameTheLineThatIsNoJson() throws IOException {
        bucket.put("a.jsonl", "1\n{\"a\"\n3");
        bucket.put("b.jsonl", new byte[] {'1', '\n', '"', (byte) 0xff, '"'});

        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.items("a.jsonl", JSONL))
                .satisfies(e -> assertThat(e.cause()).startsWith("Line 2 is not valid JSON: "));
        assertFails("b.jsonl", JSONL, "Line 2 is not valid UTF-8.");
    }

    @Test
    void shouldBoundItems() throws IOException {
        String large = "\"" + "x".repeat(ReaderLimits.ITEM_BYTES_MAX) + "\"";
        bucket.put("a.json", "[1, " + large + "]");
        bucket.put("a.jsonl", "1\n" + large);

        assertFails("a.json", JSON, "An item is larger than 8388608 bytes.");
        assertFails("a.jsonl", JSONL, "An item is larger than 8388608 bytes.");
    }

    @Test
    void shouldReadLinesAcrossBuffers() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++)
            text.append('"').append("y".repeat(i * 37)).append("\"\n");
        bucket.put("a.jsonl", text.toString());

        assertThat(bucket.values("a.jsonl", JSONL))
                .hasSize(200)
                .allSatisfy(line -> assertThat((line.length() - 2) % 37).isZero());
    }

    @Test
    void shouldDecompressWhatIsCompressed() throws IOException {
        byte[] text = "1\n2\n".getBytes(StandardCharsets.UTF_8);
        bucket.put("a.jsonl.gz", gzip(text));
        bucket.put("b.jsonl.zstd", Zstd.compress(text));
        bucket.put("no-ending", gzip(text));
        var twice = new ByteArrayOutputStream();
        twice.write(gzip(text));
        twice.write(gzip(text));
        bucket.put("members.gz", twice.toByteArray());

        assertThat(bucket.values("a.jsonl.gz", JSONL)).containsExactly("1", "2");
        assertThat(bucket.values("b.jsonl.zstd", JSONL)).containsExactly("1", "2");
        assertThat(bucket.values("no-ending", JSONL)).containsExactly("1", "2");
        assertThat(bucket.values("members.gz", JSONL)).containsExactly("1", "2", "1", "2");
    }

    @Test
    void shouldSayThatCompressedDataIsTornOff() throws IOException {
        byte[] lines = "{\"some\": \"line\"}\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        for (byte[] whole : List.of(gzip(lines), Zstd.compress(lines)))
            for (int length = 4; length < whole.length; length += Math.max(1, whole.length / 20)) {
                bucket.put("torn", Arrays.copyOf(whole, length));
                assertThatExceptionOfType(ItemReaderException.class)
                        .isThrownBy(() -> bucket.items("torn", JSONL))
                        .satisfies(e -> assertThat(e.error()).isEqualTo("States.ItemReaderFailed"));
            }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldEndAtMaxItems() throws IOException {
        bucket.put("a.json", "[1, 2, 3]");
        String config = "{\"InputType\": \"JSON\", \"MaxItems\": %s}";

        assertThat(bucket.values("a.json", config.formatted("2"))).containsExactly("1", "2");
        for (String all : List.of("0", "100000000", "100000001", "99999999999999999999"))
            assertThat(bucket.values("a.json", config.formatted(all))).hasSize(3);
        assertFails("a.json", config.formatted("-1"), "field MaxItems must be positive");
    }

    @Test
    void shouldListObjectsAsItems() throws IOException {
        bucket.put("in/a.txt", "hello world");
        bucket.put("in/b.txt", "");
        bucket.put("out/c.txt", "");
        Files.setLastModifiedTime(
                root.resolve("data/in/a.txt"), FileTime.from(Instant.parse("2026-11-21T08:00:00.7Z")));

        List<Item> items = bucket.all(Bucket.LIST, "{\"Bucket\": \"data\", \"Prefix\": \"in/\"}", "{}");

        assertThat(items).hasSize(2).extracting(Item::source).containsOnly("S3://data");
        assertThat(items.getFirst().value().text())
                .isEqualTo("{\"Etag\":\"\\\"5eb63bbbe01eeed093cb22bb8f5acdc3\\\"\",\"LastModified\":1795248000,"
                        + "\"Key\":\"in/a.txt\",\"Size\":11,\"StorageClass\":\"STANDARD\"}");
    }

    @Test
    void shouldLoadAndFlattenListedObjects() throws IOException {
        bucket.put("in/1.json", "[1, 2]");
        bucket.put("in/2.json", "[]");
        bucket.put("in/3.json", "[3]");

        List<Item> items = bucket.all(
                Bucket.LIST,
                "{\"Bucket\": \"data\", \"Prefix\": \"in/\"}",
                "{\"InputType\": \"JSON\", \"Transformation\": \"LOAD_AND_FLATTEN\"}");

        assertThat(items)
                .extracting(item -> item.value().text(), Item::source)
                .containsExactly(
                        tuple("1", "S3://data/in/1.json"),
                        tuple("2", "S3://data/in/1.json"),
                        tuple("3", "S3://data/in/3.json"));
    }

    @Test
    void shouldReadAnInventory() throws IOException {
        bucket.put("inv/data/1.csv.gz", gzip("\"src\",\"a%20b\",\"0\"\n".getBytes(StandardCharsets.UTF_8)));
        bucket.put("inv/data/2.csv.gz", gzip("\"src\",\"c\",\"7\"\n".getBytes(StandardCharsets.UTF_8)));
        bucket.put("inv/manifest.json", """
                {"sourceBucket": "src", "destinationBucket": "arn:aws:s3:::data", "fileFormat": "CSV",
                 "fileSchema": "Bucket, Key, Size",
                 "files": [{"key": "inv/data/1.csv.gz"}, {"key": "inv/data/2.csv.gz"}]}""");

        for (String config : List.of("{\"InputType\": \"MANIFEST\"}", "{\"ManifestType\": \"S3_INVENTORY\"}"))
            assertThat(bucket.values("inv/manifest.json", config))
                    .containsExactly(
                            "{\"Bucket\":\"src\",\"Size\":\"0\",\"Key\":\"a%20b\"}",
                            "{\"Bucket\":\"src\",\"Size\":\"7\",\"Key\":\"c\"}");
    }

    @Test
    void shouldReadAnAthenaManifest() throws IOException {
        bucket.put("q/1.jsonl", "1\n2\n");
        bucket.put("q/2.jsonl", "3\n");
        bucket.put("q-manifest.csv", "s3://data/q/1.jsonl\ns3://data/q/2.jsonl\n");
        bucket.put("bad-manifest.csv", "http://data/q/1.jsonl\n");
        String config = "{\"ManifestType\": \"ATHENA_DATA\", \"InputType\": \"JSONL\"}";

        assertThat(bucket.values("q-manifest.csv", config)).containsExactly("1", "2", "3");
        assertFails("bad-manifest.csv", config, "The manifest lists http://data/q/1.jsonl, which is no S3 URI.");
    }

    @Test
    void shouldFailToOpenWhatIsNotThere() {
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.open(Bucket.GET, "{\"Bucket\": \"data\", \"Key\": \"none\"}", JSON))
                .satisfies(e -> assertThat(e.cause())
                        .isEqualTo("The specified key does not exist. (Service: S3, Status Code: 404)"));
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.open(Bucket.LIST, "{\"Bucket\": \"none\"}", "{}"))
                .satisfies(e -> assertThat(e.cause())
                        .isEqualTo("The specified bucket does not exist (Service: S3, Status Code: 404)"));
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.open(Bucket.GET, "{\"Bucket\": \"data\"}", JSON));
    }

    @Test
    void shouldSayThatParquetNeedsItsModule() throws IOException {
        bucket.put("a.parquet", "PAR1");

        assertFails(
                "a.parquet",
                "{\"InputType\": \"PARQUET\"}",
                "Parquet files need the module skald-parquet, which is not there.");
    }

    @Test
    void shouldReadNoMoreThanIsAskedFor() throws IOException {
        bucket.put("a.jsonl", "1\n".repeat(100_000) + "not JSON");

        try (ItemSource items = bucket.open(Bucket.GET, "{\"Bucket\": \"data\", \"Key\": \"a.jsonl\"}", JSONL)) {
            for (int i = 0; i < 100_000; i++) assertThat(items.next()).isNotNull();
            assertThatExceptionOfType(ItemReaderException.class).isThrownBy(items::next);
        }
    }

    private void assertFails(String key, String config, String cause) {
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.items(key, config))
                .satisfies(e -> assertThat(e.error()).isEqualTo("States.ItemReaderFailed"))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
    }
}
