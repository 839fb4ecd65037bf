package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Generated expressions. */
class JsonataCorpusTest {
    private static final long SEED = 20261121;
    private static final int EXPRESSIONS = 2_000;

    /**
     * Those of them that are known to differ: JSON's null where a function expects a list or a text, a list that begins
     * with a range and goes on with an empty one. docs/aws-differences.md lists them.
     */
    private static final int DIFFERENT = 7;

    private static List<String> generated(int count) {
        var generator = new JsonataGenerator(SEED);
        return Stream.generate(generator::expression).limit(count).toList();
    }

    @Test
    @Timeout(120)
    void shouldEndAlikeTwiceAndPrintNothing() {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            for (String expression : generated(EXPRESSIONS)) {
                JsonNode first = JsonataReference.ours(JsonataGenerator.INPUT, expression);
                assertThat(JsonataReference.ours(JsonataGenerator.INPUT, expression))
                        .as(expression)
                        .isEqualTo(first);
            }
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    @Timeout(240)
    void shouldGiveWhatTheReferenceGives() throws Exception {
        List<String> expressions = generated(EXPRESSIONS);
        ArrayNode reference = JsonataReference.outcomes(JsonataGenerator.INPUT, expressions);
        var wrong = new ArrayList<String>();
        for (int i = 0; i < expressions.size(); i++) {
            JsonNode ours = JsonataReference.ours(JsonataGenerator.INPUT, expressions.get(i));
            // Which of several errors comes first is not compared: the reference evaluates both sides before it looks
            // at one.
            boolean bothFail = ours.has("error") && reference.get(i).has("error");
            if (!bothFail && !JsonataReference.same(ours, reference.get(i)))
                wrong.add(expressions.get(i) + "\n  Skald: " + ours + "\n  reference: " + reference.get(i));
        }
        assertThat(wrong).hasSize(DIFFERENT);
    }
}
