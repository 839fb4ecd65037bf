package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 1.8 of the reference. */
class JsonataLanguageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Payload INPUT =
            Payload.ofText("{\"n\":3,\"big\":9007199254740993,\"list\":[1,2,3],\"z\":null}");
    private static final Payload VARIABLE = Payload.ofText("{\"total\":7}");

    private static Scope scope() {
        Random random = new Random(1);
        Variables variables = Map.of("order", VARIABLE)::get;
        return new Scope(
                INPUT,
                null,
                null,
                variables,
                () -> Payload.ofText("{\"State\":{\"Name\":\"S\"}}"),
                NOW,
                random::nextLong);
    }

    private static Asl.Parsed parse(String state) {
        String definition = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S\",\"States\":{\"S\":" + state + "}}";
        return Asl.parseJson(definition, MachineType.STANDARD);
    }

    private static State state(String json) {
        if (parse(json) instanceof Asl.Parsed.Valid valid)
            return valid.machine().state("S");
        throw new AssertionError(parse(json));
    }

    private static String json(String text) {
        return Json.write(Json.text(text));
    }

    private static Expression<Payload> output(String expression) {
        return state("{\"Type\":\"Pass\",\"End\":true,\"Output\":" + json("{% " + expression + " %}") + "}")
                .flow()
                .output();
    }

    private static String value(String expression) {
        return output(expression).evaluate(scope()).text();
    }

    private static EvaluationException failure(String expression) {
        try {
            throw new AssertionError("gave " + value(expression));
        } catch (EvaluationException e) {
            return e;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 + 2|3",
                "7 / 2|3.5",
                "$states.input.n * 2|6",
                "$states.input.big|9007199254740993",
                "$states.input.z|null",
                "$states.input|{\"n\":3,\"big\":9007199254740993,\"list\":[1,2,3],\"z\":null}",
                "$states.context.State.Name|\"S\"",
                "$order.total|7",
                "($x := 4; $x + 1)|5",
                "{'a': $nothing, 'b': 1}|{\"b\":1}",
                "$sum($states.input.list)|6",
                "$map([1,2], function($v) { $v * 10 })|[10,20]",
                "$partition([1,2,3,4,5], 2)|[[1,2],[3,4],[5]]",
                "$partition([1,2,3], 2.9)|[[1,2],[3]]",
                "$range(0, 10, 5)|[0,5,10]",
                "$range(3, 1, -1)|[3,2,1]",
                "$hash('a', 'SHA-1')|\"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8\"",
                "$parse('{\"a\":[1,null]}')|{\"a\":[1,null]}",
                "$parse('-0')|0",
                "$random(5) = $random(5)|true",
                "$random() < 1|true",
                "$length($uuid())|36",
                "$millis()|1795255200123",
                "$now()|\"2026-11-21T10:00:00.123Z\"",
                "$contains('hello$world', /^hello\\$/)|true",
                "$exists($eval)|false",
                "[1..3]|[1,2,3]"
            })
    void shouldEvaluate(String expression, String expected) {
        assertThat(value(expression)).isEqualTo(expected);
    }

    @Test
    void shouldFailOnNothing() {
        EvaluationException e = failure("$states.input.nothing");
        assertThat(e.error()).isEqualTo("States.QueryEvaluationError");
        assertThat(e.location()).isEqualTo("Output");
        assertThat(e.message())
                .isEqualTo("The JSONata expression '$states.input.nothing' specified for the field 'Output' returned"
                        + " nothing (undefined).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$nope(1)|threw an error during evaluation. T1006: Attempted to invoke a non-function",
                "$eval('1')|threw an error during evaluation. T1006: Attempted to invoke a non-function",
                "1 + 'a'|T2002: The right side of the \"+\" operator must evaluate to a number",
                "$number('x')|D3030: Unable to cast value to a number",
                "function($x) { $x }|returned an unsupported result type.",
                "$sum|returned an unsupported result type."
            })
    void shouldFailInTheWordsOfAws(String expression, String end) {
        assertThat(failure(expression).message()).endsWith(end);
    }

    /** Nothing that a definition says may stall or exhaust the engine. */
    @ParameterizedTest
    @Timeout(60)
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "($f := function($n) { $f($n + 1) }; $f(0))|Expression evaluation timeout",
                "($f := function($n) { 1 + $f($n + 1) }; $f(0))|Stack overflow error",
                "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('xxxxxxxx', 60))|memory limit exceeded",
                "[1..100000000]|must not exceed 1e6",
                "$range(1, 100000000, 1)|The range is too long"
            })
    void shouldEndWhatDoesNotEnd(String expression, String end) {
        assertThat(failure(expression).message()).contains(end);
    }

    @Test
    void shouldCheckTypesOfFields() {
        var wait = (WaitState) state("{\"Type\":\"Wait\",\"Seconds\":\"{% $states.input.n %}\",\"End\":true}");
        assertThat(wait.dueAt().evaluate(scope())).isEqualTo(NOW.plus(Duration.ofSeconds(3)));
        var map = (MapState) state("{\"Type\":\"Map\",\"Items\":\"{% $states.input.n %}\",\"End\":true,"
                + "\"ItemProcessor\":{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}}");
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> map.items().evaluate(scope()))
                .withMessageEndingWith(
                        "returned an unexpected result type. Expected 'array', but was 'number' for value: 3");
    }

    @Test
    void shouldTakeBooleansAndExpressionsAsConditions() {
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "S", "States": {
                  "S": {"Type": "Choice", "Default": "E", "Choices": [
                    {"Condition": "{% 'yes' %}", "Next": "E"}, {"Condition": true, "Next": "E"}]},
                  "E": {"Type": "Succeed"}}}""";
        if (!(Asl.parseJson(definition, MachineType.STANDARD) instanceof Asl.Parsed.Valid valid))
            throw new AssertionError(definition);
        var choice = (ChoiceState) valid.machine().state("S");
        assertThat(choice.rules().get(1).condition().evaluate(scope())).isTrue();
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> choice.rules().get(0).condition().evaluate(scope()))
                .withMessageEndingWith("Expected 'boolean', but was 'string' for value: \"yes\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Type\":\"Pass\",\"End\":true,\"Output\":\"{% 1 + %}\"}",
                "{\"Type\":\"Pass\",\"End\":true,\"Output\":\"{% 1\"}",
                "{\"Type\":\"Pass\",\"End\":true,\"Output\":{\"a\":[\"{% ( %}\"]}}",
                "{\"Type\":\"Pass\",\"End\":true,\"Output\":\"{% $states.result %}\"}",
                "{\"Type\":\"Pass\",\"End\":true,\"Assign\":{\"a\":\"{% $states.errorOutput.Error %}\"}}",
                "{\"Type\":\"Pass\",\"End\":true,\"Parameters\":{}}",
                "{\"Type\":\"Wait\",\"End\":true,\"Seconds\":\"ten\"}",
                "{\"Type\":\"Wait\",\"End\":true,\"SecondsPath\":\"$.a\"}"
            })
    void shouldRefuse(String state) {
        assertThat(parse(state)).isInstanceOf(Asl.Parsed.Invalid.class);
    }

    @Test
    void shouldTakeWhatOnlyLooksIllegal() {
        assertThat(value("'$states.result'")).isEqualTo("\"$states.result\"");
    }
}
