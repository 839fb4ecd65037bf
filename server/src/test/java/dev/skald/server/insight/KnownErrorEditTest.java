package dev.skald.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownErrorEditTest {
    private static final String STATES = "\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}";
    private static final String YAML_STATES = "States:\n  A: {Type: Succeed}\n";

    private static String added(String definition) {
        return KnownErrorEdit.add(definition, MachineType.STANDARD, "Card.Declined")
                .orElse("nothing");
    }

    @Test
    void shouldAddTheField() {
        assertThat(added("{\n    " + STATES + "\n}"))
                .isEqualTo("{\n    \"KnownErrors\": [\"Card.Declined\"],\n    " + STATES + "\n}");
        assertThat(added("{" + STATES + "}")).isEqualTo("{\"KnownErrors\": [\"Card.Declined\"]," + STATES + "}");
        assertThat(added("# mine\nStartAt: A\n" + YAML_STATES))
                .isEqualTo("# mine\nStartAt: A\nKnownErrors: [\"Card.Declined\"]\n" + YAML_STATES);
    }

    @Test
    void shouldAddToTheField() {
        assertThat(added("{\"KnownErrors\": [ \"B\" ], " + STATES + "}"))
                .isEqualTo("{\"KnownErrors\": [ \"B\", \"Card.Declined\" ], " + STATES + "}");
        assertThat(added("{\"KnownErrors\": [], " + STATES + "}"))
                .isEqualTo("{\"KnownErrors\": [\"Card.Declined\"], " + STATES + "}");
        assertThat(added("StartAt: A\nKnownErrors: [B]   # ours\n" + YAML_STATES))
                .isEqualTo("StartAt: A\nKnownErrors: [B, \"Card.Declined\"]   # ours\n" + YAML_STATES);
        assertThat(added("StartAt: A\nKnownErrors:\n  - B   # one\n  - C\n" + YAML_STATES))
                .isEqualTo("StartAt: A\nKnownErrors:\n  - B   # one\n  - C\n  - \"Card.Declined\"\n" + YAML_STATES);
    }

    /** Not the field of that name which is somewhere below. */
    @Test
    void shouldLeaveOtherFieldsAlone() {
        String saga = "{\"Saga\": {\"KnownErrors\": [\"B\"]}, " + STATES + "}";
        assertThat(added(saga)).isEqualTo("{\"KnownErrors\": [\"Card.Declined\"]," + saga.substring(1));
    }

    @Test
    void shouldQuoteTheName() {
        assertThat(KnownErrorEdit.add("{" + STATES + "}", MachineType.STANDARD, "a \"b\" \\"))
                .hasValue("{\"KnownErrors\": [\"a \\\"b\\\" \\\\\"]," + STATES + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "StartAt: A", "KnownErrors: &a\n  - B\nStates: {}", "[1]"})
    void shouldNotTouchWhatItDoesNotUnderstand(String definition) {
        assertThat(added(definition)).isEqualTo("nothing");
    }

    @Test
    void shouldKnowWhatIsKnown() {
        assertThat(KnownErrorEdit.known(added("{" + STATES + "}"), MachineType.STANDARD)
                        .contains("Card.Declined"))
                .isTrue();
        assertThat(KnownErrorEdit.known("{" + STATES + "}", MachineType.STANDARD)
                        .contains("Card.Declined"))
                .isFalse();
    }
}
