package dev.skald.tasks.http;

import java.net.URI;
import java.util.List;

/**
 * An EventBridge connection: what an {@code http:invoke} sends along to be let in.
 *
 * @param name as in its ARN, {@code arn:aws:events:REGION:ACCOUNT:connection/NAME/ID}
 * @param additions headers, query parameters and body members that every call gets
 */
public record Connection(String name, Authorization authorization, List<Addition> additions) {
    public Connection {
        additions = List.copyOf(additions);
    }

    /** How a call is let in. */
    public sealed interface Authorization {
        /** Neither; only the additions count. */
        record None() implements Authorization {}

        /** A header of that name. */
        record ApiKey(String name, String value) implements Authorization {}

        record Basic(String user, String password) implements Authorization {}

        /** @param additions what the request for a token gets */
        record OAuthClientCredentials(
                URI endpoint, String method, String clientId, String clientSecret, List<Addition> additions)
                implements Authorization {
            public OAuthClientCredentials {
                additions = List.copyOf(additions);
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
    }
}
