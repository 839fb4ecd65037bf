package dev.skald.server.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Json;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static int escapedBytes(String text) {
        return new JsonWriter().text("t", text).end().length - "{\"t\":\"\"}".getBytes(UTF_8).length;
    }

    @Test
    void shouldKeepWhatFits() {
        assertThat(JsonText.cut("abc", 3)).isEqualTo("abc");
        assertThat(JsonText.cut("", 0)).isEmpty();
    }

    @Test
    void shouldCountWhatEscapingAdds() {
        String text = "a\"\\\n\u0001é€\uD83D\uDE00";

        for (int max = 0; max <= 30; max++) {
            String cut = JsonText.cut(text, max);
            assertThat(text).startsWith(cut);
            assertThat(escapedBytes(cut)).isLessThanOrEqualTo(max);
            if (cut.length() < text.length())
                assertThat(escapedBytes(text.substring(0, text.offsetByCodePoints(cut.length(), 1))))
                        .isGreaterThan(max);
        }
    }

    @Test
    void shouldNotTearASurrogatePair() {
        assertThat(JsonText.cut("ab\uD83D\uDE00", 5)).isEqualTo("ab");
        assertThat(JsonText.cut("ab\uD83D\uDE00", 6)).isEqualTo("ab\uD83D\uDE00");
    }

    @Test
    void shouldWriteHalvesOfSurrogatePairs() {
        byte[] written = new JsonWriter()
                .text("half", "\uD83D")
                .text("pair", "\uD83D\uDE00")
                .tree("tree", Json.text("\uDE00"))
                .end();

        assertThat(new String(written, UTF_8))
                .isEqualTo("{\"half\":\"\\ud83d\",\"pair\":\"\uD83D\uDE00\",\"tree\":\"\\ude00\"}");
    }
}
