package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The reference implementation of JSONata, npm's {@code jsonata} of the version that AWS names; a test that needs it is
 * skipped where npm cannot bring it into {@code target}.
 */
final class JsonataReference {
    private static final String VERSION = "2.0.6";
    private static final Path FOLDER = Path.of("target", "jsonata-reference");
    private static final String SCRIPT = """
            const jsonata = require('jsonata');
            const fs = require('fs');
            const {input, expressions} = JSON.parse(fs.readFileSync('expressions.json', 'utf8'));
            const given = JSON.stringify(input);  // It changes what it gets.
            const outcome = async text => {
              try {
                const value = await jsonata(text).evaluate(undefined, {states: {input: JSON.parse(given)}});
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

    private JsonataReference() {}

    /** What it makes of expressions over an input: {@code value}, or {@code error} and {@code message}. */
    static ArrayNode outcomes(String input, List<String> expressions) throws Exception {
        Files.createDirectories(FOLDER);
        assumeTrue(runs("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", "jsonata@" + VERSION), "no npm");
        var given = Json.object();
        given.set("input", Json.parse(input));
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

    /** What Skald makes of an expression over an input. */
    static JsonNode ours(String input, String text) {
        var outcome = Json.object();
        try {
            var scope = new Scope(
                    Payload.ofText(input),
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
    static boolean same(JsonNode ours, JsonNode reference) {
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
