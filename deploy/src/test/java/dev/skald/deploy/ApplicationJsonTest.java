package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An application that is written is read again as it was. */
class ApplicationJsonTest {
    private static final int SEEDS = 300;

    @Test
    void shouldReadWhatItWrites() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Application application = new RandomApplication(seed).next();
            String json = ApplicationJson.write(application);
            assertThat(ApplicationJson.read(json)).as("seed %s: %s", seed, json).isEqualTo(application);
        }
    }
}
