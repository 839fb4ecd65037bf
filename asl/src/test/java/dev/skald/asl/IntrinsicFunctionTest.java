package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrinsicFunctionTest {
    private static final String INPUT = "{'s':'text','n':7,'d':1.5,'a':[1,2,[3]],'o':{'x':'y','z':[]},'nil':null,"
            + "'tpl':'<{}>','esc':'a\\\\{}b','big':99999999999999999999}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "States.Format('{} {}', $.n, $.s)|\"7 text\"",
                "States.Format('{}{}{}', null, true, -1.50)|\"nulltrue-1.5\"",
                "States.Format('no \\{\\} but {} and \\' \\\\', 1)|\"no {} but 1 and ' \\\\\"",
                "States.Format('{}', $.o)|\"{x=y, z=[]}\"",
                "States.Format('{}', $.a)|\"[1, 2, [3]]\"",
                "States.Format($.tpl, 'x')|\"<x>\"",
                "States.Format('{\"k\": 1}')|\"{\\\"k\\\": 1}\"",
                "States.Format('{}', $.big)|\"99999999999999999999\"",
                "States.StringToJson('')|null",
                "States.StringToJson('-0')|0",
                "States.StringToJson('{\"a\":[1.0]}')|{\"a\":[1.0]}",
                "States.JsonToString($.o)|\"{\\\"x\\\":\\\"y\\\",\\\"z\\\":[]}\"",
                "States.JsonToString($.s)|\"\\\"text\\\"\"",
                "States.StringSplit(',,a,,b;c', ',;')|[\"a\",\"b\",\"c\"]",
                "States.StringSplit(',,,', ',')|[]",
                "States.Base64Encode('Data to encode')|\"RGF0YSB0byBlbmNvZGU=\"",
                "States.Base64Decode('RGF0YSB0byBlbmNvZGU=')|\"Data to encode\"",
                "States.Hash('input data', 'SHA-1')|\"aaff4a450a104cd177d28d18d74485e8cae074b7\"",
                "States.Hash($.n, 'MD5')|\"8f14e45fceea167a5a36dedd4bea2543\"",
                "States.Array()|[]",
                "States.Array(1, 'x', $.nil, States.Array())|[1,\"x\",null,[]]",
                "States.ArrayPartition($.a, 2)|[[1,2],[[3]]]",
                "States.ArrayPartition(States.Array(), 4)|[]",
                "States.ArrayContains($.a, States.Array(3))|true",
                "States.ArrayContains($.a, '1')|false",
                "States.ArrayRange(1, 9, 2)|[1,3,5,7,9]",
                "States.ArrayRange(3, 1, -1)|[3,2,1]",
                "States.ArrayRange(1, 0, 1)|[]",
                "States.ArrayRange(9223372036854775806, 9223372036854775807, 5)|[9223372036854775806]",
                "States.ArrayGetItem($.a, 2)|[3]",
                "States.ArrayLength($.a)|3",
                "States.ArrayUnique(States.Array(1, 2, 1, 'a', 'a', null, null))|[1,2,\"a\",null]",
                "States.JsonMerge($.o, States.StringToJson('{\"x\":1}'), false)|{\"x\":1,\"z\":[]}",
                "States.MathAdd($.d, -1.5)|1",
                "States.MathAdd(1.49, 1.5)|3",
                "States.MathRandom(5, 6)|5",
                "  States.ArrayLength ( $['a'] )  |3",
                "States.Array($.a[?(@ > 0 && @ < 3)], $['o']['x'])|[[1,2],\"y\"]",
                "States.Array($.none[*])|[[]]",
                "States.Array($$.State.Name)|[\"S\"]"
            })
    void shouldEvaluate(String call, String expected) {
        Chain.Outcome outcome = Machines.evaluate(call, INPUT);
        assertThat(outcome.cause()).isNull();
        assertThat(outcome.output()).hasToString("{\"r\":" + expected + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "States.Format('{} {}', 1)",
                "States.Format('', 1)",
                "States.Format($.n)",
                "States.StringToJson('{')",
                "States.StringToJson($.n)",
                "States.StringSplit($.n, ',')",
                "States.Base64Decode('%')",
                "States.Hash('a', 'SHA-2')",
                "States.ArrayPartition($.a, 0)",
                "States.ArrayPartition($.s, 1)",
                "States.ArrayContains($.s, 1)",
                "States.ArrayRange(1, 2, 0)",
                "States.ArrayRange(1, 1001, 1)",
                "States.ArrayGetItem($.a, 3)",
                "States.ArrayGetItem($.a, -1)",
                "States.ArrayGetItem($.a, $.big)",
                "States.ArrayLength($.s)",
                "States.JsonMerge($.o, $.o, true)",
                "States.JsonMerge($.o, $.s, false)",
                "States.MathRandom(2, 1)",
                "States.MathAdd('1', 1)",
                "States.MathAdd(9223372036854775807, 1)"
            })
    void shouldFailWithIntrinsicFailure(String call) {
        Chain.Outcome outcome = Machines.evaluate(call, INPUT);
        assertThat(outcome.error()).isEqualTo(ErrorName.INTRINSIC_FAILURE);
        assertThat(outcome.cause()).startsWith("The function '" + call + "' had the following error: ");
    }

    @Test
    void shouldNameTheArgumentThatIsMissing() {
        Chain.Outcome outcome = Machines.evaluate("States.Array(1, States.Format('{}', $.x))", "{'a':1}");
        assertThat(outcome.error()).isEqualTo(ErrorName.RUNTIME);
        assertThat(outcome.cause())
                .isEqualTo(
                        "The function 'States.Format('{}', $.x)' had the following error: The JsonPath argument for the"
                                + " field '$.x' could not be found in the input '{\"a\":1}'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "States.Nope()",
                "States.format('x')",
                "States.UUID(1)",
                "States.Array(1",
                "States.Array(1,)",
                "States.Array(1))",
                "States.Array('a)",
                "States.Array('\\n')",
                "States.Array('\\",
                "States.Array(x)",
                "States.Array($)x",
                "States.Array(01)",
                "States.Array(\"a\")",
                "States.Hash('a')",
                "UUID()",
                "States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array("
                        + "States.Array(States.Array(States.Array()))))))))))"
            })
    void shouldRefuseWhatIsNoCall(String call) {
        assertThat(IntrinsicParser.parse(call)).isNull();
    }

    @Test
    void shouldNestTenCalls() {
        String call = "States.Array(".repeat(9) + "States.UUID()" + ")".repeat(9);
        assertThat(IntrinsicParser.parse(call)).isNotNull();
    }

    @Test
    void shouldDrawRandomsFromTheScopeOnly() {
        String twice = "States.Array(States.UUID(), States.MathRandom(1, 1000000))";
        Payload first = Objects.requireNonNull(Machines.evaluate(twice, "{}").output());
        Payload second = Objects.requireNonNull(Machines.evaluate(twice, "{}").output());
        assertThat(first).isEqualTo(second);
        assertThat(first.node().path("r").path(0).stringValue())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void shouldGiveTheSameRandomForTheSameSeed() {
        String seeded = "States.Array(States.MathRandom(1, 99999, 7), States.MathRandom(1, 99999, 7))";
        var random = Objects.requireNonNull(Machines.evaluate(seeded, "{}").output())
                .node()
                .path("r");
        assertThat(random.get(0)).isEqualTo(random.get(1));
    }

    @Test
    void shouldBoundWhatIsComputed() {
        String large = "'" + "x".repeat(200_000) + "'";
        String template = "{}".repeat(500);
        String arguments = ", $.x".repeat(500);
        Chain.Outcome outcome =
                Machines.evaluate("States.Format('" + template + "'" + arguments + ")", "{'x':" + large + "}");
        assertThat(outcome.succeeded()).isFalse();
    }
}
