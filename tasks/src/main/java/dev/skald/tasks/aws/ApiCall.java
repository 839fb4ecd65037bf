package dev.skald.tasks.aws;

import dev.skald.tasks.http.HeaderRules;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of an {@code apigateway:invoke}, checked.
 *
 * @param scheme {@code https}, unless the address of the API names another one
 * @param host with its port, where it has one
 * @param path of stage and resource
 * @param signed whether the caller shows who he is
 */
record ApiCall(
        String scheme,
        String host,
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        @Nullable String body,
        boolean signed) {
    private static final Set<String> FIELDS = Set.of(
            "ApiEndpoint",
            "Method",
            "Headers",
            "Stage",
            "Path",
            "QueryParameters",
            "RequestBody",
            "AllowNullValues",
            "AuthType");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final Pattern HOST = Pattern.compile("(https?://)?([A-Za-z0-9.-]+(:[0-9]{1,5})?)/?");

    /** What a task may not set, on AWS and here. */
    private static final Set<String> FORBIDDEN = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-md5",
            "expect",
            "host",
            "max-forwards",
            "proxy-authenticate",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "www-authenticate");

    static ApiCall of(JsonNode given) throws UnusableParameters {
        for (String name : given.propertyNames()) if (!FIELDS.contains(name)) throw UnusableParameters.unknown(name);
        var address = HOST.matcher(text(given, "ApiEndpoint", null));
        if (!address.matches()) throw UnusableParameters.malformed("ApiEndpoint");
        String method = text(given, "Method", null);
        if (!METHODS.contains(method)) throw UnusableParameters.malformed("Method");
        return new ApiCall(
                "http://".equals(address.group(1)) ? "http" : "https",
                address.group(2),
                method,
                path(text(given, "Stage", "")) + path(text(given, "Path", "")),
                values(given, "QueryParameters"),
                headers(given),
                body(given.path("RequestBody"), flag(given, "AllowNullValues")),
                signed(text(given, "AuthType", "NO_AUTH")));
    }

    private static String text(JsonNode given, String field, @Nullable String otherwise) throws UnusableParameters {
        JsonNode value = given.path(field);
        if (value.isString()) return value.stringValue();
        if (!value.isMissingNode() && !value.isNull()) throw UnusableParameters.malformed(field);
        if (otherwise == null) throw UnusableParameters.missing(field);
        return otherwise;
    }

    private static boolean signed(String authType) throws UnusableParameters {
        return switch (authType) {
            case "NO_AUTH" -> false;
            case "IAM_ROLE", "RESOURCE_POLICY" -> true;
            default -> throw UnusableParameters.malformed("AuthType");
        };
    }

    /** With one slash before it; what no address may hold is encoded. */
    private static String path(String given) {
        StringBuilder path = new StringBuilder();
        for (String step : given.split("/", -1)) path.append('/').append(encoded(step));
        String text = path.toString();
        return text.equals("/") ? "" : text.startsWith("//") ? text.substring(1) : text;
    }

    private static String encoded(String text) {
        // What is encoded already stays as it is.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replaceAll("%25(?=[0-9A-Fa-f]{2})", "%");
    }

    private static Map<String, List<String>> values(JsonNode given, String field) throws UnusableParameters {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : given.path(field).properties()) {
            List<String> texts = new ArrayList<>();
            for (JsonNode value : each.getValue()) texts.add(Blobs.text(value));
            values.put(each.getKey(), texts);
        }
        return values;
    }

    private static Map<String, List<String>> headers(JsonNode given) throws UnusableParameters {
        Map<String, List<String>> headers = values(given, "Headers");
        for (Map.Entry<String, List<String>> header : headers.entrySet())
            if (!isSound(header.getKey(), header.getValue())) throw UnusableParameters.malformed("Headers");
        return headers;
    }

    private static boolean isSound(String name, List<String> values) {
        boolean allowed = !FORBIDDEN.contains(name.toLowerCase(Locale.ROOT)) && !HeaderRules.isReserved(name);
        return allowed && values.stream().allMatch(value -> HeaderRules.isSound(name, value));
    }

    private static boolean flag(JsonNode given, String field) throws UnusableParameters {
        JsonNode value = given.path(field);
        if (value.isBoolean()) return value.booleanValue();
        if (!value.isMissingNode() && !value.isNull()) throw UnusableParameters.malformed(field);
        return false;
    }

    private static @Nullable String body(JsonNode given, boolean withNulls) {
        if (given.isMissingNode() || given.isNull()) return null;
        return Blobs.text(withNulls ? given : withoutNulls(given.deepCopy()));
    }

    /** Without the members of objects, at any depth, that are null; nulls in arrays have their place. */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) object.removeIf(JsonNode::isNull);
        node.forEach(ApiCall::withoutNulls);
        return node;
    }

    /** @param endpoint where the API is called instead, by its own host name; null means where it is */
    HttpUriRequestBase request(@Nullable URI endpoint) {
        String place =
                endpoint == null ? scheme + "://" + host : endpoint.toString().replaceAll("/+$", "");
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(place + path + queryText()));
        if (endpoint != null) request.setHeader(HttpHeaders.HOST, host);
        headers.forEach((name, all) -> all.forEach(value -> request.addHeader(name, value)));
        if (body != null) request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        return request;
    }

    private String queryText() {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, all) -> all.forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }
}
