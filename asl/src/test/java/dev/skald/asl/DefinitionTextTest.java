package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTextTest {
    private static final String YAML = """
            Comment: What it is for
            StartAt: First
            States:
              First:
                Type: Pass
                Result: 1.5
                End: true
            """;

    @Test
    void shouldWriteWhatPeopleRead() {
        assertThat(DefinitionText.yaml(DefinitionText.json(YAML).orElseThrow())).contains(YAML);
        assertThat(DefinitionText.json(YAML).orElseThrow()).startsWith("{\n  \"Comment\": \"What it is for\",\n");
    }

    /** What YAML would take for something else without quotes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "null",
                "~",
                "0x1F",
                "1e3",
                "12:30",
                "2026-01-01",
                "- a",
                "a: b",
                "# c",
                "{% $x %}",
                "*a",
                "&a",
                "!t",
                " x ",
                "a\\nb\\n",
                "a\\tb",
                "\\u0000",
                "\\ud83d\\ude00",
                "a\\u2028b",
                "'",
                "\\\"",
                "|",
                ">",
                "%",
                "@",
                "`",
                "=",
                "<<",
                ""
            })
    void shouldMeanTheSameInBoth(String text) {
        String json = "{\"" + text + "k\": \"" + text + "\", \"n\": [12345678901234567890, 1.10, true, null, {}, []]}";
        String yaml = DefinitionText.yaml(json).orElseThrow();
        assertThat(Asl.tree(yaml)).as(yaml).isEqualTo(Asl.tree(json));
    }

    @Test
    void shouldLeaveAloneWhatIsNoDefinition() {
        assertThat(DefinitionText.json("[1]")).isEmpty();
        assertThat(DefinitionText.yaml("{")).isEmpty();
    }
}
