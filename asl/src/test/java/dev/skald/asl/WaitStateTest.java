package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitStateTest {
    /** The clock of {@link Chain}. */
    private static final Instant NOW = Instant.parse("2024-02-07T13:56:58Z");

    private static Instant dueAt(String field, String input) {
        StateMachine machine = Machines.one("{'Type':'Wait','End':true," + field + "}");
        Payload payload = Machines.payload(input);
        return ((WaitState) machine.state("S")).dueAt().evaluate(Chain.scope(payload, payload));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Seconds':0|{}|2024-02-07T13:56:58Z",
                "'Seconds':60|{}|2024-02-07T13:57:58Z",
                "'SecondsPath':'$.s'|{'s':2}|2024-02-07T13:57:00Z",
                "'SecondsPath':'$.s'|{'s':0}|2024-02-07T13:56:58Z",
                "'Timestamp':'2016-03-05T21:29:29.243167252Z'|{}|2016-03-05T21:29:29.243167252Z",
                "'Timestamp':'2016-03-05T21:29:29-01:30'|{}|2016-03-05T22:59:29Z",
                "'TimestampPath':'$.t'|{'t':'2030-01-01T00:00:00Z'}|2030-01-01T00:00:00Z"
            })
    void shouldBeDue(String field, String input, String instant) {
        assertThat(dueAt(field, input)).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'SecondsPath':'$.s'|{}|The SecondsPath parameter does not reference an input value: $.s",
                "'SecondsPath':'$.s'|{'s':-1}|The SecondsPath parameter references a negative value: $.s == -1",
                "'SecondsPath':'$.s'|{'s':1.5}|The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5",
                "'SecondsPath':'$.s'|{'s':2147483648}|Wait state delay is too long.",
                "'TimestampPath':'$.s'|{'s':'9999-01-01T00:00:00Z'}|Wait state delay is too long.",
                "'TimestampPath':'$.s'|{}|The TimestampPath parameter does not reference an input value: $.s",
                "'TimestampPath':'$.s'|{'s':'2016-12-05 21:29:29Z'}|The TimestampPath parameter does not reference a valid"
                        + " ISO-8601 extended offset date-time format string: $.s == 2016-12-05 21:29:29Z"
            })
    void shouldFail(String field, String input, String cause) {
        assertThatThrownBy(() -> dueAt(field, input))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(cause)
                .extracting(e -> ((EvaluationException) e).error())
                .isEqualTo(ErrorName.RUNTIME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-03-14T01:59:00",
                "2016-03-14t01:59:00Z",
                "2016-03-14T01:59:00z",
                "2016-3-14T01:59:00Z",
                "2016-02-30T01:59:00Z",
                "2015-02-29T01:59:00Z",
                "2016-03-14T24:00:00Z",
                "2016-03-14T01:59Z",
                "2016-03-14T01:59:00.Z",
                "2016-03-14T01:59:00+0100",
                "2016-03-14T01:59:00+19:00",
                "2016-03-14T01:59:00Zx",
                "",
                "x"
            })
    void shouldRefuseWhatIsNoTimestamp(String text) {
        assertThat(Timestamps.parse(text)).isNull();
        assertThat(Machines.problemsOf("{'Type':'Wait','End':true,'Timestamp':'" + text + "'}"))
                .containsExactly(
                        "SCHEMA_VALIDATION_FAILED: String does not match RFC3339 timestamp at /States/S/Timestamp");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 951_782_400, 4_102_444_799L, 253_402_300_799L})
    void shouldReadWhatInstantsPrint(long second) {
        Instant instant = Instant.ofEpochSecond(second, 123_456_789);
        assertThat(Timestamps.parse(instant.toString())).isEqualTo(instant);
        assertThat(NOW).isNotEqualTo(instant);
    }
}
