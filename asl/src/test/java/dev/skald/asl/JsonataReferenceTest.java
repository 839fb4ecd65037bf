package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Expressions give what the reference implementation gives; skipped where it is not.
 */
class JsonataReferenceTest {
    private static final String DIFFERS = "differs ";
    private static final String INPUT = """
            {"order": {"id": 7, "lines": [
               {"sku": "a", "qty": 2, "price": 1.5, "tags": ["x", "y"]},
               {"sku": "b", "qty": 1, "price": 10, "tags": ["z"]},
               {"sku": "c", "qty": 3, "price": 2.25, "tags": []}]},
             "nested": {"list": [10, 20, 30], "matrix": [[1, 2], [3, 4]], "empty": [], "emptyObject": {}, "nothing": null,
               "with space": 1},
             "text": "hello world", "numbers": [3, 1, 2, 5, 4]}""";

    @Test
    @Timeout(240)
    void shouldGiveWhatTheReferenceGives() throws Exception {
        List<String> lines = lines();
        ArrayNode reference = JsonataReference.outcomes(
                INPUT, lines.stream().map(JsonataReferenceTest::text).toList());
        var wrong = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode ours = JsonataReference.ours(INPUT, text(lines.get(i)));
            boolean same = JsonataReference.same(ours, reference.get(i));
            if (same == lines.get(i).startsWith(DIFFERS))
                wrong.add(lines.get(i) + "\n  Skald: " + ours + "\n  reference: " + reference.get(i));
        }
        assertThat(reference).hasSizeGreaterThan(400);
        assertThat(wrong).isEmpty();
    }

    private static String text(String line) {
        return line.startsWith(DIFFERS) ? line.substring(DIFFERS.length()) : line;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = JsonataReferenceTest.class.getResourceAsStream("/jsonata-expressions.txt")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return all.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
