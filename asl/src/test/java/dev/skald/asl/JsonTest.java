package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json|Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null',"
                        + " 'true' or 'false')",
                "{'a':1}|Unexpected character (''' (code 39)): was expecting double-quote to start field name",
                "{\"a\" 1}|Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
                "\"abc|Unexpected end-of-input: was expecting closing quote for a string value",
                "1e400|Numeric value is out of range of a double"
            })
    void shouldComplainInTheWordsOfJackson2(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MalformedJson.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"``", "` `", "[1,]", "{} {}", "1 2", "NaN", "01", "+1", "'a'", "tru", "[", "{\"a\":", "/**/1"})
    void shouldRefuseWhatIsNotOneValue(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void shouldSayWhatAwsSaysAboutEmptyText() {
        assertThatThrownBy(() -> Json.parse("")).hasMessage("Invalid execution input.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-0|0",
                "1.0|1.0",
                "1.10|1.1",
                "1e2|100.0",
                "12345678901234567890|12345678901234567890",
                "{\"a\":1,\"a\":2}|{\"a\":2}",
                " [ 1 , null ] |[1,null]",
                "\"\\u00e9\\n\"|\"é\\n\""
            })
    void shouldKeepValues(String text, String written) throws Exception {
        assertThat(Json.write(Json.parse(text))).isEqualTo(written);
    }

    @Test
    void shouldReadAThousandLevelsAndNotTenThousand() throws Exception {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        assertThat(Json.write(Json.parse(deep))).isEqualTo(deep);
        String deeper = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        assertThatThrownBy(() -> Json.parse(deeper)).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> Payload.ofText(deeper).node()).isInstanceOf(EvaluationException.class);
    }

    @Test
    void shouldRefuseNamesThatNobodyCouldReadBack() {
        JsonNode node = Json.object().set("a", Json.object().put("\ud800Key", 1));

        assertThatThrownBy(() -> Json.checked(node)).isInstanceOf(EvaluationException.class);
    }

    @Test
    void shouldEscapeHalvesOfSurrogatePairs() throws Exception {
        assertThat(Json.write(Json.text("a\uD83Db"))).isEqualTo("\"a\\ud83db\"");
        assertThat(Json.write(Json.text("\uDE00\uD83D"))).isEqualTo("\"\\ude00\\ud83d\"");
        assertThat(Json.write(Json.text("\uD83D\uDE00"))).isEqualTo("\"\uD83D\uDE00\"");
        assertThat(Json.parse(Json.write(Json.text("\uD83D"))).stringValue()).isEqualTo("\uD83D");
    }
}
