package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an expression says, it ends, within bounds; and one expression can be evaluated by many at once. */
class JsonataBoundsTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 300;

    private static Scope scope(Payload input, Variables variables) {
        return new Scope(input, null, null, variables, () -> Payload.EMPTY_OBJECT, Instant.EPOCH, () -> 1L);
    }

    private static JsonataExpression expression(String text) {
        try {
            return JsonataExpression.parse("{% " + text + " %}", JsonataExpression.Extra.NOTHING);
        } catch (JsonataExpression.Invalid e) {
            throw new AssertionError(e);
        }
    }

    private static String cause(String text) {
        try {
            JsonataExpression expression = expression(text);
            throw new AssertionError(expression.evaluate(scope(Payload.EMPTY_OBJECT, Variables.NONE), "Output"));
        } catch (EvaluationException e) {
            assertThat(e.error()).isEqualTo("States.QueryEvaluationError");
            return e.message();
        }
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "$replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(.*a){20}$/, 'x')",
                "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(.*a){20}$/)",
                "$split('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(.*a){20}$/)",
                "$contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /(.*a){20}$/)",
                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' ~> /(.*a){20}$/",
                "$count([1..1000000]^($))",
                "($f := function() { $f() }; $f())",
                "($s := $pad('x', 5000000); $reduce([1..1000000], function($a, $i) { $contains($s, 'y') ? 1 : $a }))"
            })
    void shouldEndWhatTakesForEver(String text) {
        assertThat(cause(text)).endsWith("threw an error during evaluation. Expression evaluation timeout");
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "$pad('x', 2000000000)",
                "$pad('x', -1e15)",
                "($p := $pad('x', 1000000); $join($map([1..1000], function($i) { $p })))",
                "($p := $pad('x', 10000); $replace($p, ' ', $p))",
                "($p := $pad('x', 10000); $replace($p, / /, $p))",
                "($f := function($x) { $f($x & $x) }; $f('x'))",
                "($f := function($x) { $f($append($x, $x)) }; $f([1]))",
                "[1..1000].([1..1000000])",
                "($b := [1..1000000]; $count([1..1000].$b))",
                "($b := [1..1000000]; [1..1000]@$x.$b@$y.{'a': $x})",
                "($f := function($a, $n) { $n = 0 ? $a : $f({'l': $a, 'r': $a}, $n - 1) }; $f(1, 60) = $f(1, 60))",
                "($f := function($a, $n) { $n = 0 ? $a : $f({'l': $a, 'r': $a}, $n - 1) }; $count($f(1, 60).**))",
                "($f := function($a, $n) { $n = 0 ? $a : $f({'l': $a, 'r': $a}, $n - 1) }; $string($f(1, 60)))"
            })
    void shouldEndWhatNeedsTooMuch(String text) {
        assertThat(cause(text))
                .endsWith("threw an error during evaluation. Expression evaluation memory limit exceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($n) { 1 + $f($n + 1) }; $f(0))",
                "$reduce([1..100000], function($a, $x) { {'a': $a} })"
            })
    void shouldEndWhatIsTooDeep(String text) {
        assertThat(cause(text)).endsWith("Stack overflow error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "$contains('a', /(?:(?:^){10000}){10000}b/)",
                "$contains('a', /a{100001}/)",
                "$contains('a', /(/)",
                "$contains('a', /[a/)"
            })
    void shouldRefuseRegularExpressions(String text) {
        assertThatExceptionOfType(JsonataExpression.Invalid.class)
                .isThrownBy(() -> JsonataExpression.parse("{% " + text + " %}", JsonataExpression.Extra.NOTHING));
    }

    @Test
    void shouldEndByTheClock() {
        JsonataExpression expression = expression("$sum($map([1..1000], function($x) { $x }))");
        Scope scope = scope(Payload.EMPTY_OBJECT, Variables.NONE);
        TimeLimit over = () -> () -> true;
        assertThat(expression.evaluate(scope, "Output").intValue()).isEqualTo(500_500);
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() ->
                        ScopedValue.where(TimeLimit.CURRENT, over).run(() -> expression.evaluate(scope, "Output")))
                .withMessageEndingWith("Expression evaluation timeout");
    }

    /** Each thread evaluates what its neighbour has parsed last: nobody sees another's input, variables or functions. */
    @Test
    @Timeout(120)
    void shouldShareExpressionsAmongThreads() throws Exception {
        var shared = new JsonataExpression[THREADS];
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            var together = new CyclicBarrier(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) all.add(threads.submit(evaluating(shared, together, i)));
            for (Future<?> each : all) each.get();
        }
    }

    private static Callable<Void> evaluating(JsonataExpression[] shared, CyclicBarrier together, int thread) {
        return () -> {
            boolean even = thread % 2 == 0;
            shared[thread] = expression("($f := $trim ~> $uppercase; $f(' a') & $replace('1', /\\d/, function($m) {"
                    + " $string($number($m.match) * $states.input.n * $factor) }) & $string($exists($other)))");
            together.await();
            JsonataExpression expression = shared[thread / 2 * 2];
            Payload factor = Payload.ofText("3");
            Map<String, Payload> variables =
                    even ? Map.of("factor", factor, "other", factor) : Map.of("factor", factor);
            Scope scope = scope(Payload.ofText("{\"n\":" + thread + "}"), variables::get);
            for (int i = 0; i < ROUNDS; i++)
                assertThat(expression.evaluate(scope, "Output").stringValue()).isEqualTo("A" + thread * 3 + even);
            return null;
        };
    }
}
