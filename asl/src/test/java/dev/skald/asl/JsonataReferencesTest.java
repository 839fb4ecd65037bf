package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What AWS refuses of JSONata when a machine is created, and what is called that is no function. Section 1.8. */
class JsonataReferencesTest {
    private static final Payload INPUT = Payload.ofText("{\"n\":3,\"list\":[1,2,3],\"nested\":{\"sum\":1}}");

    private static List<Problem> problems(String states) {
        String definition = "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S\",\"States\":{" + states + "}}";
        return switch (Asl.parseJson(definition, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> valid.warnings();
            case Asl.Parsed.Invalid invalid -> invalid.problems();
        };
    }

    private static List<Problem> ofOutput(String expression) {
        String output = Json.write(Json.text("{% " + expression + " %}"));
        return problems("\"S\":{\"Type\":\"Pass\",\"End\":true,\"Output\":{\"a\":[" + output + "]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "phone|phone",
                "phone[0]|phone",
                "phone.number|phone",
                "`with space`|with space",
                "$|$",
                "$.phone|$",
                "$[0]|$",
                "{'a': phone}|phone",
                "{aaa: 1}|aaa",
                "[1, phone]|phone",
                "(1; phone)|phone",
                "true ? phone : 2|phone",
                "$x := phone|phone",
                "-phone|phone",
                "1 in phone|phone",
                "phone ~> $sum|phone",
                "$sum(phone)|phone",
                "sum([1])|sum",
                "$map($states.input.a, function($v) { phone })|phone",
                "$match('a/b', /phone/) & phone|phone",
                "4 / phone / 2|phone",
                "/* x */ phone|phone"
            })
    void shouldRefuseWhatReadsAnInputDocument(String expression, String name) {
        assertThat(ofOutput(expression))
                .extracting(Problem::toString)
                .containsExactly("UNSUPPORTED_JSONATA_EXPRESSION: Reference to '" + name
                        + "' at the top level is not supported. at /States/S/Output/a[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$$", "$$.a", "$states.input.list[$$.n > $]", "$states.input.($$)"})
    void shouldRefuseTheInputDocumentItselfEverywhere(String expression) {
        assertThat(ofOutput(expression))
                .extracting(Problem::message)
                .containsExactly("Reference to '$$' is not supported.");
    }

    @Test
    void shouldListEachReferenceOnce() {
        assertThat(ofOutput("aaa + bbb + aaa"))
                .extracting(Problem::message)
                .containsExactly(
                        "Reference to 'aaa' at the top level is not supported.",
                        "Reference to 'bbb' at the top level is not supported.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$states",
                "$states.input.phone",
                "$states.input.items[phone > 3 and $.n]",
                "$states.input.items.(phone & $)",
                "$states.input.items^(>phone, n)",
                "$states.input.items{phone: $sum(n)}",
                "$states.input.items@$i.lines#$at.{'a': $i.b, 'p': %.c, 'at': $at}",
                "$states.input ~> |items|{'a': phone}, ['b']|",
                "$map($states.input.a, function($x, $y)<nn?:n> { $x.phone })",
                "$phone",
                "$phone.a",
                "$filter($phone, λ($v) { $v.and = true })",
                "['a', null, true, false, -1.5e3][0]",
                "{'$': 1, 'phone': '$$'}",
                "'phone' & \"$$\"",
                "$contains('a', /phone$/)",
                "$states.context.Execution.Input.a.*.**"
            })
    void shouldTakeWhatReadsNone(String expression) {
        assertThat(ofOutput(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"result, $states.result.a", "errorOutput, $states . errorOutput", "nothing, $states.nothing"})
    void shouldRefuseMembersOfStatesThatThereAreNot(String member, String expression) {
        assertThat(ofOutput(expression))
                .extracting(Problem::toString)
                .containsExactly("UNSUPPORTED_JSONATA_EXPRESSION: Field '$states." + member
                        + "' does not exist. at /States/S/Output/a[0]");
    }

    private static String task(String field, String expression) {
        return """
                "S": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, %s
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C", %s "Assign": {"z": 1}}]},
                "C": {"Type": "Succeed"}""".formatted(
                        field.startsWith("Catch/") ? "" : member(field, expression),
                        field.startsWith("Catch/") ? member(field.substring(6), expression) : "");
    }

    private static JsonNode evaluate(String expression) throws JsonataExpression.Invalid {
        var scope = new Scope(INPUT, null, null, Variables.NONE, () -> Payload.EMPTY_OBJECT, Instant.EPOCH, () -> 1L);
        return JsonataExpression.parse("{% " + expression + " %}", JsonataExpression.Extra.NOTHING)
                .evaluate(scope, "Output");
    }

    private static String member(String field, String expression) {
        return "\"" + field + "\": {\"a\": \"{% " + expression + " %}\"},";
    }

    @ParameterizedTest
    @CsvSource({
        "Output, $states.result, true",
        "Output, $states.errorOutput, false",
        "Assign, $states.result, true",
        "Arguments, $states.result, false",
        "Arguments, $states.errorOutput, false",
        "Catch/Output, $states.errorOutput.Cause, true",
        "Catch/Output, $states.result, false"
    })
    void shouldKnowWhereThereIsAResultOrAnError(String field, String expression, boolean allowed) {
        List<Problem> problems = problems(task(field, expression));
        if (allowed) assertThat(problems).isEmpty();
        else assertThat(problems).extracting(Problem::code).containsExactly("UNSUPPORTED_JSONATA_EXPRESSION");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a[1,2)|Expected \"]\", got \",\"",
                "\"unterminated|String literal must be terminated by a matching quote",
                "1 +|Unexpected end of expression",
                "{\"a\":}|The symbol \"}\" cannot be used as a unary operator",
                "$match(\"a\", /abc|No terminating / in regular expression",
                "$x %.other|The symbol \".\" cannot be used as a unary operator",
                "~~|Unexpected end of expression"
            })
    void shouldRefuseWhatIsNoExpression(String expression, String message) {
        assertThat(ofOutput(expression))
                .extracting(Problem::toString)
                .containsExactly("INVALID_JSONATA_EXPRESSION: " + message + " at /States/S/Output/a[0]");
    }

    @Test
    void shouldSayOneThingOfAFieldOfAType() {
        assertThat(problems("\"S\":{\"Type\":\"Wait\",\"Seconds\":\"{% phone %}\",\"End\":true}"))
                .extracting(Problem::toString)
                .containsExactly(
                        "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported."
                                + " at /States/S/Seconds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$states.input.n(1)|T1006",
                "($x := 3; $x(1))|T1006",
                "(1)(2)|T1006",
                "'a'()|T1006",
                "$nope(1)|T1006",
                "$states.input.list[0](1)|T1006",
                "$sum([1])(2)|T1006",
                "($f := function() { $nope() }; $f())|T1006",
                "($f := function() { $eval('1') }; $f())|T1006",
                "($f := function($n) { $n() }; $f(4))|T1006",
                "($sum := 4; $sum([1]))|T1006",
                "1 ~> $nope(2)|T1006",
                "1 ~> $states.input.n(2)|T1006",
                "1 ~> 2|T2006",
                "$map([1], function($v) { $v() })|T1006",
                "$nope(?)|T1008",
                "$states.input.nested.(sum(1))|T1006",
                "$states.input.(count([1]))|T1005"
            })
    void shouldPrintNothingAboutWhatIsNoFunction(String expression, String code) throws Exception {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            evaluate(expression);
        } catch (EvaluationException e) {
            assertThat(e.message()).contains(code);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
            return;
        } finally {
            System.setOut(before);
        }
        throw new AssertionError("evaluated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "($f := function($x) { $x + 1 }; $f(1))|2",
                "($add := function($a) { function($b) { $a + $b } }; $add(1)(2))|3",
                "($fs := {'a': function($x) { $x * 2 }}; $fs.a(4))|8",
                "($sum := function($x) { 'mine' }; $sum(1))|\"mine\"",
                "($f := $sum; $f([1, 2]))|3",
                "(function($x) { $x })(5)|5",
                "($f := $substring(?, 1); $f('abc'))|\"bc\"",
                "($f := $split(?, ','); $f('a,b'))|[\"a\",\"b\"]",
                "($f := $contains('abc', ?); [$f('b'), $f('z')])|[true,false]",
                "'a-b' ~> $replace(?, '-', '+') ~> $uppercase|\"A+B\"",
                "$substring('abc', $nope)|\"abc\"",
                "($f := $uppercase ~> $trim; $f(' a '))|\"A\"",
                "([1, 2] ~> $map(function($v) { $v * 2 }))[0]|2",
                "($loop := function($n) { $n = 0 ? 'end' : $loop($n - 1) }; $loop(1000))|\"end\""
            })
    void shouldCallWhatIsAFunction(String expression, String expected) throws Exception {
        assertThat(Json.write(evaluate(expression))).isEqualTo(expected);
    }

    private static String branch(String machine, String branch, String state) {
        return """
                {%s "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
                  {%s "StartAt": "B", "States": {"B": {"Type": "Pass", "End": true, %s}}}]}}}""".formatted(machine, branch, state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "||\"ResultPath\": \"$\"|",
                "|\"QueryLanguage\": \"JSONata\",|\"Output\": 1|",
                "|\"QueryLanguage\": \"JSONata\",|\"ResultPath\": \"$\"|/States/P/Branches[0]/States/B",
                "\"QueryLanguage\": \"JSONata\",||\"Output\": 1|",
                "\"QueryLanguage\": \"JSONata\",|\"QueryLanguage\": \"JSONPath\",|\"ResultPath\": \"$\"|/States/P/Branches[0]",
                "|\"QueryLanguage\": \"XPath\",|\"ResultPath\": \"$\"|/States/P/Branches[0]/QueryLanguage"
            })
    void shouldTakeTheLanguageOfABranchForItsStates(String machine, String branch, String state, String location) {
        String definition = branch(machine == null ? "" : machine, branch == null ? "" : branch, state);
        List<Problem> problems = Asl.parseJson(definition, MachineType.STANDARD) instanceof Asl.Parsed.Invalid invalid
                ? invalid.problems()
                : List.of();
        assertThat(problems)
                .extracting(Problem::location)
                .containsExactlyElementsOf(location == null ? List.<String>of() : List.of(location));
    }
}
