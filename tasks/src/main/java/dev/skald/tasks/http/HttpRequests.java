package dev.skald.tasks.http;

import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Authorization;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the requests of {@code http:invoke}: what the task gives, with what its connection puts over it. */
final class HttpRequests {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String FORM = "application/x-www-form-urlencoded";

    private HttpRequests() {}

    /**
     * The request of a task.
     *
     * @param token the access token, for a connection that needs one
     * @param region of the machine, for {@code User-Agent}
     * @param rangeEnd the last byte of the answer that is asked for
     */
    static HttpUriRequestBase of(
            HttpParameters task, Connection connection, @Nullable String token, String region, int rangeEnd)
            throws UnusableParameters {
        var headers = new HttpHeaders(task.headers());
        headers.byDefault("Content-Type", task.form() == null ? JSON : FORM);
        headers.put("User-Agent", "Amazon|StepFunctions|HttpInvoke|" + region);
        headers.put("Range", "bytes=0-" + rangeEnd);
        authorize(headers, connection.authorization(), token);
        var query = new LinkedHashMap<>(task.query());
        JsonNode body = added(headers, query, task.body(), connection.additions());
        return request(task.method(), address(task.endpoint(), query), headers, text(body, task.form()));
    }

    private static void authorize(HttpHeaders headers, Authorization authorization, @Nullable String token)
            throws UnusableParameters {
        switch (authorization) {
            case Authorization.None _ -> {}
            case Authorization.ApiKey(var name, var value) -> headers.override(name, value);
            case Authorization.Basic(var user, var password) -> {
                byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
                headers.override("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case Authorization.OAuthClientCredentials _ -> headers.override("Authorization", "Bearer " + token);
        }
    }

    /**
     * Puts what a connection adds into headers and query.
     *
     * @return the body with what it adds there
     */
    private static @Nullable JsonNode added(
            HttpHeaders headers, Map<String, List<String>> query, @Nullable JsonNode body, List<Addition> additions)
            throws UnusableParameters {
        JsonNode result = body;
        for (Addition each : additions) {
            switch (each.place()) {
                case HEADER -> headers.override(each.name(), each.value());
                case QUERY -> query.put(each.name(), List.of(each.value()));
                case BODY -> result = withMember(result, each);
            }
        }
        return result;
    }

    private static JsonNode withMember(@Nullable JsonNode body, Addition addition) throws UnusableParameters {
        if (body != null && !(body instanceof ObjectNode))
            throw new UnusableParameters(
                    "The connection adds to the body: the field 'RequestBody' must be an object then");
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        if (body instanceof ObjectNode object) copy.setAll(object);
        return copy.put(addition.name(), addition.value());
    }

    /** The request for an access token: the client's id and secret in a form, or with GET in the address. */
    static HttpUriRequestBase forToken(Authorization.OAuthClientCredentials client) throws UnusableParameters {
        var headers = new HttpHeaders();
        headers.put("Accept", "application/json");
        headers.put("Content-Type", FORM);
        var query = new LinkedHashMap<String, List<String>>();
        ObjectNode credentials = JsonNodeFactory.instance.objectNode();
        credentials.put("grant_type", "client_credentials");
        credentials.put("client_id", client.clientId()).put("client_secret", client.clientSecret());
        JsonNode body = added(headers, query, credentials, client.additions());
        boolean inAddress = client.method().equals("GET");
        if (inAddress && body != null)
            body.properties().forEach(member -> query.put(member.getKey(), List.of(FormText.text(member.getValue()))));
        URI address = address(client.endpoint(), query);
        return request(client.method(), address, headers, inAddress ? null : text(body, ArrayFormat.INDICES));
    }

    private static HttpUriRequestBase request(String method, URI address, HttpHeaders headers, @Nullable String body) {
        var request = new HttpUriRequestBase(method, address);
        headers.values().forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
        // The type is a header already.
        if (body != null) request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
        return request;
    }

    private static URI address(URI endpoint, Map<String, List<String>> query) {
        if (query.isEmpty()) return endpoint;
        var pairs = new ArrayList<String>();
        query.forEach((name, values) ->
                values.forEach(value -> pairs.add(FormText.encoded(name) + "=" + FormText.encoded(value))));
        String separator =
                endpoint.getRawQuery() == null ? "?" : endpoint.getRawQuery().isEmpty() ? "" : "&";
        return URI.create(endpoint + separator + String.join("&", pairs));
    }

    private static @Nullable String text(@Nullable JsonNode body, @Nullable ArrayFormat form)
            throws UnusableParameters {
        if (body == null) return null;
        if (body.isString()) return body.stringValue();
        if (form == null) return body.toString();
        if (body instanceof ObjectNode object) return FormText.of(object, form);
        throw new UnusableParameters("The field 'RequestBody' must be an object to be URL_ENCODED");
    }
}
