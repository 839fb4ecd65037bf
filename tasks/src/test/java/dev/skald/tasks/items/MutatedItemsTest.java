package dev.skald.tasks.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.github.luben.zstd.Zstd;
import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whatever a file holds, there are items, or States.ItemReaderFailed with a cause; and what was written well is read the same. */
class MutatedItemsTest {
    private static final int MUTANTS = 2_000;
    private static final int MUTANTS_IN_SOAK = 100_000;
    private static final int FILES = 100;
    private static final int ROWS = 20;

    /** What stands in mutants more often than chance would have it. */
    private static final List<String> FRAGMENTS = List.of(
            "\"",
            "\\",
            ",",
            "\n",
            "\r",
            "\uFEFF",
            "{",
            "}",
            "[",
            "]",
            "[".repeat(1_500),
            ":",
            "null",
            "1e999",
            "-",
            "0",
            "\\u",
            "\\ud800",
            "s3://",
            "../x",
            "/",
            "\0",
            "é",
            "🙂",
            "a".repeat(70_000));

    private record Sample(String config, byte[] bytes) {}

    private static final String CSV = "{\"InputType\":\"CSV\",\"CSVHeaderLocation\":\"FIRST_ROW\"}";
    private static final String JSONL = "{\"InputType\":\"JSONL\"}";
    private static final String POINTER = "{\"InputType\":\"JSON\",\"ItemsPointer\":\"/a/1/b\"}";

    private final Random random = new Random(2026);

    @TempDir
    private Path root;

    private Bucket bucket;

    @BeforeEach
    void prepare() throws IOException {
        bucket = new Bucket(root, "data");
        bucket.put("list.csv", "src,k1,1\n");
    }

    private static List<Sample> samples() throws IOException {
        byte[] lines = bytes("{\"a\": [1, 2.5, \"x\\u00e9\"]}\n".repeat(50));
        return List.of(
                new Sample(CSV, bytes("A,B,\"C \"\"x\"\"\"\n1,\"2,\n3\",\\\"4\n\n5;6\r\n")),
                new Sample("{\"InputType\":\"JSON\"}", bytes("[1, {\"a\": [true, null]}, \"\\ud83d\\ude42\", -1.5e3]")),
                new Sample(POINTER, bytes("{\"a\": [0, {\"b\": {\"k\": 1, \"l\": [2]}, \"c\": 3}]}")),
                new Sample(JSONL, lines),
                new Sample(JSONL, gzip(lines)),
                new Sample(JSONL, Zstd.compress(lines)),
                new Sample("{\"ManifestType\":\"S3_INVENTORY\"}", bytes("""
                        {"destinationBucket": "arn:aws:s3:::data", "fileFormat": "CSV",
                         "fileSchema": "Bucket, Key, Size", "files": [{"key": "list.csv"}]}""")),
                new Sample("{\"ManifestType\":\"ATHENA_DATA\",\"InputType\":\"CSV\"}", bytes("s3://data/list.csv\n")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldEndEveryMutantWithItemsOrAClearError() throws IOException {
        readMutants(MUTANTS);
    }

    @Test
    @Tag("soak")
    void shouldEndEveryMutantWithItemsOrAClearErrorManyTimes() throws IOException {
        readMutants(MUTANTS_IN_SOAK);
    }

    private void readMutants(int times) throws IOException {
        List<Sample> samples = samples();
        for (int i = 0; i < times; i++) {
            Sample sample = samples.get(i % samples.size());
            byte[] mutant = mutated(sample.bytes());
            Files.write(root.resolve("data/it"), mutant);
            assertThatCode(() -> read(sample.config()))
                    .as(
                            "mutant %d of %s: %s",
                            i, sample.config(), Arrays.toString(Arrays.copyOf(mutant, Math.min(mutant.length, 200))))
                    .doesNotThrowAnyException();
        }
    }

    private byte[] mutated(byte[] bytes) {
        byte[] mutant = bytes;
        for (int changes = random.nextInt(3); changes >= 0; changes--) mutant = changed(mutant);
        return mutant;
    }

    private byte[] changed(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> joined(bytes, at, bytes(FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))), at);
            case 2 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(at + 1, bytes.length));
            case 3 -> joined(bytes, at, new byte[0], Math.min(at + 1 + random.nextInt(8), bytes.length));
            default -> joined(bytes, bytes.length, bytes, at);
        };
    }

    /** The bytes up to one place, something between, and the bytes from another place on. */
    private static byte[] joined(byte[] bytes, int upTo, byte[] between, int from) {
        byte[] joined = Arrays.copyOf(bytes, upTo + between.length + bytes.length - from);
        System.arraycopy(between, 0, joined, upTo, between.length);
        System.arraycopy(bytes, from, joined, upTo + between.length, bytes.length - from);
        return joined;
    }

    /** Reads as an engine does: it knows no other failure. What is an item is JSON. */
    private void read(String config) throws MalformedJson {
        try (ItemSource items = bucket.open(Bucket.GET, "{\"Bucket\":\"data\",\"Key\":\"it\"}", config)) {
            for (Item item = items.next(); item != null; item = items.next())
                assertThat(Json.parse(item.value().text()))
                        .isEqualTo(item.value().node());
        } catch (ItemReaderException e) {
            assertThat(e.error()).isEqualTo("States.ItemReaderFailed");
            assertThat(e.cause()).isNotBlank().doesNotEndWith(": null");
        }
    }

    @Test
    void shouldReadWrittenCsvAsItWas() throws IOException {
        for (int i = 0; i < FILES; i++) {
            var file = new StringBuilder("A,B,C\n");
            var expected = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                List<String> fields = List.of(text(), text(), text());
                var item = Json.object();
                for (int field = 0; field < 3; field++) item.put("ABC".substring(field, field + 1), fields.get(field));
                expected.append(Json.write(item)).append('\n');
                file.append(String.join(
                                ",",
                                fields.stream().map(MutatedItemsTest::quoted).toList()))
                        .append('\n');
            }
            Files.writeString(root.resolve("data/it"), file);
            assertThat(String.join("\n", bucket.values("it", CSV)) + "\n").isEqualTo(expected.toString());
        }
    }

    private static String quoted(String field) {
        return '"' + field.replace("\\", "\\\\").replace("\"", "\"\"") + '"';
    }

    @Test
    void shouldReadWrittenJsonAsItWas() throws IOException {
        for (int i = 0; i < FILES; i++) {
            var array = Json.array();
            var lines = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                JsonNode value = Json.object().put(text(), text()).put("n", random.nextLong());
                array.add(value);
                lines.append(Json.write(value)).append(random.nextBoolean() ? "\n" : "\r\n");
            }
            List<String> expected = array.valueStream().map(Json::write).toList();
            Files.writeString(root.resolve("data/it"), Json.write(array));
            assertThat(bucket.values("it", "{\"InputType\":\"JSON\"}")).isEqualTo(expected);
            Files.write(
                    root.resolve("data/it"),
                    random.nextBoolean() ? gzip(bytes(lines.toString())) : bytes(lines.toString()));
            assertThat(bucket.values("it", JSONL)).isEqualTo(expected);
        }
    }

    /** Text with all that has a meaning in CSV or JSON. */
    private String text() {
        String alphabet = "ab \",\\\n\r;|\t{}é🙂\u0001";
        return random.ints(random.nextInt(12), 0, alphabet.length())
                .map(alphabet::charAt)
                .filter(c -> !Character.isSurrogate((char) c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
