package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.Json;
import dev.skald.server.http.Answer;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a function returns for a request by Lambda proxy integration, as an answer. */
final class ProxyAnswer {
    private static final Set<String> REST_MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");
    private static final String TEXT = "text/plain; charset=utf-8";

    private final ObjectNode returned;
    private final Flavour flavour;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Answer.Header> repeated = new ArrayList<>();
    private String contentType;

    /** The function returned what API Gateway does not take. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private ProxyAnswer(ObjectNode returned, Flavour flavour) {
        this.returned = returned;
        this.flavour = flavour;
        this.contentType = flavour == Flavour.REST ? TriggerCall.JSON : TEXT;
    }

    /** Of a REST API: no member is required, and no other is allowed. */
    static Answer ofRest(JsonNode returned) throws Malformed {
        if (!(returned instanceof ObjectNode object)) throw new Malformed("it is no object");
        for (String name : object.propertyNames())
            if (!REST_MEMBERS.contains(name)) throw new Malformed("it has the member " + name);
        ProxyAnswer answer = new ProxyAnswer(object, Flavour.REST);
        answer.headers();
        answer.multiValueHeaders();
        return answer.answer();
    }

    /** Of an HTTP API: without a status, what was returned is the body. */
    static Answer ofHttp(JsonNode returned) throws Malformed {
        if (!(returned instanceof ObjectNode object) || !object.hasNonNull("statusCode")) return inferred(returned);
        ProxyAnswer answer = new ProxyAnswer(object, Flavour.HTTP);
        answer.headers();
        answer.multiValueHeaders();
        answer.cookies();
        return answer.answer();
    }

    private static Answer inferred(JsonNode returned) {
        String body = returned.isString() ? returned.stringValue() : Json.write(returned);
        return Answer.json(200, body.getBytes(UTF_8));
    }

    private Answer answer() throws Malformed {
        return new Answer(status(), contentType, headers, repeated, body());
    }

    private int status() throws Malformed {
        JsonNode status = returned.path("statusCode");
        if (status.isMissingNode() || status.isNull()) return 200;
        int code = number(status);
        if (code < 200 || code > 599) throw new Malformed("statusCode is " + code);
        return code;
    }

    private static int number(JsonNode status) throws Malformed {
        if (status.isNumber() && status.canConvertToInt()) return status.intValue();
        try {
            if (status.isString()) return Integer.parseInt(status.stringValue());
        } catch (NumberFormatException noNumber) {
            // As any other value that is none.
        }
        throw new Malformed("statusCode is no number");
    }

    private void headers() throws Malformed {
        JsonNode given = returned.path("headers");
        if (given.isMissingNode() || given.isNull()) return;
        if (!(given instanceof ObjectNode object)) throw new Malformed("headers are no object");
        for (Map.Entry<String, JsonNode> each : object.properties()) header(each.getKey(), text(each.getValue()));
    }

    private void multiValueHeaders() throws Malformed {
        JsonNode given = returned.path("multiValueHeaders");
        if (given.isMissingNode() || given.isNull()) return;
        if (!(given instanceof ObjectNode object)) throw new Malformed("multiValueHeaders are no object");
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (!(each.getValue() instanceof ArrayNode values)) throw new Malformed(each.getKey() + " is no list");
            headers.keySet().removeIf(each.getKey()::equalsIgnoreCase);
            for (JsonNode value : values) repeat(each.getKey(), text(value));
        }
    }

    private void cookies() throws Malformed {
        JsonNode given = returned.path("cookies");
        if (given.isMissingNode() || given.isNull()) return;
        if (!(given instanceof ArrayNode cookies)) throw new Malformed("cookies are no list");
        for (JsonNode each : cookies) repeat("Set-Cookie", text(each));
    }

    private void header(String name, String value) {
        if (name.equalsIgnoreCase("Content-Type")) contentType(value);
        else HeaderText.put(headers, name, value);
    }

    private void repeat(String name, String value) {
        if (name.equalsIgnoreCase("Content-Type")) contentType(value);
        else if (!HeaderText.isOwn(name) && HeaderText.sendable(name, value))
            repeated.add(new Answer.Header(name, value));
    }

    private void contentType(String value) {
        if (HeaderText.sendable("Content-Type", value)) contentType = value;
    }

    /** Recorded: a REST API takes texts and booleans. */
    private String text(JsonNode value) throws Malformed {
        if (value.isString()) return value.stringValue();
        if (value.isBoolean() || value.isNumber() && flavour == Flavour.HTTP) return value.asString();
        throw new Malformed("a header is no text");
    }

    private byte[] body() throws Malformed {
        JsonNode body = returned.path("body");
        if (body.isMissingNode() || body.isNull()) return new byte[0];
        if (!body.isString()) throw new Malformed("body is no text");
        String text = body.stringValue();
        return returned.path("isBase64Encoded").asBoolean(false) ? decoded(text) : text.getBytes(UTF_8);
    }

    private static byte[] decoded(String text) throws Malformed {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException noBase64) {
            throw new Malformed("body is no base64");
        }
    }
}
