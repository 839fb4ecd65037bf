package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.deploy.Difference.Change;
import dev.skald.server.triggers.ApiKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final Application WHOLE = Samples.whole();

    @Test
    void shouldTellWhatIsCreated() {
        Difference difference = Difference.between(null, WHOLE);
        assertThat(difference.created())
                .containsExactly(
                        "state machine order",
                        "activity approve",
                        "function charge",
                        "POST /orders",
                        "GET /orders/{id}",
                        "API key web",
                        "event bus shop",
                        "rule shop/paid",
                        "schedule nightly",
                        "connection bank",
                        "AWS::SQS::Queue jobs");
        assertThat(difference.isEmpty()).isFalse();
        assertThat(Difference.between(WHOLE, null).removed()).isEqualTo(difference.created());
    }

    @Test
    void shouldTellTheKeysThatChangeAndNoValues() {
        Application other = Samples.with(WHOLE, List.of(Samples.charge(7)), List.of(new ApiKey("web", "other")));
        Difference difference = Difference.between(WHOLE, other);
        assertThat(difference.changed())
                .containsExactly(
                        new Change("function charge", List.of("timeout")), new Change("API key web", List.of("value")));
        assertThat(difference.unchanged()).isEqualTo(9);
        assertThat(difference.json().toString()).doesNotContain("other");
    }

    @Test
    void shouldTellOfNothingWhenNothingChanges() {
        assertThat(Difference.between(WHOLE, WHOLE).isEmpty()).isTrue();
    }

    @Test
    void shouldReadWhatItWrote() {
        assertThat(ApplicationJson.read(ApplicationJson.write(WHOLE))).isEqualTo(WHOLE);
    }

    @Test
    void shouldRefuseWhatIsNoApplication() {
        for (String text : new String[] {
            "", "[]", "{", "{\"version\":1}", "{\"version\":1,\"name\":3,\"machines\":{}}", "{\"name\":\"a\"}"
        })
            assertThatThrownBy(() -> ApplicationJson.read(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("It is no");
        assertThatThrownBy(() -> ApplicationJson.read("{\"version\":99}")).hasMessageContaining("version 99");
    }
}
