package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.task.Handler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 19: what a worker may hand back. The execution fails or goes on; the engine does not care either way. */
class HostileResultTest {
    private static final int TEN_MEGABYTES = 10 << 20;
    private static final int DEEP = 1_000;
    private static final String NEXT = "{\"StartAt\": \"Ask\", \"States\": {"
            + "\"Ask\": {\"Type\": \"Task\", \"Resource\": \"" + World.FUNCTION + "f\", \"ResultPath\": \"$.r\","
            + " \"Next\": \"Pass\"}, \"Pass\": {\"Type\": \"Pass\", \"InputPath\": \"$.r\", \"End\": true}}}";

    private static World returning(String result) {
        Handler handler = (input, step) -> Payload.ofText(result);
        return World.with(Map.of("f", handler));
    }

    @Test
    void shouldRefuseTenMegabytes() {
        try (var world = returning('"' + "x".repeat(TEN_MEGABYTES) + '"')) {
            String arn = world.start(NEXT, "{}");
            assertThat(world.result(arn).error()).isEqualTo("States.DataLimitExceeded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "{'a': 1}", "{\"a\": 1,}", "[1, 2", "\u0000", "", "{} {}", "undefined"})
    void shouldFailOnWhatIsNoJson(String result) {
        try (var world = returning(result)) {
            String arn = world.start(NEXT, "{}");
            assertThat(world.status(arn)).isEqualTo(Status.FAILED);
            assertThat(world.types(arn)).contains("LambdaFunctionFailed").endsWith("ExecutionFailed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 2}",
                "{\"__proto__\": {\"polluted\": true}}",
                "{\"constructor\": 1}",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "123456789012345678901234567890.123456789",
                "-0",
                "\"\u2028\u2029\"",
                "null"
            })
    void shouldPassOddJsonOn(String result) {
        try (var world = returning(result)) {
            String arn = world.start(NEXT, "{}");
            assertThat(world.result(arn).stoppedAt()).isNotNull();
            assertThat(world.status(arn)).as(world.result(arn).toString()).isEqualTo(Status.SUCCEEDED);
        }
    }

    /** JSON has no limits on numbers; whatever the engine makes of them, the execution ends. */
    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-400", "1e99999999"})
    void shouldSurviveNumbersOutOfRange(String result) {
        try (var world = returning(result)) {
            assertThat(world.status(world.start(NEXT, "{}")).terminal()).isTrue();
        }
    }

    @Test
    void shouldSurviveDeepResults() {
        try (var world = returning("[".repeat(DEEP) + "]".repeat(DEEP))) {
            String arn = world.start(NEXT, "{}");
            assertThat(world.status(arn).terminal()).isTrue();
        }
    }
}
