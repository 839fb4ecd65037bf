package dev.skald.tasks.http;

import dev.skald.tasks.HttpAnswer;
import dev.skald.tasks.HttpCalls;
import dev.skald.tasks.http.Connection.Authorization.OAuthClientCredentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The access tokens of OAuth connections: asked for when first needed, kept until shortly before they expire. Of calls that
 * need one token at once, one asks and the others wait.
 */
final class AccessTokens {
    /** Of how many clients tokens are kept; the one that is longest unused gives way. */
    private static final int CLIENTS_MAX = 1_000;

    private static final int ANSWER_BYTES_MAX = 65_536;
    private static final int TEXT_SHOWN_MAX = 200;

    /** A token is not used when it expires sooner than this, or than half of its life. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /** A token may live longer: it is asked for anew all the same. */
    private static final long LIFE_SECONDS_MAX = Duration.ofDays(1).toSeconds();

    private static final JsonMapper JSON = new JsonMapper();

    private final GuardedCalls calls;
    private final InstantSource clock;
    private final Map<OAuthClientCredentials, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OAuthClientCredentials, Slot> eldest) {
            return size() > CLIENTS_MAX;
        }
    };

    AccessTokens(GuardedCalls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /**
     * A token.
     *
     * @param expiresAt null when the endpoint did not say
     */
    record AccessToken(String text, @Nullable Instant expiresAt) {
        @Override
        public String toString() {
            return "AccessToken[expiresAt=" + expiresAt + "]";
        }
    }

    /** No token is to be had: the call that needs it cannot be sent. */
    static final class NoToken extends Exception {
        private static final long serialVersionUID = 1L;

        private final String error;
        private final String why;

        NoToken(String error, String why) {
            super(why);
            this.error = error;
            this.why = why;
        }

        /** The error name for the task. */
        String error() {
            return error;
        }

        String why() {
            return why;
        }
    }

    private static final class Slot {
        final ReentrantLock asking = new ReentrantLock();
        volatile @Nullable AccessToken token;
    }

    private Slot slot(OAuthClientCredentials client) {
        synchronized (slots) {
            return slots.computeIfAbsent(client, _ -> new Slot());
        }
    }

    /**
     * The token of a client.
     *
     * @param refused one that the target has just refused; null when none was
     */
    AccessToken token(OAuthClientCredentials client, @Nullable AccessToken refused, Deadline deadline)
            throws NoToken, UnusableParameters, InterruptedException {
        Slot slot = slot(client);
        AccessToken known = usable(slot.token, refused);
        if (known != null) return known;
        if (!slot.asking.tryLock(Math.max(0, deadline.leftMillis()), TimeUnit.MILLISECONDS))
            throw new NoToken("Events.ConnectionResource.AuthInProgress", "The access token did not come in time.");
        try {
            AccessToken meanwhile = usable(slot.token, refused);
            if (meanwhile != null) return meanwhile;
            AccessToken asked = ask(client, deadline);
            slot.token = asked;
            return asked;
        } finally {
            slot.asking.unlock();
        }
    }

    private @Nullable AccessToken usable(@Nullable AccessToken token, @Nullable AccessToken refused) {
        if (token == null || token.equals(refused)) return null;
        Instant expiresAt = token.expiresAt();
        return expiresAt == null || clock.instant().isBefore(expiresAt) ? token : null;
    }

    private AccessToken ask(OAuthClientCredentials client, Deadline deadline)
            throws NoToken, UnusableParameters, InterruptedException {
        return switch (calls.send(HttpRequests.forToken(client), deadline, ANSWER_BYTES_MAX)) {
            case HttpCalls.Result.Answered(var answer) -> read(answer);
            case HttpCalls.Result.NotSent unsent -> throw unreachable(unsent.cause());
            case HttpCalls.Result.Broken(var cause) -> throw unreachable(cause);
        };
    }

    private static NoToken unreachable(String cause) {
        return new NoToken("Events.ConnectionResource.InternalError", "No access token: " + cause);
    }

    private AccessToken read(HttpAnswer answer) throws NoToken {
        JsonNode body = json(answer);
        if (answer.status() < 200 || answer.status() > 299) throw refused(answer, body);
        String token = body.path("access_token").asString("");
        if (token.isEmpty()) throw unreachable("The answer of its endpoint has no access_token.");
        return new AccessToken(token, expiry(body.path("expires_in")));
    }

    private static JsonNode json(HttpAnswer answer) {
        try {
            return JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (JacksonException noJson) {
            return JSON.missingNode();
        }
    }

    /** Shows what the standard has for showing, and not the body: who knows what that repeats. */
    private static NoToken refused(HttpAnswer answer, JsonNode body) {
        String why = "Its endpoint answered with HTTP status " + answer.status() + shown(body.path("error"))
                + shown(body.path("error_description")) + ".";
        if (answer.status() >= 500 || answer.status() == 429) return unreachable(why);
        return new NoToken("Events.ConnectionResource.AccessDenied", "No access token: " + why);
    }

    private static String shown(JsonNode text) {
        String shown = text.asString("");
        return shown.isEmpty() ? "" : ", " + shown.substring(0, Math.min(shown.length(), TEXT_SHOWN_MAX));
    }

    private @Nullable Instant expiry(JsonNode expiresIn) {
        long seconds = expiresIn.asLong(0);
        if (seconds <= 0) return null;
        long life = Math.min(seconds, LIFE_SECONDS_MAX);
        return clock.instant().plusSeconds(life - Math.min(MARGIN.toSeconds(), life / 2));
    }
}
