package dev.skald.server.triggers;

import dev.skald.asl.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests as the events that functions get by Lambda proxy integration. */
final class ProxyEvents {
    private final GatewayContext context;

    ProxyEvents(GatewayContext context) {
        this.context = context;
    }

    /**
     * What the Serverless plugin's {@code lambda_proxy} template gives to a machine.
     *
     * @param body as text; a form as the JSON of its fields
     */
    ObjectNode ofMachine(TriggerCall call, String body) {
        ObjectNode event = head(call);
        event.set("headers", texts(call.headers()));
        event.set("queryStringParameters", textsOrNull(call.query().last()));
        event.set("pathParameters", textsOrNull(call.pathParameters()));
        event.set("stageVariables", Json.nullNode());
        event.set("requestContext", requestContext(call));
        event.put("body", body);
        event.put("isBase64Encoded", false);
        return event;
    }

    /** Version 1.0: of a REST API. */
    ObjectNode ofRest(TriggerCall call) {
        ObjectNode event = head(call);
        event.set("headers", texts(call.headers()));
        event.set("multiValueHeaders", lists(multiValueHeaders(call)));
        event.set("queryStringParameters", textsOrNull(call.query().last()));
        event.set("multiValueQueryStringParameters", listsOrNull(call.query().values()));
        event.set("pathParameters", textsOrNull(call.pathParameters()));
        event.set("stageVariables", Json.nullNode());
        event.set("requestContext", requestContext(call));
        body(call, event, true);
        return event;
    }

    private static ObjectNode head(TriggerCall call) {
        ObjectNode event = Json.object();
        event.put("resource", call.trigger().path());
        event.put("path", PathPattern.decoded(call.request().path()));
        event.put("httpMethod", call.request().method());
        return event;
    }

    private ObjectNode requestContext(TriggerCall call) {
        Map<String, @Nullable Object> variables = context.of(call);
        variables.keySet().removeAll(List.of("error", "requestOverride", "responseOverride", "authorizer"));
        ObjectNode node = Json.object();
        variables.forEach((name, value) -> node.set(name, node(value)));
        return node;
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> Json.nullNode();
            case Long number -> Json.number(number);
            case Map<?, ?> map -> object(map);
            default -> Json.text(String.valueOf(value));
        };
    }

    private static ObjectNode object(Map<?, ?> map) {
        ObjectNode object = Json.object();
        map.forEach((name, value) -> object.set(String.valueOf(name), node(value)));
        return object;
    }

    private static Map<String, List<String>> multiValueHeaders(TriggerCall call) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : call.request().headers().names())
            headers.put(name, call.request().headers().all(name));
        return headers;
    }

    /** Version 2.0: of an HTTP API. */
    ObjectNode ofHttp(TriggerCall call) {
        ObjectNode event = Json.object();
        event.put("version", "2.0");
        event.put("routeKey", Route.id(call.trigger()));
        event.put("rawPath", PathPattern.decoded(call.request().path()));
        event.put("rawQueryString", call.query().text());
        List<String> cookies = cookies(call);
        if (!cookies.isEmpty()) event.set("cookies", list(cookies));
        event.set("headers", texts(joinedHeaders(call)));
        if (!call.query().values().isEmpty())
            event.set("queryStringParameters", texts(call.query().joined()));
        event.set("requestContext", requestContext2(call));
        if (!call.pathParameters().isEmpty()) event.set("pathParameters", texts(call.pathParameters()));
        body(call, event, false);
        return event;
    }

    private static List<String> cookies(TriggerCall call) {
        List<String> cookies = new ArrayList<>();
        for (String header : call.request().headers().all("Cookie"))
            for (String each : header.split(";", -1)) if (!each.isBlank()) cookies.add(each.strip());
        return cookies;
    }

    private static Map<String, String> joinedHeaders(TriggerCall call) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : call.request().headers().names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("cookie"))
                headers.put(lower, String.join(",", call.request().headers().all(name)));
        }
        return headers;
    }

    private ObjectNode requestContext2(TriggerCall call) {
        ObjectNode node = Json.object();
        node.put("accountId", context.accountId());
        node.put("apiId", GatewayContext.API_ID);
        node.put("domainName", GatewayContext.domainName(call));
        node.put("domainPrefix", GatewayContext.domainPrefix(call));
        ObjectNode http = node.putObject("http");
        http.put("method", call.request().method());
        http.put("path", PathPattern.decoded(call.request().path()));
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", call.request().client().address());
        http.put("userAgent", call.header("User-Agent", ""));
        node.put("requestId", call.requestId());
        node.put("routeKey", Route.id(call.trigger()));
        node.put("stage", "$default");
        node.put("time", GatewayContext.requestTime(call));
        node.put("timeEpoch", call.at().toEpochMilli());
        return node;
    }

    // Bodies.

    private static void body(TriggerCall call, ObjectNode event, boolean evenWithout) {
        if (call.body().length == 0) {
            if (evenWithout) event.set("body", Json.nullNode());
            event.put("isBase64Encoded", false);
            return;
        }
        String text = text(call.body());
        event.put("body", text == null ? Base64.getEncoder().encodeToString(call.body()) : text);
        event.put("isBase64Encoded", text == null);
    }

    /** The bytes as text; null when they are none. */
    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    // JSON.

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode node = Json.object();
        values.forEach(node::put);
        return node;
    }

    private static JsonNode textsOrNull(Map<String, String> values) {
        return values.isEmpty() ? Json.nullNode() : texts(values);
    }

    private static ArrayNode list(List<String> values) {
        ArrayNode list = Json.array();
        values.forEach(list::add);
        return list;
    }

    private static ObjectNode lists(Map<String, List<String>> values) {
        ObjectNode node = Json.object();
        values.forEach((name, all) -> node.set(name, list(all)));
        return node;
    }

    private static JsonNode listsOrNull(Map<String, List<String>> values) {
        return values.isEmpty() ? Json.nullNode() : lists(values);
    }
}
