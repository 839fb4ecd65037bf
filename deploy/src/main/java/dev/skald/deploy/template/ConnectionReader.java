package dev.skald.deploy.template;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.tasks.http.Connection;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Addition.Place;
import dev.skald.tasks.http.Connection.Authorization;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code AWS::Events::Connection}. */
final class ConnectionReader {
    private final TemplateContext context;

    ConnectionReader(TemplateContext context) {
        this.context = context;
    }

    void read(TemplateResource resource, Section connection) {
        connection.harmless("Name", "Description");
        connection.unsupported("calls go out from this machine", "InvocationConnectivityParameters");
        connection.unsupported("nothing is encrypted with keys of KMS here", "KmsKeyIdentifier");
        String type = connection.neededText("AuthorizationType");
        Optional<Section> parameters = connection.section("AuthParameters");
        Authorization authorization =
                parameters.map(each -> authorization(type, each)).orElseGet(Authorization.None::new);
        List<Addition> additions = parameters
                .flatMap(each -> each.section("InvocationHttpParameters"))
                .map(ConnectionReader::additions)
                .orElse(List.of());
        parameters.ifPresent(Section::close);
        context.draft()
                .add(new Connection(context.scope().name(resource), authorization, additions), connection.place());
    }

    private Authorization authorization(String type, Section parameters) {
        return switch (type) {
            case "API_KEY" -> apiKey(needed(parameters, "ApiKeyAuthParameters"));
            case "BASIC" -> basic(needed(parameters, "BasicAuthParameters"));
            case "OAUTH_CLIENT_CREDENTIALS" -> oauth(needed(parameters, "OAuthParameters"));
            default -> {
                context.reading()
                        .problem(
                                parameters.place(),
                                "`" + type + "` is none of API_KEY, BASIC, OAUTH_CLIENT_CREDENTIALS");
                yield new Authorization.None();
            }
        };
    }

    private static Section needed(Section parameters, String key) {
        if (!parameters.has(key))
            parameters.reading().problem(parameters.place(), "`" + parameters.path() + "` needs `" + key + "`");
        return parameters
                .section(key)
                .orElseGet(() -> Section.empty(parameters.place(), parameters.path(key), parameters.reading()));
    }

    private static Authorization apiKey(Section section) {
        try (section) {
            return new Authorization.ApiKey(section.neededText("ApiKeyName"), section.neededText("ApiKeyValue"));
        }
    }

    private static Authorization basic(Section section) {
        try (section) {
            return new Authorization.Basic(section.neededText("Username"), section.neededText("Password"));
        }
    }

    private Authorization oauth(Section section) {
        try (section) {
            Section client = needed(section, "ClientParameters");
            Authorization found = new Authorization.OAuthClientCredentials(
                    uri(section),
                    section.text("HttpMethod", "POST"),
                    client.neededText("ClientID"),
                    client.neededText("ClientSecret"),
                    section.section("OAuthHttpParameters")
                            .map(ConnectionReader::additions)
                            .orElse(List.of()));
            client.close();
            return found;
        }
    }

    private static URI uri(Section section) {
        String text = section.neededText("AuthorizationEndpoint");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            section.reading().problem(section.place("AuthorizationEndpoint"), "`" + text + "` is no address");
            return URI.create("invalid:/");
        }
    }

    private static List<Addition> additions(Section section) {
        try (section) {
            List<Addition> additions = new ArrayList<>();
            additions(section, "HeaderParameters", Place.HEADER, additions);
            additions(section, "QueryStringParameters", Place.QUERY, additions);
            additions(section, "BodyParameters", Place.BODY, additions);
            return additions;
        }
    }

    private static void additions(Section section, String key, Place place, List<Addition> found) {
        for (Value item : section.list(key)) {
            try (Section each = Section.of(item, section.path(key), section.reading())) {
                each.harmless("IsValueSecret");
                found.add(new Addition(place, each.neededText("Key"), each.text("Value", "")));
            }
        }
    }
}
