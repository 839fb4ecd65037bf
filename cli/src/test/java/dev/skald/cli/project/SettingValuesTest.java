package dev.skald.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingValuesTest {
    private static final Map<Setting, String> NO_FLAGS = Map.of();
    private static final Map<String, String> NO_VARIABLES = Map.of();

    @Test
    void shouldTakeTheFlagFirst() {
        SettingValues values =
                new SettingValues(Map.of(Setting.PORT, "1"), Map.of("SKALD_PORT", "2"), Map.of(Setting.PORT, "3"));

        assertThat(values.required(Setting.PORT)).isEqualTo("1");
    }

    @Test
    void shouldTakeTheVariableBeforeTheProjectFile() {
        SettingValues values = new SettingValues(NO_FLAGS, Map.of("SKALD_PORT", "2"), Map.of(Setting.PORT, "3"));

        assertThat(values.required(Setting.PORT)).isEqualTo("2");
    }

    @Test
    void shouldTakeTheProjectFileBeforeTheDefault() {
        SettingValues values = new SettingValues(NO_FLAGS, Map.of("SKALD_PORT", " "), Map.of(Setting.PORT, "3"));

        assertThat(values.required(Setting.PORT)).isEqualTo("3");
    }

    @Test
    void shouldFallBackToTheDefault() {
        SettingValues values = new SettingValues(NO_FLAGS, NO_VARIABLES, Map.of());

        assertThat(values.integer(Setting.PORT, 0, 65_535)).isEqualTo(8083);
        assertThat(values.path(Setting.STORE)).contains(Path.of(".skald/skald.db"));
        assertThat(values.text(Setting.LAMBDA_ENDPOINT)).isEmpty();
        assertThat(values.withDefault(Setting.STORE, "x.db").path(Setting.STORE))
                .contains(Path.of("x.db"));
    }

    @Test
    void shouldNotReplaceWhatTheProjectFileSaysByAnotherDefault() {
        SettingValues values = new SettingValues(NO_FLAGS, NO_VARIABLES, Map.of(Setting.STORE, "mine.db"));

        assertThat(values.withDefault(Setting.STORE, "x.db").required(Setting.STORE))
                .isEqualTo("mine.db");
    }

    @Test
    void shouldHonourTheNamesOfOtherTools() {
        SettingValues values = new SettingValues(
                NO_FLAGS,
                Map.of(
                        "LAMBDA_ENDPOINT", "http://127.0.0.1:9001",
                        "AWS_ACCOUNT_ID", "123456789012",
                        "AWS_REGION", "eu-north-1",
                        "AWS_DEFAULT_REGION", "eu-west-1"),
                Map.of());

        assertThat(values.uri(Setting.LAMBDA_ENDPOINT)).contains(URI.create("http://127.0.0.1:9001"));
        assertThat(values.required(Setting.ACCOUNT_ID)).isEqualTo("123456789012");
        assertThat(values.required(Setting.REGION)).isEqualTo("eu-west-1");
    }

    @Test
    void shouldPreferItsOwnNames() {
        SettingValues values =
                new SettingValues(NO_FLAGS, Map.of("AWS_REGION", "eu-north-1", "SKALD_REGION", "us-west-2"), Map.of());

        assertThat(values.required(Setting.REGION)).isEqualTo("us-west-2");
    }

    @Test
    void shouldTellItsOwnNamesFromThoseOfOtherTools() {
        SettingValues other = new SettingValues(NO_FLAGS, Map.of("AWS_REGION", "eu-north-1"), Map.of());
        SettingValues own = new SettingValues(NO_FLAGS, Map.of("SKALD_REGION", "us-west-2"), Map.of());

        assertThat(other.forSkald(Setting.REGION)).isEmpty();
        assertThat(own.forSkald(Setting.REGION)).hasValue("us-west-2");
        assertThat(other.with(Setting.REGION, "eu-west-1").required(Setting.REGION))
                .isEqualTo("eu-west-1");
    }

    @Test
    void shouldTakeOneOfSeveralWords() {
        SettingValues values = new SettingValues(Map.of(Setting.LOG_LEVEL, "WARN"), NO_VARIABLES, Map.of());

        assertThat(values.choice(Setting.LOG_LEVEL, List.of("info", "warn"))).isEqualTo("warn");
        assertThatThrownBy(() -> values.choice(Setting.LOG_LEVEL, List.of("info", "error")))
                .hasMessage("logLevel (--log-level, SKALD_LOG_LEVEL) is one of info, error, not `warn`");
    }

    @Test
    void shouldReadLists() {
        SettingValues values = new SettingValues(Map.of(Setting.ALLOWED_HOSTS, "a, b,,c "), NO_VARIABLES, Map.of());

        assertThat(values.list(Setting.ALLOWED_HOSTS)).isEqualTo(List.of("a", "b", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "65536", "99999999999", "8083.5"})
    void shouldRefuseWhatIsNoPort(String port) {
        SettingValues values = new SettingValues(Map.of(Setting.PORT, port), NO_VARIABLES, Map.of());

        assertThatThrownBy(() -> values.integer(Setting.PORT, 0, 65_535))
                .hasMessage("port (--port, SKALD_PORT) must be a whole number from 0 to 65535, not `" + port + "`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9001", "ftp://x", "http://", "not an address", "http://127.0.0.1:99999"})
    void shouldRefuseWhatIsNoAddress(String address) {
        SettingValues values = new SettingValues(Map.of(Setting.ENDPOINT, address), NO_VARIABLES, Map.of());

        assertThatThrownBy(() -> values.uri(Setting.ENDPOINT))
                .hasMessageStartingWith("endpoint (--endpoint, SKALD_ENDPOINT)");
    }
}
