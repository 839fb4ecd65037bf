package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.Jackson3JsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PathTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Jayway over Java maps and lists, as AWS runs it. */
    private static final Configuration JAYWAY = Configuration.builder()
            .jsonProvider(new Jackson3JsonProvider(MAPPER))
            .mappingProvider(new Jackson3MappingProvider(MAPPER))
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$|{\"a\":1}|{\"a\":1}",
                "$.a|{\"a\":1}|1",
                "$.a.b[1]|{\"a\":{\"b\":[1,2]}}|2",
                "$['a'][\"b\"]|{\"a\":{\"b\":null}}|null",
                "$['a b']|{\"a b\":3}|3",
                "$.store\\.book|{\"store.book\":1}|1",
                "$.foo\\@bar.baz\\[\\[.\\?pretty|{\"foo@bar\":{\"baz[[\":{\"?pretty\":5}}}|5",
                "$.\\stor\\e.boo\\k|{\"store\":{\"book\":2}}|2",
                "$.&Ж中|{\"&Ж中\":1}|1",
                "$['Te\\\"st']|{\"Te\\\\\\\"st\":1}|1",
                "$['it\\'s']|{\"it's\":1}|1",
                "$.a[*]|{\"a\":[1,2]}|[1,2]",
                "$.a[-1]|{\"a\":[1,2]}|2",
                "$.a[0:1]|{\"a\":[1,2]}|[1]",
                "$..b|{\"a\":{\"b\":1},\"b\":2}|[2,1]",
                "$.a[?(@.x > 1)].x|{\"a\":[{\"x\":1},{\"x\":2}]}|[2]",
                "$.a[?(@.x =~ /b.*/)]|{\"a\":[{\"x\":\"bbb\"}]}|[{\"x\":\"bbb\"}]",
                "$.a.length()|{\"a\":[1,2]}|2",
                "$.a.sum()|{\"a\":[1,2]}|3.0",
                "$.none[*]|{}|[]",
                "$.none[1:].x|{}|[]"
            })
    void shouldSelect(String path, String document, String expected) throws Exception {
        JsonNode found = Path.parse(path).selection().find(Json.parse(document));
        assertThat(String.valueOf(found)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$.x|{}|No results for path: $['x']",
                "$.no.such.path|{}|Missing property in path $['no']",
                "$.a[3]|{\"a\":[1]}|No results for path: $['a'][3]",
                "$.a[-3]|{\"a\":[1]}|No results for path: $['a'][-3]",
                "$.a[0]|{\"a\":null}|The path $['a'] is null",
                "$.a[0]|{\"a\":{\"b\":\"c\"}}|"
                        + "Filter: [0] can only be applied to arrays. Current context is: {b=c}",
                "$.a.b|{\"a\":\"s\"}|Expected to find an object with property ['b'] in path $['a'] but found"
                        + " 'java.lang.String'. This is not a json object according to the JsonProvider:"
                        + " 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.",
                "$.a[-1].b|{\"a\":[7]}|Expected to find an object with property ['b'] in path $['a'][-1] but found"
                        + " 'java.lang.Integer'. This is not a json object according to the JsonProvider:"
                        + " 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."
            })
    void shouldSayInJaywaysWordsWhyNothingIsSelected(String path, String document, String reason) throws Exception {
        Selection selection = Path.parse(path).selection();
        assertThat(selection.find(Json.parse(document))).isNull();
        assertThat(selection.reason(Json.parse(document))).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.b",
                "@.a",
                " $.a",
                "$.",
                "$..",
                "$.a.",
                "$.a[",
                "$.a[]",
                "$.a[b]",
                "$.a b",
                "$.a]",
                "$[?(",
                "$['a'",
                "$..a..b..c..d",
                "$x y",
                "$1",
                "$$$"
            })
    void shouldRefuseWhatIsNoPath(String path) {
        assertThatThrownBy(() -> Path.parse(path)).isInstanceOf(InvalidPath.class);
    }

    @Test
    void shouldReadTheContextAfterTwoDollars() throws Exception {
        Path path = Path.parse("$$.State.Name");
        Payload input = Payload.EMPTY_OBJECT;
        Frame frame = new Frame(Chain.scope(input, Chain.context("Here", input)), input);
        assertThat(String.valueOf(path.find(frame))).isEqualTo("\"Here\"");
    }

    @Test
    void shouldFailWhenDeepScansSelectTooMuch() throws Exception {
        JsonNode document = Json.parse("{\"a\":".repeat(900) + "1" + "}".repeat(900));
        assertThatThrownBy(() -> Path.parse("$..a..a").selection().find(document))
                .isInstanceOf(EvaluationException.class);
    }

    /** The walk of our own finds what Jayway finds, and complains in the same words. */
    @Test
    void shouldAgreeWithJaywayOnRandomDocuments() throws Exception {
        Random random = new Random(1);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            JsonNode document = document(random, 4);
            String text = "$" + path(random);
            Selection steps = Path.parse(text).selection();
            assertThat(steps).isInstanceOf(Steps.class);
            JsonNode ours = steps.find(document);
            String expected = jayway(text, document);
            String actual = ours == null ? "!" + steps.reason(document) : ours.toString();
            assertThat(actual).as(text + " on " + document).isEqualTo(expected);
            if (ours != null) found++;
        }
        assertThat(found).isGreaterThan(1_000);
    }

    private static String jayway(String path, JsonNode document) {
        Object plain = MAPPER.convertValue(document, Object.class);
        try {
            Object result = plain == null && path.equals("$")
                    ? null
                    : JsonPath.compile(path).read(plain, JAYWAY);
            return MAPPER.writeValueAsString(result);
        } catch (PathNotFoundException e) {
            return "!"
                    + String.valueOf(e.getMessage()).replace(Jackson3JsonProvider.class.getName(), JavaText.PROVIDER);
        } catch (IllegalArgumentException e) {
            return "!Expected to find an object with property";
        }
    }

    private static final List<String> NAMES = List.of("a", "b", "a b", "x-y", "0", "Ж");

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            boolean dotted = !name.contains(" ");
            switch (random.nextInt(3)) {
                case 0 -> path.append(dotted ? "." + name : "['" + name + "']");
                case 1 -> path.append("['").append(name).append("']");
                default -> path.append('[').append(random.nextInt(3)).append(']');
            }
        }
        return path.toString();
    }

    private static JsonNode document(Random random, int depth) {
        int kind = random.nextInt(depth == 4 ? 2 : depth > 0 ? 7 : 5);
        if (depth == 4 || kind >= 5) {
            if (kind % 2 == 0) {
                ArrayNode array = Json.array();
                for (int i = random.nextInt(3); i >= 0; i--) array.add(document(random, depth - 1));
                return array;
            }
            ObjectNode object = Json.object();
            for (String name : NAMES) if (random.nextBoolean()) object.set(name, document(random, depth - 1));
            return object;
        }
        return switch (kind) {
            case 0 -> Json.nullNode();
            case 1 -> Json.number(random.nextLong());
            case 2 -> Json.number(0.5);
            case 3 -> Json.bool(true);
            default -> Json.text("t");
        };
    }

    /** A regular expression in a filter cannot be stopped: it gets no text that would take it long. */
    @ParameterizedTest
    @Timeout(30)
    @CsvSource(
            delimiter = ';',
            value = {
                "/(.*a){20}b/ ; 20",
                "/(a+)+b/ ; 20",
                "/(a?a?)*b/ ; 20",
                "/(x|y)*b/ ; 20",
                "/.*.*b/ ; 10000",
                "/.*.*.*.*b/ ; 186",
            })
    void shouldBoundRegularExpressions(String regex, int most) {
        String path = "$.a[?(@.x =~ " + regex + ")]";
        assertThat(found(path, "a".repeat(most))).isEqualTo("[]");
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> found(path, "a".repeat(most + 1)))
                .withMessageContaining("may take too long");
    }

    @Test
    void shouldMatchLongTextsByPlainRegularExpressions() {
        assertThat(found("$.a[?(@.x =~ /a.*/)].y", "a".repeat(100_000))).isEqualTo("[]");
        assertThat(found("$.a[?(@.x =~ /[0-9]{4}-[0-9]{2}-[0-9]{2}T.*/)].x", "2026-11-21T10:00:00Z"))
                .isEqualTo("[\"2026-11-21T10:00:00Z\"]");
    }

    private static String found(String path, String text) {
        try {
            return String.valueOf(JaywaySelection.compile(path).find(Json.parse("{\"a\":[{\"x\":\"" + text + "\"}]}")));
        } catch (InvalidPath | MalformedJson e) {
            throw new AssertionError(e);
        }
    }
}
