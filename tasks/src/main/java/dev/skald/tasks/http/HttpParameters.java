package dev.skald.tasks.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of an {@code http:invoke}, checked. Section 2.5 of the reference.
 *
 * @param query by name; a name may have several values
 * @param body null when there is none
 * @param form how the body is written as a form; null when it is sent as JSON
 */
record HttpParameters(
        URI endpoint,
        String method,
        String connectionArn,
        HttpHeaders headers,
        Map<String, List<String>> query,
        @Nullable JsonNode body,
        @Nullable ArrayFormat form) {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");

    private static final Set<String> FIELDS = Set.of(
            "ApiEndpoint",
            "Method",
            "InvocationConfig",
            "Authentication",
            "Headers",
            "QueryParameters",
            "RequestBody",
            "Transform");

    static HttpParameters of(JsonNode given) throws UnusableParameters {
        ObjectNode parameters = object(given, "Parameters");
        for (String name : parameters.propertyNames())
            if (!FIELDS.contains(name))
                throw new UnusableParameters("The field \"" + name + "\" is not supported by Step Functions");
        return new HttpParameters(
                endpoint(text(parameters, "ApiEndpoint")),
                method(text(parameters, "Method")),
                connectionArn(parameters),
                headers(parameters.get("Headers")),
                query(parameters.get("QueryParameters")),
                absent(parameters.get("RequestBody")) ? null : parameters.get("RequestBody"),
                form(parameters.get("Transform")));
    }

    private static URI endpoint(String text) throws UnusableParameters {
        try {
            URI endpoint = new URI(text);
            boolean http =
                    "https".equalsIgnoreCase(endpoint.getScheme()) || "http".equalsIgnoreCase(endpoint.getScheme());
            if (http && endpoint.getHost() != null && endpoint.getUserInfo() == null && endpoint.getFragment() == null)
                return endpoint;
        } catch (URISyntaxException malformed) {
            throw new UnusableParameters("The field 'ApiEndpoint' is not a URL: " + malformed.getReason());
        }
        throw new UnusableParameters(
                "The field 'ApiEndpoint' must be a URL with https, a host, and no user or fragment");
    }

    private static String method(String text) throws UnusableParameters {
        if (METHODS.contains(text)) return text;
        throw new UnusableParameters("The field 'Method' must be one of GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD");
    }

    /** The older spelling is {@code Authentication}. */
    private static String connectionArn(ObjectNode parameters) throws UnusableParameters {
        String field = absent(parameters.get("InvocationConfig")) ? "Authentication" : "InvocationConfig";
        if (absent(parameters.get(field)))
            throw new UnusableParameters("The field 'InvocationConfig.ConnectionArn' is required but was missing");
        return text(object(parameters.get(field), field), "ConnectionArn");
    }

    private static HttpHeaders headers(@Nullable JsonNode given) throws UnusableParameters {
        var headers = new HttpHeaders();
        for (Map.Entry<String, List<String>> header : values(given, "Headers").entrySet())
            for (String value : header.getValue()) headers.add(header.getKey(), value);
        return headers;
    }

    private static Map<String, List<String>> query(@Nullable JsonNode given) throws UnusableParameters {
        return values(given, "QueryParameters");
    }

    /** The members of an object, each a scalar or an array of them. */
    private static Map<String, List<String>> values(@Nullable JsonNode given, String field) throws UnusableParameters {
        var values = new LinkedHashMap<String, List<String>>();
        if (absent(given)) return values;
        for (Map.Entry<String, JsonNode> member : object(given, field).properties())
            values.put(member.getKey(), texts(member.getValue(), field));
        return values;
    }

    private static List<String> texts(JsonNode value, String field) throws UnusableParameters {
        var texts = new ArrayList<String>();
        Iterable<JsonNode> each = value instanceof ArrayNode array ? array : List.of(value);
        for (JsonNode one : each) {
            if (one.isContainer())
                throw new UnusableParameters("The value of the field '" + field + "' has an invalid format");
            texts.add(FormText.text(one));
        }
        return texts;
    }

    private static @Nullable ArrayFormat form(@Nullable JsonNode given) throws UnusableParameters {
        if (absent(given)) return null;
        ObjectNode transform = object(given, "Transform");
        JsonNode encoding = transform.path("RequestBodyEncoding");
        if (encoding.isMissingNode() || encoding.asString("").equals("NONE")) return null;
        if (!encoding.asString("").equals("URL_ENCODED"))
            throw new UnusableParameters("The field 'Transform.RequestBodyEncoding' must be NONE or URL_ENCODED");
        return arrayFormat(transform.path("RequestEncodingOptions").path("ArrayFormat"));
    }

    private static ArrayFormat arrayFormat(JsonNode given) throws UnusableParameters {
        if (given.isMissingNode()) return ArrayFormat.INDICES;
        for (ArrayFormat format : ArrayFormat.values()) if (format.name().equals(given.asString(""))) return format;
        throw new UnusableParameters(
                "The field 'Transform.RequestEncodingOptions.ArrayFormat' must be INDICES, REPEAT, COMMAS or BRACKETS");
    }

    private static ObjectNode object(@Nullable JsonNode node, String field) throws UnusableParameters {
        if (node instanceof ObjectNode object) return object;
        throw new UnusableParameters("The value of the field '" + field + "' has an invalid format");
    }

    private static String text(ObjectNode object, String field) throws UnusableParameters {
        JsonNode value = object.get(field);
        if (absent(value)) throw new UnusableParameters("The field '" + field + "' is required but was missing");
        if (value.isString()) return value.stringValue();
        throw new UnusableParameters("The value of the field '" + field + "' has an invalid format");
    }

    private static boolean absent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }
}
