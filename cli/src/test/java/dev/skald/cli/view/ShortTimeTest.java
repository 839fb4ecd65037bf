package dev.skald.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "1490, 1.4 s",
        "9999, 9.9 s",
        "10000, 10 s",
        "119999, 119 s",
        "120000, 2 min",
        "7200000, 2 h",
        "172800000, 2 d",
        "-5, 0 ms"
    })
    void shouldSayHowLongSomethingTook(long millis, String expected) {
        assertThat(ShortTime.duration(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, now", "-999, now", "-3000, 3 s ago", "3000, in 3 s", "-7300000, 2 h ago", "31536000000, in 365 d"})
    void shouldSayWhenSomethingIs(long millis, String expected) {
        assertThat(ShortTime.relative(NOW.plusMillis(millis), NOW)).isEqualTo(expected);
    }
}
