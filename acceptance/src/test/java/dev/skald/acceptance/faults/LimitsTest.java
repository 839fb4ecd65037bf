package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.ServiceException;
import dev.skald.engine.task.Handler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 39: limits, and one beyond; names that trip others up. */
class LimitsTest {
    private static final int PAYLOAD_MAX = 262_144;
    private static final int HISTORY_MAX = 25_000;
    private static final int NAME_MAX = 80;

    private static String text(int length) {
        return '"' + "x".repeat(length - 2) + '"';
    }

    @ParameterizedTest
    @CsvSource({"-1, SUCCEEDED", "0, SUCCEEDED", "1, FAILED"})
    void shouldLimitTheResultOfATask(int more, Status expected) {
        Handler handler = (input, step) -> Payload.ofText(text(PAYLOAD_MAX + more));
        try (var world = World.with(Map.of("f", handler))) {
            String arn = world.start(Definitions.task(World.FUNCTION + "f"), "{}");
            assertThat(world.status(arn)).isEqualTo(expected);
            if (expected == Status.FAILED) assertThat(world.result(arn).error()).isEqualTo("States.DataLimitExceeded");
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, SUCCEEDED", "0, SUCCEEDED", "1, FAILED"})
    void shouldLimitTheOutputOfAState(int more, Status expected) {
        // {"a":...,"b":7} is what the state makes of its input.
        int around = "{\"a\":,\"b\":7}".length();
        String input = "{\"a\":" + text(PAYLOAD_MAX - around + more) + "}";
        String adding = Definitions.single("\"Type\": \"Pass\", \"Result\": 7, \"ResultPath\": \"$.b\"");
        try (var world = World.empty()) {
            assertThat(world.status(world.start(adding, input))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, false"})
    void shouldLimitTheInput(int more, boolean taken) {
        try (var world = World.empty()) {
            String pass = Definitions.single("\"Type\": \"Pass\"");
            String input = text(PAYLOAD_MAX + more);
            if (taken) assertThat(world.status(world.start(pass, input))).isEqualTo(Status.SUCCEEDED);
            else
                assertThatThrownBy(() -> world.start(pass, input))
                        .isInstanceOfSatisfying(
                                ServiceException.class,
                                refused -> assertThat(refused.code()).isEqualTo("InvalidExecutionInput"));
        }
    }

    @Test
    void shouldEndALoopWithoutEndAtTheHistoryLimit() {
        String loop = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Choice\", \"Choices\": ["
                + "{\"Variable\": \"$.n\", \"NumericEquals\": 1, \"Next\": \"A\"}], \"Default\": \"B\"},"
                + " \"B\": {\"Type\": \"Succeed\"}}}";
        try (var world = World.empty()) {
            String arn = world.start(loop, "{\"n\": 1}");
            assertThat(world.status(arn)).isEqualTo(Status.FAILED);
            assertThat(world.result(arn).error()).isEqualTo("States.Runtime");
            assertThat(world.types(arn)).hasSize(HISTORY_MAX).endsWith("ExecutionFailed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constructor",
                "__proto__",
                "toString",
                "$",
                "$$",
                "a.b['c']",
                "\u00FCber \uD83D\uDE80",
                "\u0645\u0631\u062D\u0628\u0627"
            })
    void shouldRunStatesOfAnyName(String name) {
        String definition = "{\"StartAt\": \"" + name + "\", \"States\": {\"" + name
                + "\": {\"Type\": \"Pass\", \"Next\":" + " \"end\"}, \"end\": {\"Type\": \"Succeed\"}}}";
        try (var world = World.empty()) {
            assertThat(world.status(world.start(definition, "{}"))).isEqualTo(Status.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"80, true", "81, false"})
    void shouldLimitTheNamesOfStates(int length, boolean taken) {
        String name = "s".repeat(length);
        String definition = "{\"StartAt\": \"" + name + "\", \"States\": {\"" + name + "\": {\"Type\": \"Succeed\"}}}";
        try (var world = World.empty()) {
            if (taken) assertThat(world.status(world.start(definition, "{}"))).isEqualTo(Status.SUCCEEDED);
            else
                assertThatThrownBy(() -> world.deploy(definition))
                        .isInstanceOfSatisfying(
                                ServiceException.class,
                                refused -> assertThat(refused.code()).isEqualTo("InvalidDefinition"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00E4", "\u20AC", "\u6F22", "\u0645"})
    void shouldTakeLongUnicodeNames(String letter) {
        String name = letter.repeat(NAME_MAX);
        try (var world = World.empty()) {
            String machine = world.skald().deploy(name, Definitions.single("\"Type\": \"Pass\""), MachineType.STANDARD);
            String arn = world.skald().start(machine, name, Payload.EMPTY_OBJECT);
            world.settle();
            assertThat(arn).endsWith(":" + name + ":" + name);
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldTakeADefinitionOfAlmostAMegabyte() {
        var states = new StringBuilder();
        int count = 0;
        while (states.length() < 1_000_000) {
            states.append("\"s")
                    .append(count)
                    .append("\": {\"Type\": \"Pass\", \"Next\": \"s")
                    .append(++count)
                    .append("\"}, ");
        }
        String definition =
                "{\"StartAt\": \"s0\", \"States\": {" + states + "\"s" + count + "\": {\"Type\": \"Succeed\"}}}";
        try (var world = World.empty()) {
            String machine = world.deploy(definition);
            assertThat(world.skald().describeStateMachine(machine).definition()).isEqualTo(definition);
        }
    }
}
