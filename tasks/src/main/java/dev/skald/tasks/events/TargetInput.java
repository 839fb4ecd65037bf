package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.PathSelector;
import dev.skald.asl.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a target gets of an event: all of it, a constant, a part, or a template filled in. */
final class TargetInput {
    /** How long a template may become, in characters. */
    static final int RESULT_MAX = 256 * 1024;

    private static final Pattern PLACE = Pattern.compile("<([A-Za-z0-9_.-]+)>");
    private static final String RULE_ARN = "aws.events.rule-arn";
    private static final String RULE_NAME = "aws.events.rule-name";
    private static final String EVENT_JSON = "aws.events.event.json";
    private static final String EVENT = "aws.events.event";
    private static final String INGESTION_TIME = "aws.events.event.ingestion-time";

    private TargetInput() {}

    /**
     * @param acceptedAt when the event was accepted, as ISO text
     * @throws DeliveryFailure when the template does not become JSON
     */
    static Payload of(EventTarget.Input input, String event, String source, String acceptedAt) throws DeliveryFailure {
        return switch (input) {
            case EventTarget.Input.Event() -> Payload.ofText(event);
            case EventTarget.Input.Constant(var json) -> Payload.ofText(json);
            case EventTarget.Input.Part(var path) -> part(path, event);
            case EventTarget.Input.Transformer(var paths, var template) ->
                filled(template, values(paths, event, source, acceptedAt));
        };
    }

    private static Payload part(String path, String event) {
        JsonNode found = PathSelector.of(path).find(Json.parseTrusted(event));
        return found == null ? Payload.EMPTY_OBJECT : Payload.of(found);
    }

    private static Map<String, JsonNode> values(
            Map<String, String> paths, String event, String source, String acceptedAt) {
        JsonNode whole = Json.parseTrusted(event);
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put(RULE_ARN, Json.text(source));
        values.put(RULE_NAME, Json.text(source.substring(source.lastIndexOf('/') + 1)));
        values.put(INGESTION_TIME, Json.text(acceptedAt));
        values.put(EVENT_JSON, whole);
        values.put(EVENT, whole);
        for (Map.Entry<String, String> path : paths.entrySet()) {
            JsonNode found = PathSelector.of(path.getValue()).find(whole);
            if (found != null) values.put(path.getKey(), found);
        }
        return values;
    }

    /** A place within a JSON string takes a value's text; outside of one, the value as JSON. What is not there is empty text. */
    private static Payload filled(String template, Map<String, JsonNode> values) throws DeliveryFailure {
        var text = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        int from = 0;
        boolean quoted = false;
        while (place.find()) {
            quoted = quotedAfter(template, from, place.start(), quoted);
            text.append(template, from, place.start()).append(shown(values.get(place.group(1)), quoted));
            from = place.end();
            if (text.length() > RESULT_MAX) throw DeliveryFailure.forGood("The input becomes too large.");
        }
        return parsed(text.append(template.substring(from)).toString());
    }

    /** Whether a place lies within a string: an odd number of quotation marks, the escaped ones aside, is before it. */
    private static boolean quotedAfter(String template, int from, int to, boolean quoted) {
        boolean within = quoted;
        for (int i = from; i < to; i++) {
            if (template.charAt(i) == '\\') i++;
            else if (template.charAt(i) == '"') within = !within;
        }
        return within;
    }

    private static String shown(@Nullable JsonNode value, boolean quoted) {
        if (value == null) return quoted ? "" : "\"\"";
        if (!quoted) return Json.write(value);
        String text = value.isString() ? value.stringValue() : Json.write(value);
        String escaped = Json.write(Json.text(text));
        return escaped.substring(1, escaped.length() - 1);
    }

    /** A template that is no JSON is a text, as on AWS each line of it is. */
    private static Payload parsed(String text) throws DeliveryFailure {
        try {
            return Payload.parse(text);
        } catch (MalformedJson noJson) {
            if (text.strip().startsWith("{") || text.strip().startsWith("["))
                throw DeliveryFailure.forGood("The input template becomes no JSON: " + noJson.message());
            return Payload.of(Json.text(text));
        }
    }
}
