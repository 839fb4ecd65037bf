package dev.skald.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.ReadRequest;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.tasks.items.ObjectItemReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by Apache Arrow: {@code src/test/resources/parquet/make.py}. */
class ParquetFormatTest {
    private static final int MUTANTS = 600;
    private static final int MUTANTS_IN_SOAK = 50_000;

    @TempDir
    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(root.resolve("data"));
    }

    @Test
    void shouldWriteEachTypeAsJson() throws IOException {
        put(sample("scalars.parquet"));

        assertThat(values()).containsExactly(oneLine("""
                {"bool":true,"int8":-128,"uint8":0,"int32":-2147483648,"uint32":0,
                "int64":-9223372036854775808,"uint64":0,"half":1.5,"float":0.1,"double":0.1,
                "money":12.5,"exact":"1234567890123456.78","whole":99999999999999999999,
                "text":"ä \\"quoted\\" 🙂","bytes":"AP8=","fixed":"YWJj",
                "uuid":"00000000-0000-0000-0000-000000000001",
                "date":"2026-11-21","time":"10:15:00","timeUs":"10:15:00.000001",
                "local":"2026-11-21T08:00:00.123456","utc":"2026-11-21T08:00:00.123Z",
                "nanos":"1970-01-01T00:00:00.000000001Z","nothing":null}"""), oneLine("""
                {"bool":null,"int8":127,"uint8":255,"int32":2147483647,"uint32":4294967295,
                "int64":9223372036854775807,"uint64":18446744073709551615,"half":-0.25,"float":null,"double":null,
                "money":-0.01,"exact":null,"whole":7,
                "text":"","bytes":"aGVsbG8=","fixed":"//79",
                "uuid":"ffffffff-ffff-ffff-ffff-ffffffffffff",
                "date":"1969-12-31","time":"23:59:59.999","timeUs":null,
                "local":null,"utc":"2026-01-01T00:00:00Z","nanos":null,"nothing":null}"""));
    }

    @Test
    void shouldReadTheTimesOfOldFiles() throws Exception {
        put(sample("int96.parquet"));

        assertThat(Json.parse(values().getFirst()).get("nanos").stringValue())
                .isEqualTo("1970-01-01T00:00:00.000000001Z");
        assertThat(Json.parse(values().getLast()).get("utc").stringValue()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested.parquet", "legacy-lists.parquet"})
    void shouldWriteNestedTypesAsJson(String file) throws IOException {
        put(sample(file));

        assertThat(values()).containsExactly(oneLine("""
                {"id":1,"tags":["a",null,"b"],"points":[{"x":1,"y":null}],"grid":[[1,2],[]],
                "attributes":{"k":1,"l":null},"counts":{"7":"x"},
                "inner":{"deep":{"deeper":[{"a":"b"}]}}}"""), oneLine("""
                {"id":2,"tags":[],"points":[null,{"x":2,"y":3}],"grid":null,
                "attributes":{},"counts":null,"inner":null}"""), oneLine("""
                {"id":3,"tags":null,"points":[],"grid":[null,[3]],
                "attributes":null,"counts":{},"inner":{"deep":null}}"""));
    }

    private static String oneLine(String text) {
        return text.replace("\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
    void shouldReadAllRowGroupsInOrder(String codec) throws IOException {
        put(sample("rows-" + codec + ".parquet"));

        List<String> rows = values();
        assertThat(rows).hasSize(250);
        for (int i = 0; i < rows.size(); i++)
            assertThat(rows.get(i)).isEqualTo("{\"n\":%d,\"name\":\"row %d\"}".formatted(i, i % 10));
    }

    @Test
    void shouldHaveNoItemsWithoutRows() throws IOException {
        put(sample("empty.parquet"));

        assertThat(values()).isEmpty();
    }

    @Test
    void shouldRefuseWhatAwsDoesNotDecompress() throws IOException {
        put(sample("rows-brotli.parquet"));
        assertFails("Parquet files compressed with BROTLI are not supported.");

        put(sample("rows-lz4.parquet"));
        assertFails("Parquet files compressed with LZ4_RAW are not supported.");
    }

    @Test
    void shouldRefuseWhatIsNoParquet() throws IOException {
        byte[] sample = sample("rows-none.parquet");
        put(new byte[0]);
        assertFails("The file is not valid Parquet: it is too short");

        put("{\"some\": \"JSON\"}".getBytes(StandardCharsets.UTF_8));
        assertFails("The file is not valid Parquet: it does not end with PAR1");

        put(Arrays.copyOf(sample, sample.length / 2));
        assertFails("The file is not valid Parquet: it does not end with PAR1");

        sample[sample.length - 1] = 'E';
        put(sample);
        assertFails("The Parquet file is encrypted.");
    }

    @Test
    void shouldBoundTheFooter() throws IOException {
        byte[] sample = sample("rows-none.parquet");
        ByteBuffer.wrap(sample)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(sample.length - 8, ParquetFormat.FOOTER_BYTES_MAX + 1);
        put(sample);

        assertFails("The footer of the Parquet file is larger than 5242880 bytes.");
    }

    @Test
    void shouldNoticeThatTheObjectWasReplaced() throws IOException {
        put(sample("rows-none.parquet"));
        ObjectFile file = ObjectFile.of(new FolderObjects(root), new ObjectAddress("data", "it"));
        try (SeekableInputStream stream = file.newStream()) {
            assertThat(stream.read()).isEqualTo('P');
            Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));
            assertThat(stream.read()).isEqualTo('A');
            stream.seek(0);
            assertThatExceptionOfType(ItemReaderException.class)
                    .isThrownBy(stream::read)
                    .satisfies(e -> assertThat(e.cause()).isEqualTo("The object was replaced while it was read."));
        }
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
        Random random = new Random(2026);
        List<String> samples = List.of("nested", "legacy-lists", "scalars", "rows-gzip", "rows-zstd", "rows-snappy");
        for (int i = 0; i < times; i++) {
            String name = samples.get(i % samples.size());
            byte[] mutant = sample(name + ".parquet");
            for (int flips = random.nextInt(4); flips >= 0; flips--)
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            put(mutant);
            assertThatCode(this::read).as("mutant %d of %s", i, name).doesNotThrowAnyException();
        }
    }

    /** Reads as an engine does: it knows no other failure. */
    private void read() {
        try (ItemSource items = open()) {
            drain(items);
        } catch (ItemReaderException e) {
            assertThat(e.cause()).isNotBlank().doesNotEndWith(": null");
        }
    }

    private static void drain(ItemSource items) {
        for (Item item = items.next(); item != null; item = items.next())
            assertThat(item.value().text()).startsWith("{");
    }

    private void assertFails(String cause) {
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(this::values)
                .satisfies(e -> assertThat(e.error()).isEqualTo("States.ItemReaderFailed"))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream sample = ParquetFormatTest.class.getResourceAsStream("/parquet/" + name)) {
            return Objects.requireNonNull(sample, name).readAllBytes();
        }
    }

    private Path file() {
        return root.resolve("data/it");
    }

    private void put(byte[] bytes) throws IOException {
        Files.write(file(), bytes);
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        try (ItemSource items = open()) {
            for (Item item = items.next(); item != null; item = items.next())
                values.add(item.value().text());
        }
        return values;
    }

    /** Through the reader for all formats: that the module is found is part of it. */
    private ItemSource open() {
        return new ObjectItemReader(new FolderObjects(root))
                .open(new ReadRequest(
                        "arn:aws:states:::s3:getObject",
                        payload("{\"Bucket\": \"data\", \"Key\": \"it\"}"),
                        payload("{\"InputType\": \"PARQUET\"}")));
    }

    private static Payload payload(String json) {
        try {
            return Payload.parse(json);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(e);
        }
    }
}
