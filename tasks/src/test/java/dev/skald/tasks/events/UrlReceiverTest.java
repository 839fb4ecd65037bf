package dev.skald.tasks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.Payload;
import dev.skald.tasks.ScriptedEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class UrlReceiverTest {
    private final ScriptedEndpoint endpoint;
    private final UrlReceiver urls = new UrlReceiver(Duration.ofMillis(300));

    UrlReceiverTest() throws IOException {
        endpoint = new ScriptedEndpoint();
    }

    @AfterEach
    void close() throws IOException {
        urls.close();
        endpoint.close();
    }

    private static Delivery to(String url) {
        return new Delivery("e1", "arn:rule", BusWorld.to(url), Payload.EMPTY_OBJECT, 0);
    }

    private DeliveryFailure failure(String url) {
        return assertThatExceptionOfType(DeliveryFailure.class)
                .isThrownBy(() -> urls.deliver(to(url)))
                .actual();
    }

    @Test
    void shouldPostTheInputAndNameTheEvent() throws Exception {
        endpoint.answers("204 No Content", "", "");
        Delivery delivery = to(endpoint.address() + "/hook?a=1");
        urls.deliver(delivery);
        ScriptedEndpoint.Received received = endpoint.received();
        assertThat(received.head()).startsWith("POST /hook?a=1 HTTP/1.1");
        assertThat(received.header("Content-Type")).startsWith("application/json");
        assertThat(received.header("X-Skald-Event-Id")).isEqualTo("e1");
        assertThat(received.header("X-Skald-Delivery-Key")).isEqualTo(delivery.key());
        assertThat(received.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({"301 Moved, 0", "404 Not Found, 0", "408 Late, 2147483647", "429 Many, 2147483647", "500 No, 2147483647"
    })
    void shouldJudgeByTheStatus(String status, int attemptsMax) {
        endpoint.answers(status, "Location: /\r\n", "x");
        assertThat(failure(endpoint.address().toString()).attemptsMax()).isEqualTo(attemptsMax);
    }

    /** The headers and half a body come, and then nothing more. */
    @Test
    void shouldNotWaitForTheRestOfAnAnswer() {
        var over = new CountDownLatch(1);
        endpoint.then((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            awaitQuietly(over);
        });
        DeliveryFailure failure = failure(endpoint.address().toString());
        over.countDown();
        assertThat(failure.message()).contains("No answer within 300 ms");
        assertThat(failure.attemptsMax()).isEqualTo(Integer.MAX_VALUE);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest, link-local",
        "http://[fe80::1]/, link-local",
        "http://224.0.0.1/, link-local",
        "http:///nowhere, no URL",
        "http://a b/, no URL"
    })
    void shouldCallNoAddressThatIsNoTarget(String url, String why) {
        DeliveryFailure failure = failure(url);
        assertThat(failure.message()).contains(why);
        assertThat(failure.attemptsMax()).isZero();
    }
}
