package dev.skald.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LongPollsTest {
    private static final int POLLS = 3_000;

    /** AWS lets a thousand poll one activity. */
    private static final int ACTIVITIES = 4;

    private static CompletableFuture<HttpResponse<String>> poll(RunningServer running, int activity) {
        String body = "{\"activityArn\":\"arn:aws:states:us-east-1:000000000000:activity:a" + activity + "\"}";
        return running.http.sendAsync(
                running.awsRequest("AWSStepFunctions.GetActivityTask", body).build(), BodyHandlers.ofString());
    }

    @Test
    void shouldOutliveTheIdleTimeout() throws Exception {
        try (RunningServer running = RunningServer.start(
                settings -> settings.withIdleTimeout(Duration.ofMillis(200))
                        .withPolls(Duration.ofMillis(900), Duration.ofSeconds(1)),
                builder -> builder)) {
            running.call("CreateActivity", "{\"name\":\"a0\"}");

            assertThat(poll(running, 0).join().body()).isEqualTo("{}");
        }
    }

    @Test
    void shouldHoldThousandsAndSendThemHomeWhenTheServerStops() throws Exception {
        try (RunningServer running = RunningServer.start(
                settings -> settings.withPolls(Duration.ofSeconds(60), Duration.ofSeconds(1)), builder -> builder)) {
            for (int i = 0; i < ACTIVITIES; i++) running.call("CreateActivity", "{\"name\":\"a" + i + "\"}");
            List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
            for (int i = 0; i < POLLS; i++) polls.add(poll(running, i % ACTIVITIES));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> running.server.longPolls() == POLLS);

            assertThat(running.call("ListActivities", "{}").status()).isEqualTo(200);
            running.server.close();

            for (CompletableFuture<HttpResponse<String>> each : polls)
                assertThat(each.join().body()).isEqualTo("{}");
        }
    }
}
