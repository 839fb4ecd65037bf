package dev.skald.tasks.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.engine.items.ItemReaderException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFormatTest {
    private static final String FIRST_ROW = "{\"InputType\": \"CSV\", \"CSVHeaderLocation\": \"FIRST_ROW\"}";

    @TempDir
    private Path root;

    private Bucket bucket;

    @BeforeEach
    void prepare() throws IOException {
        bucket = new Bucket(root, "data");
    }

    @Test
    void shouldMakeAnObjectOfEachRowInAwsOrder() throws IOException {
        bucket.put("ratings.csv", "userId,movieId,rating,timestamp\n1,307,3.5,1256677221\n");

        assertThat(bucket.values("ratings.csv", FIRST_ROW))
                .containsExactly(
                        "{\"rating\":\"3.5\",\"movieId\":\"307\",\"userId\":\"1\",\"timestamp\":\"1256677221\"}");
    }

    @Test
    void shouldFillShortRowsAndCutLongOnes() throws IOException {
        bucket.put("a.csv", "A,B\n1\n1,2,3\n");

        assertThat(bucket.values("a.csv", FIRST_ROW))
                .containsExactly("{\"A\":\"1\",\"B\":\"\"}", "{\"A\":\"1\",\"B\":\"2\"}");
    }

    @Test
    void shouldReadTheDocumentedExample() throws IOException {
        assertThat(rows("""
                abc,123,"This string contains commas, a double quotation marks (""), and a newline (
                )",{""MyKey"":""MyValue""},"[1,2,3]"
                """, ','))
                .containsExactly(List.of(
                        "abc",
                        "123",
                        "This string contains commas, a double quotation marks (\"), and a newline (\n)",
                        "{\"MyKey\":\"MyValue\"}",
                        "[1,2,3]"));
    }

    @Test
    void shouldTreatBackslashesAsAwsDoes() throws IOException {
        assertThat(rows("C:\\\\Program Files\\\\MyApp.exe,6534512", ','))
                .containsExactly(List.of("C:\\Program Files\\MyApp.exe", "6534512"));
        assertThat(rows("a\\,b,\\c,\\\"d\\\"", ',')).containsExactly(List.of("a,b", "c", "\"d\""));
        assertThat(rows("a\\|b|c\\,d", '|')).containsExactly(List.of("a|b", "c,d"));
        assertThat(rows("end\\", ',')).containsExactly(List.of("end"));
    }

    @Test
    void shouldEndRowsWithAnyLineEndAndPassOverEmptyLines() throws IOException {
        assertThat(rows("a,b\r\n\r\n\nc\rd,\n  \n", ','))
                .containsExactly(List.of("a", "b"), List.of("c"), List.of("d", ""), List.of("  "));
        assertThat(rows("", ',')).isEmpty();
        assertThat(rows("\"\"\n", ',')).containsExactly(List.of(""));
        assertThat(rows("\"open\nfor ever", ',')).containsExactly(List.of("open\nfor ever"));
    }

    @Test
    void shouldKnowAllDelimiters() throws IOException {
        for (String delimiter : List.of("COMMA:,", "PIPE:|", "SEMICOLON:;", "SPACE: ", "TAB:\t")) {
            String name = delimiter.substring(0, delimiter.indexOf(':'));
            bucket.put("a.csv", "1" + delimiter.substring(name.length() + 1) + "2\n");
            String config =
                    "{\"InputType\":\"CSV\",\"CSVHeaderLocation\":\"GIVEN\",\"CSVHeaders\":[\"A\",\"B\"],\"CSVDelimiter\":\"%s\"}";
            assertThat(bucket.values("a.csv", config.formatted(name))).containsExactly("{\"A\":\"1\",\"B\":\"2\"}");
        }
    }

    @Test
    void shouldRefuseHeadersThatAreNoGood() throws IOException {
        bucket.put("twice.csv", "A,B,A\n1,2,3\n");
        bucket.put("long.csv", "A".repeat(10_241) + "\n1\n");

        assertFails("twice.csv", "CSV headers cannot contain duplicates.");
        assertFails("long.csv", "The CSV headers are larger than 10240 bytes.");
    }

    @Test
    void shouldHaveNoItemsWithoutRows() throws IOException {
        bucket.put("empty.csv", "");
        bucket.put("header.csv", "A,B\n");

        assertThat(bucket.values("empty.csv", FIRST_ROW)).isEmpty();
        assertThat(bucket.values("header.csv", FIRST_ROW)).isEmpty();
    }

    @Test
    void shouldLeaveOutAByteOrderMark() throws IOException {
        bucket.put("a.csv", "\uFEFFA\n1\n");

        assertThat(bucket.values("a.csv", FIRST_ROW)).containsExactly("{\"A\":\"1\"}");
    }

    @Test
    void shouldRefuseTextThatIsNotUtf8() throws IOException {
        bucket.put("header.csv", new byte[] {(byte) 0xe4, '\n', '1'});
        bucket.put("row.csv", new byte[] {'A', '\n', (byte) 0xc3, '\n'});

        assertFails("header.csv", "The file is not valid UTF-8.");
        assertFails("row.csv", "The file is not valid UTF-8.");
    }

    @Test
    void shouldBoundTheLengthOfARow() throws IOException {
        bucket.put("a.csv", "A\n\"" + "x".repeat(ReaderLimits.ITEM_BYTES_MAX + 1) + "\"\n");

        assertFails("a.csv", "An item is larger than 8388608 bytes.");
        bucket.put("b.csv", "A\n" + ",".repeat(ReaderLimits.ITEM_BYTES_MAX + 1) + "\n");

        assertFails("b.csv", "An item is larger than 8388608 bytes.");
    }

    private void assertFails(String key, String cause) {
        assertThatExceptionOfType(ItemReaderException.class)
                .isThrownBy(() -> bucket.items(key, FIRST_ROW))
                .satisfies(e -> assertThat(e.error()).isEqualTo("States.ItemReaderFailed"))
                .satisfies(e -> assertThat(e.cause()).isEqualTo(cause));
    }

    private static List<List<String>> rows(String text, char delimiter) throws IOException {
        var rows = new CsvRows(new StringReader(text), delimiter, 1_000);
        List<List<String>> all = new ArrayList<>();
        for (var row = rows.next(); row != null; row = rows.next()) all.add(row);
        return all;
    }
}
