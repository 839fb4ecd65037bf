package dev.skald.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.tasks.functions.EventInvocations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UrlFunctionsTest {
    private HttpServer service;
    private UrlFunctions functions;
    private volatile int status = 200;
    private volatile String answer = "{\"charged\":12}";
    private volatile String heard = "";
    private final Semaphore arrived = new Semaphore(0);

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/charge", this::answer);
        service.start();
        URI url = URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/charge");
        var events = new EventInvocations(10, List.of(Duration.ofMillis(1)));
        functions = new UrlFunctions(Map.of("charge", url), InstantSource.system(), events);
    }

    @AfterEach
    void stop() {
        functions.close();
        service.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        arrived.release();
        heard = exchange.getRequestHeaders().getFirst("Idempotency-Key") + " " + body;
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private FunctionResult invoke() throws Exception {
        return invoke(InvocationType.REQUEST_RESPONSE, null);
    }

    private FunctionResult invoke(InvocationType type, @Nullable Instant deadline) throws Exception {
        FunctionName name = FunctionName.parse("charge").orElseThrow();
        return functions.invoke(new FunctionCall(
                name,
                Payload.parse("{\"amount\":12}"),
                type,
                false,
                null,
                new FunctionCaller.Request("key-1", "key-1", 0, deadline)));
    }

    @Test
    void shouldPostTheEventAndReturnTheBody() throws Exception {
        assertThat(functions.invokes(FunctionName.parse("charge").orElseThrow()))
                .isTrue();
        assertThat(functions.invokes(FunctionName.parse("other").orElseThrow())).isFalse();
        assertThat(invoke())
                .isInstanceOfSatisfying(
                        FunctionResult.Returned.class,
                        returned -> assertThat(returned.payload().text()).isEqualTo("{\"charged\":12}"));
        assertThat(heard).isEqualTo("key-1 {\"amount\":12}");
    }

    @Test
    void shouldTellWhatIsKnownOfAFailure() throws Exception {
        raises(409, "{\"errorType\":\"CardRefused\",\"errorMessage\":\"no\"}", "CardRefused", Effect.REPORTED);
        raises(429, "later", "Http.StatusCode.429", Effect.NONE);
        raises(408, "", "Http.StatusCode.408", Effect.UNCERTAIN);
        raises(503, "", "Http.StatusCode.503", Effect.UNCERTAIN);
        status = 200;
        answer = "<html>";
        assertThat(invoke()).isInstanceOf(FunctionResult.Unreadable.class);
    }

    /** Whoever hands an event over has no time-out for what comes of it. */
    @Test
    void shouldAnswerEventsAtOnceAndTryThemAgain() throws Exception {
        status = 500;

        FunctionResult accepted = invoke(InvocationType.EVENT, Instant.now());

        assertThat(accepted).isInstanceOf(FunctionResult.Returned.class);
        assertThat(arrived.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldTellThatNothingLeftWhereNobodyListens() throws Exception {
        service.stop(0);
        assertThat(invoke()).isInstanceOf(FunctionResult.NotSent.class);
    }

    private void raises(int code, String body, String error, Effect effect) throws Exception {
        status = code;
        answer = body;
        assertThat(invoke()).isInstanceOfSatisfying(FunctionResult.Raised.class, raised -> {
            assertThat(raised.errorType()).isEqualTo(error);
            assertThat(raised.effect()).isEqualTo(effect);
        });
    }
}
