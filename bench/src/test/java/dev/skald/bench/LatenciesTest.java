package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void sharesAreExactToThreePercent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 1_000; micros++) latencies.add(micros * 1_000L);
        assertThat(latencies.millis(0.5)).isCloseTo(0.5, within(0.015));
        assertThat(latencies.millis(0.99)).isCloseTo(0.99, within(0.03));
        assertThat(latencies.millis(1)).isEqualTo(1.0);
    }

    @Test
    void theSmallestAndTheLargestHaveAPlace() {
        Latencies latencies = new Latencies();
        latencies.add(0);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.millis(0.5)).isZero();
        assertThat(latencies.millis(1)).isEqualTo(Long.MAX_VALUE / 1e6);
    }

    @Test
    void sumsAreAsIfCountedTogether() {
        Latencies one = new Latencies();
        Latencies other = new Latencies();
        one.add(10);
        other.add(20);
        one.add(other);
        assertThat(one.count()).isEqualTo(2);
        assertThat(one.millis(1)).isEqualTo(20 / 1e6);
    }
}
