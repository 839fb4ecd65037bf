package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
    private static final Path CODE = Path.of("code");

    private static Map<String, String> of(
            Map<String, String> shared, Map<String, String> own, Map<String, String> runtime) {
        var function = new FunctionDefinition(
                "f", "python3.13", "app.handler", CODE, List.of(), own, Duration.ofSeconds(3), 128, null);
        return ProcessEnvironment.of(
                function,
                FunctionSettings.of(Path.of("cache")).withEnvironment(() -> shared),
                new FunctionCode(CODE, List.of(), List.of()),
                new Launch(List.of("python3"), CODE, runtime, true),
                "stream");
    }

    @Test
    void shouldHaveKeysOfItsOwnWhereNoneAreGiven() {
        assertThat(of(Map.of(), Map.of(), Map.of()))
                .containsEntry("AWS_ACCESS_KEY_ID", "local")
                .containsEntry("AWS_SECRET_ACCESS_KEY", "local")
                .containsEntry("AWS_SESSION_TOKEN", "local");
    }

    /** AWS refuses keys that last with a token that it does not know. */
    @Test
    void shouldNotMixKeysOfSeveralPlaces() {
        Map<String, String> lasting = Map.of("AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "secret");
        Map<String, String> passing =
                Map.of("AWS_ACCESS_KEY_ID", "ASIA", "AWS_SECRET_ACCESS_KEY", "other", "AWS_SESSION_TOKEN", "token");

        assertThat(of(lasting, Map.of(), Map.of()))
                .containsAllEntriesOf(lasting)
                .doesNotContainKey("AWS_SESSION_TOKEN");
        assertThat(of(passing, lasting, Map.of())).containsAllEntriesOf(lasting).doesNotContainKey("AWS_SESSION_TOKEN");
        assertThat(of(passing, Map.of(), Map.of())).containsAllEntriesOf(passing);
    }

    @Test
    void shouldJoinSearchPathsAndLeaveTheRestToTheFunctionUnlessItIsLambdas() {
        Map<String, String> own = Map.of("PYTHONPATH", "/own", "MINE", "own", "AWS_LAMBDA_FUNCTION_NAME", "own");

        assertThat(of(Map.of("MINE", "all"), own, Map.of("PYTHONPATH", "/layer", "PYTHONUNBUFFERED", "1")))
                .containsEntry("PYTHONPATH", "/own:/layer")
                .containsEntry("MINE", "own")
                .containsEntry("PYTHONUNBUFFERED", "1")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "f");
    }
}
