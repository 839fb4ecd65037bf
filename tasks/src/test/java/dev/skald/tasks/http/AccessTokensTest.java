package dev.skald.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.ScriptedEndpoint;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Addition.Place;
import dev.skald.tasks.http.Connection.Authorization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokensTest extends HttpCase {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private ScriptedEndpoint issuer;

    @BeforeEach
    void openIssuer() throws IOException {
        issuer = new ScriptedEndpoint();
        connect(credentials("POST"));
    }

    @AfterEach
    void closeIssuer() throws IOException {
        issuer.close();
    }

    @Override
    HttpTask task(HttpTargets targets) {
        return new HttpTask(connections, targets, 1_000, now::get);
    }

    private Authorization credentials(String method, Addition... additions) {
        return new Authorization.OAuthClientCredentials(
                issuer.address().resolve("/token"), method, "me", "s&cret", List.of(additions));
    }

    private void issues(String token, String more) {
        issuer.answers(
                "200 OK", "Content-Type: application/json\r\n", "{\"access_token\": \"" + token + "\"" + more + "}");
    }

    @Test
    void shouldAskForATokenOnceAndKeepIt() throws Exception {
        issues("t-1", ", \"expires_in\": 3600");
        server.answers("200 OK", "", "").answers("200 OK", "", "");

        perform();
        perform();

        ScriptedEndpoint.Received asked = issuer.received();
        assertThat(asked.head()).startsWith("POST /token HTTP/1.1\r\n");
        assertThat(asked.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(asked.body()).isEqualTo("grant_type=client_credentials&client_id=me&client_secret=s%26cret");
        assertThat(issuer.receivedCount()).isZero();
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-1");
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-1");
    }

    @Test
    void shouldAddToTheRequestForAToken() throws Exception {
        connect(credentials(
                "GET",
                new Addition(Place.BODY, "scope", "a b"),
                new Addition(Place.BODY, "grant_type", "other"),
                new Addition(Place.QUERY, "q", "1"),
                new Addition(Place.HEADER, "X-Tenant", "t")));
        issues("t-1", "");
        server.answers("200 OK", "", "");

        perform();

        ScriptedEndpoint.Received asked = issuer.received();
        assertThat(asked.head())
                .startsWith(
                        "GET /token?q=1&grant_type=other&client_id=me&client_secret=s%26cret&scope=a%20b HTTP/1.1\r\n");
        assertThat(asked.header("X-Tenant")).isEqualTo("t");
        assertThat(asked.body()).isEmpty();
    }

    @Test
    void shouldRenewATokenBeforeItExpires() throws Exception {
        issues("t-1", ", \"expires_in\": \"100\"");
        issues("t-2", ", \"expires_in\": 100");
        for (int i = 0; i < 3; i++) server.answers("200 OK", "", "");

        perform();
        now.set(now.get().plusSeconds(49));
        perform();
        now.set(now.get().plusSeconds(1));
        perform();

        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-1");
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-1");
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-2");
    }

    @Test
    void shouldRenewATokenThatIsRefused() throws Exception {
        issues("t-1", "");
        issues("t-2", "");
        server.answers("401 Unauthorized", "", "expired").answers("200 OK", "", "");

        assertThat(perform()).isInstanceOf(TaskOutcome.Succeeded.class);
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-1");
        assertThat(server.received().header("Authorization")).isEqualTo("Bearer t-2");
    }

    @Test
    void shouldRenewARefusedTokenOnce() throws Exception {
        issues("t-1", "");
        issues("t-2", "");
        server.answers("401 Unauthorized", "", "no").answers("401 Unauthorized", "", "never");

        assertThat(perform()).isEqualTo(new TaskOutcome.Failed("States.Http.StatusCode.401", "never", Effect.REPORTED));
        assertThat(server.receivedCount()).isEqualTo(2);
        assertThat(issuer.receivedCount()).isEqualTo(2);
    }

    @Test
    void shouldAskOnceForManyCalls() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        issuer.then((_, out) -> {
            asked.countDown();
            uninterrupted(answer);
            out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{\"access_token\": \"t-1\"}"));
            out.flush();
        });
        for (int i = 0; i < 3; i++) server.answers("200 OK", "", "");

        List<Thread> callers = List.of(caller(), caller(), caller());
        asked.await();
        answer.countDown();
        for (Thread caller : callers) caller.join(Duration.ofSeconds(10));

        assertThat(issuer.receivedCount()).isOne();
        assertThat(server.receivedCount()).isEqualTo(3);
    }

    private Thread caller() {
        return Thread.ofVirtual().start(() -> {
            try {
                perform();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 Bad Request | {'error': 'invalid_client', 'error_description': 'who?', 'client_secret': 's&cret'} | AccessDenied | No access token: Its endpoint answered with HTTP status 400, invalid_client, who?.",
                "401 Unauthorized | <html> | AccessDenied | No access token: Its endpoint answered with HTTP status 401.",
                "503 Unavailable | {} | InternalError | No access token: Its endpoint answered with HTTP status 503.",
                "302 Found | {} | AccessDenied | No access token: Its endpoint answered with HTTP status 302.",
                "200 OK | {'token': 'x'} | InternalError | No access token: The answer of its endpoint has no access_token.",
                "200 OK | nonsense | InternalError | No access token: The answer of its endpoint has no access_token."
            })
    void shouldNotCallWithoutAToken(String status, String body, String error, String cause) throws Exception {
        issuer.answers(status, "Location: http://127.0.0.1:1/\r\n", body.replace('\'', '"'));

        assertThat(perform())
                .isEqualTo(new TaskOutcome.Failed("Events.ConnectionResource." + error, cause, Effect.NONE));
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldSayWhyTheIssuerCannotBeAsked() throws Exception {
        issuer.then((socket, _) -> socket.close());

        TaskOutcome.Failed failed = failed(perform());

        assertThat(failed.error()).isEqualTo("Events.ConnectionResource.InternalError");
        assertThat(failed.cause())
                .startsWith("No access token: The connection broke: ")
                .doesNotContain("cret");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }
}
