package dev.skald.tasks.http;

import java.net.URI;
import java.util.List;

/**
 * An EventBridge connection: what an {@code http:invoke} sends along to be let in. Its texts never show a secret.
 *
 * @param name as in its ARN, {@code arn:aws:events:REGION:ACCOUNT:connection/NAME/ID}
 * @param additions headers, query parameters and body members that every call gets; they replace the task's own
 */
public record Connection(String name, Authorization authorization, List<Addition> additions) {
    private static final String HIDDEN = "***";

    public Connection {
        additions = List.copyOf(additions);
    }

    /** How a call is let in. */
    public sealed interface Authorization {
        /** Nothing of its own; only the additions count. */
        record None() implements Authorization {}

        /** A header of that name. */
        record ApiKey(String name, String value) implements Authorization {
            @Override
            public String toString() {
                return "ApiKey[name=" + name + ", value=" + HIDDEN + "]";
            }
        }

        record Basic(String user, String password) implements Authorization {
            @Override
            public String toString() {
                return "Basic[user=" + user + ", password=" + HIDDEN + "]";
            }
        }

        /**
         * An access token, which the endpoint gives to whoever has the secret.
         *
         * @param endpoint where to ask for a token
         * @param method {@code GET}, {@code POST} or {@code PUT}
         * @param additions what the request for a token gets
         */
        record OAuthClientCredentials(
                URI endpoint, String method, String clientId, String clientSecret, List<Addition> additions)
                implements Authorization {
            public OAuthClientCredentials {
                additions = List.copyOf(additions);
            }

            @Override
            public String toString() {
                return "OAuthClientCredentials[endpoint=" + endpoint + ", clientId=" + clientId + ", clientSecret="
                        + HIDDEN + "]";
            }
        }
    }

    /** Something that is added to a request. */
    public record Addition(Place place, String name, String value) {
        /** Where in the request. */
        public enum Place {
            HEADER,
            QUERY,
            BODY
        }

        @Override
        public String toString() {
            return "Addition[place=" + place + ", name=" + name + ", value=" + HIDDEN + "]";
        }
    }
}
