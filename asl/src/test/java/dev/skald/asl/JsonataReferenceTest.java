package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Expressions give what the reference implementation gives, npm's {@code jsonata} of the version that AWS names. Skipped where
 * npm cannot bring it into {@code target}.
 */
class JsonataReferenceTest {
    private static final String VERSION = "2.0.6";
    private static final Path FOLDER = Path.of("target", "jsonata-reference");
    private static final String DIFFERS = "differs ";
    private static final String INPUT = """
            {"order": {"id": 7, "lines": [
               {"sku": "a", "qty": 2, "price": 1.5, "tags": ["x", "y"]},
               {"sku": "b", "qty": 1, "price": 10, "tags": ["z"]},
               {"sku": "c", "qty": 3, "price": 2.25, "tags": []}]},
             "nested": {"list": [10, 20, 30], "matrix": [[1, 2], [3, 4]], "empty": [], "emptyObject": {}, "nothing": null,
               "with space": 1},
             "text": "hello world", "numbers": [3, 1, 2, 5, 4]}""";

    private static final String SCRIPT = """
            const jsonata = require('jsonata');
            const fs = require('fs');
            const {input, expressions} = JSON.parse(fs.readFileSync('expressions.json', 'utf8'));
            const outcome = async text => {
              try {
                const value = await jsonata(text).evaluate(undefined, {states: {input}});
                if (value === undefined) return {error: 'returned nothing'};
                if (typeof value === 'function' || (value && value._jsonata_lambda)) return {error: 'unsupported result type'};
                return {value};
              } catch (e) {
                return {error: e.code || e.message, message: e.message};
              }
            };
            (async () => {
              const all = [];
              for (const text of expressions) all.push(await outcome(text));
              fs.writeFileSync('outcomes.json', JSON.stringify(all));
            })();
            """;

    @Test
    @Timeout(240)
    void shouldGiveWhatTheReferenceGives() throws Exception {
        List<String> lines = lines();
        ArrayNode reference =
                reference(lines.stream().map(JsonataReferenceTest::text).toList());
        var wrong = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode ours = ours(text(lines.get(i)));
            boolean same = same(ours, reference.get(i));
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

    private static ArrayNode reference(List<String> expressions) throws Exception {
        Files.createDirectories(FOLDER);
        assumeTrue(runs("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "jsonata@" + VERSION), "no npm");
        var given = Json.object();
        given.set("input", Json.parse(INPUT));
        ArrayNode texts = given.putArray("expressions");
        expressions.forEach(texts::add);
        Files.writeString(FOLDER.resolve("expressions.json"), Json.write(given));
        Files.writeString(FOLDER.resolve("reference.js"), SCRIPT);
        assertThat(runs("node", "reference.js")).isTrue();
        return (ArrayNode) Json.parse(Files.readString(FOLDER.resolve("outcomes.json")));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            FOLDER.resolve("output.txt").toAbsolutePath().toFile())
                    .start();
            if (process.waitFor(120, TimeUnit.SECONDS)) return process.exitValue() == 0;
            process.destroyForcibly();
            return false;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static JsonNode ours(String text) {
        var outcome = Json.object();
        try {
            var scope = new Scope(
                    Payload.ofText(INPUT),
                    null,
                    null,
                    Variables.NONE,
                    () -> Payload.EMPTY_OBJECT,
                    Instant.EPOCH,
                    () -> 1L);
            JsonataExpression expression =
                    JsonataExpression.parse("{% " + text + " %}", JsonataExpression.Extra.NOTHING);
            outcome.set("value", expression.evaluate(scope, "Output"));
        } catch (EvaluationException | JsonataExpression.Invalid e) {
            outcome.put("error", String.valueOf(e.getMessage()));
        }
        return outcome;
    }

    /** Numbers by value; of errors what the reference calls them, or, of what is no expression, says about it. */
    private static boolean same(JsonNode ours, JsonNode reference) {
        String error = reference.path("error").asString("");
        String said = ours.path("error").asString("");
        if (error.startsWith("S0")) return said.equals(reference.path("message").asString(""));
        if (reference.has("error")) return said.contains(error);
        return ours.has("value") && equal(ours.get("value"), reference.get("value"));
    }

    private static boolean equal(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) return left.doubleValue() == right.doubleValue();
        if (left.size() != right.size() || left.getNodeType() != right.getNodeType()) return false;
        if (left.isArray()) {
            for (int i = 0; i < left.size(); i++) if (!equal(left.get(i), right.get(i))) return false;
            return true;
        }
        if (!left.isObject()) return left.equals(right);
        return left.properties().stream()
                .allMatch(member -> right.has(member.getKey()) && equal(member.getValue(), right.get(member.getKey())));
    }
}
