package dev.skald.engine.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.items.WriterConfig.Transformation;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WriterConfigTest {
    @Test
    void shouldKeepOutputsAsTheyAreByDefault() {
        assertThat(output("{}", 100).payload().text()).isEqualTo("[[1,{\"a\":2}],\"ä\"]");
    }

    @Test
    void shouldFlattenOneLevel() {
        assertThat(output("{\"Transformation\": \"FLATTEN\"}", 100).payload().text())
                .isEqualTo("[1,{\"a\":2},\"ä\"]");
    }

    @Test
    void shouldGiveJsonLinesAsText() {
        assertThat(output("{\"OutputType\": \"JSONL\"}", 100).payload().text())
                .isEqualTo("\"[1,{\\\"a\\\":2}]\\n\\\"ä\\\"\"");
    }

    @Test
    void shouldHaveAnEmptyArrayWithoutChildren() {
        assertThat(config("{}").output(2).payload().text()).isEqualTo("[]");
    }

    @Test
    void shouldTellWhenTheOutputIsTooLarge() {
        int bytes = output("{}", 100).payload().utf8Length();

        assertThat(output("{}", bytes).tooLarge()).isFalse();
        for (int less = 1; less <= bytes; less++)
            assertThat(output("{}", bytes - less).tooLarge()).isTrue();
    }

    private static WriterConfig.Output output(String config, long bytesMax) {
        WriterConfig.Output output = config(config).output(bytesMax);
        output.add(child("[1,{\"a\":2}]"));
        output.add(child("\"ä\""));
        return output;
    }

    private static WriterConfig config(String json) {
        return WriterConfig.of(Payload.ofText(json), Transformation.COMPACT);
    }

    private static ChildResult child(String output) {
        Instant now = Instant.EPOCH;
        return new ChildResult(
                "arn",
                "machine",
                "name",
                Status.SUCCEEDED,
                Payload.NULL,
                Payload.ofText(output),
                null,
                null,
                now,
                now,
                0);
    }
}
