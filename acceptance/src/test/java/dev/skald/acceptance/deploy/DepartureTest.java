package dev.skald.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.acceptance.clients.NodeProject;
import dev.skald.acceptance.deploy.SkaldDev.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code examples/departure}: a function that starts a machine, a machine behind HTTP, a function that calls functions. */
class DepartureTest {
    private static final Path PROJECT =
            Path.of("../examples/departure").toAbsolutePath().normalize();

    private static final String TO_OSLO = "{\"destination\": \"Oslo\"}";
    private static final String ANSWER =
            "{\"flight\":{\"destination\":\"Oslo\",\"number\":\"SK 4711\",\"leaves\":\"08:15\"},"
                    + "\"forecast\":{\"destination\":\"Oslo\",\"sky\":\"cloudy\"}}";

    private static final Duration END_MAX = Duration.ofMinutes(1);

    @TempDir
    private Path cache;

    @Test
    void shouldAnswerInAllThreeWays() throws Exception {
        answersInAllThreeWays(PROJECT, Duration.ofMillis(300));
    }

    @Test
    void shouldAnswerInAllThreeWaysWithTheAwsSdk() throws Exception {
        answersInAllThreeWays(NodeProject.installed(PROJECT, "departure"), Duration.ofMillis(300));
    }

    @Test
    @Tag("soak")
    void shouldAnswerInAllThreeWaysHoweverLongTheForecastTakes() throws Exception {
        answersInAllThreeWays(PROJECT, Duration.ofSeconds(40));
    }

    private void answersInAllThreeWays(Path folder, Duration forecast) throws Exception {
        try (SkaldDev project = project(folder, forecast)) {
            long begun = System.nanoTime();
            Answer started = project.post("/departure", TO_OSLO);
            assertThat(started.status()).isEqualTo(202);

            assertIsTheAnswer(project.post("/departure/answer", TO_OSLO));
            assertIsTheAnswer(project.post("/departure/composed", TO_OSLO));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(forecast.multipliedBy(2));

            assertThat(ended(project, started.json().path("status").asString()))
                    .hasToString(
                            "{\"ended\":true,\"done\":[\"GetFlight\",\"GetForecast\"],\"departure\":" + ANSWER + "}");
        }
    }

    private SkaldDev project(Path folder, Duration forecast) throws Exception {
        assumeThat(SkaldDev.has("node")).as("Node.js is installed").isTrue();
        return new SkaldDev(cache, Map.of("FORECAST_SECONDS", "" + forecast.toMillis() / 1000.0), folder.toString())
                .start();
    }

    private static void assertIsTheAnswer(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json()).hasToString(ANSWER);
    }

    /** It was started before the others, which have ended: it is asked a few times at most. */
    private static JsonNode ended(SkaldDev project, String path) throws Exception {
        Instant giveUp = Instant.now().plus(END_MAX);
        while (true) {
            Answer status = project.get(path);
            assertThat(status.status()).isEqualTo(200);
            if (status.json().path("ended").asBoolean() || Instant.now().isAfter(giveUp)) return status.json();
        }
    }

    @Test
    void shouldSayWhatThereIsNot() throws Exception {
        try (SkaldDev project = project(PROJECT, Duration.ZERO)) {
            Answer unknown = project.post("/departure/answer", "{\"destination\": \"Atlantis\"}");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.json()).hasToString("{\"message\":\"No flight to Atlantis\"}");
            assertThat(project.post("/departure/composed", "{\"destination\": \"Atlantis\"}")
                            .status())
                    .isEqualTo(502);
            assertThat(project.get("/departure/status").status()).isEqualTo(400);
        }
    }
}
