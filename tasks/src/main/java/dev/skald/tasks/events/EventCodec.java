package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions and targets as JSON, the way the store keeps them. Members are only ever added. */
final class EventCodec {
    private static final String REPLAYED_AT = "replayedAt";
    private static final String EVENT = "event";

    private EventCodec() {}

    static EventDefinitionRow bus(String application, String name) {
        return new EventDefinitionRow(application, Kind.BUS, "", name, "{}");
    }

    static EventDefinitionRow rule(String application, EventRule rule) {
        ObjectNode text = described(rule.enabled(), rule.description());
        text.put("pattern", rule.pattern());
        var targets = text.putArray("targets");
        rule.targets().forEach(target -> targets.add(node(target)));
        return new EventDefinitionRow(application, Kind.RULE, rule.bus(), rule.name(), Json.write(text));
    }

    static EventRule rule(EventDefinitionRow row) {
        JsonNode text = Json.parseTrusted(row.text());
        List<EventTarget> targets = new ArrayList<>();
        for (JsonNode target : text.path("targets")) targets.add(target(target));
        return new EventRule(
                row.name(),
                row.bus(),
                text.path("pattern").asString(),
                text.path("enabled").asBoolean(),
                textOrNull(text, "description"),
                targets);
    }

    static EventDefinitionRow schedule(String application, Schedule schedule) {
        ObjectNode text = described(schedule.enabled(), schedule.description());
        text.put("expression", schedule.expression())
                .put("zone", schedule.zone().getId());
        text.set("target", node(schedule.target()));
        return new EventDefinitionRow(application, Kind.SCHEDULE, "", schedule.name(), Json.write(text));
    }

    static Schedule schedule(EventDefinitionRow row) {
        JsonNode text = Json.parseTrusted(row.text());
        return new Schedule(
                row.name(),
                text.path("expression").asString(),
                ZoneId.of(text.path("zone").asString()),
                text.path("enabled").asBoolean(),
                textOrNull(text, "description"),
                target(text.path("target")));
    }

    private static ObjectNode described(boolean enabled, @Nullable String description) {
        ObjectNode text = Json.object();
        text.put("enabled", enabled);
        if (description != null) text.put("description", description);
        return text;
    }

    static String text(EventTarget target) {
        return Json.write(node(target));
    }

    static EventTarget target(String text) {
        return target(Json.parseTrusted(text));
    }

    /** The target of a delivery that begins anew. */
    static String replayed(String target, Instant at) {
        return Json.write(((ObjectNode) Json.parseTrusted(target)).put(REPLAYED_AT, at.toEpochMilli()));
    }

    /** When a delivery began anew; empty when it never did. */
    static Optional<Instant> replayedAt(String target) {
        JsonNode at = Json.parseTrusted(target).path(REPLAYED_AT);
        return at.isNumber() ? Optional.of(Instant.ofEpochMilli(at.longValue())) : Optional.empty();
    }

    /** The target of a delivery that brings another event than was accepted. */
    static String changed(String target, String event) {
        return Json.write(((ObjectNode) Json.parseTrusted(target)).put(EVENT, event));
    }

    /** The event that a delivery brings, as a person has changed it; empty when nobody has. */
    static Optional<String> changed(String target) {
        return Optional.ofNullable(textOrNull(Json.parseTrusted(target), EVENT));
    }

    private static ObjectNode node(EventTarget target) {
        ObjectNode node = Json.object();
        node.put("id", target.id()).put("arn", target.arn());
        node.set("input", node(target.input()));
        EventTarget.Retry retry = target.retry();
        node.put("attempts", retry.attempts()).put("ageSeconds", retry.age().toSeconds());
        if (retry.deadLetterArn() != null) node.put("deadLetterArn", retry.deadLetterArn());
        return node;
    }

    private static ObjectNode node(EventTarget.Input input) {
        ObjectNode node = Json.object();
        switch (input) {
            case EventTarget.Input.Event() -> {}
            case EventTarget.Input.Constant(var json) -> node.put("constant", json);
            case EventTarget.Input.Part(var path) -> node.put("path", path);
            case EventTarget.Input.Transformer(var paths, var template) -> {
                ObjectNode named = node.put("template", template).putObject("paths");
                paths.forEach(named::put);
            }
        }
        return node;
    }

    private static EventTarget target(JsonNode node) {
        var retry = new EventTarget.Retry(
                node.path("attempts").asInt(),
                Duration.ofSeconds(node.path("ageSeconds").asLong()),
                textOrNull(node, "deadLetterArn"));
        return new EventTarget(
                node.path("id").asString(), node.path("arn").asString(), input(node.path("input")), retry);
    }

    private static EventTarget.Input input(JsonNode node) {
        if (node.has("constant"))
            return new EventTarget.Input.Constant(node.path("constant").asString());
        if (node.has("path"))
            return new EventTarget.Input.Part(node.path("path").asString());
        if (!node.has("template")) return new EventTarget.Input.Event();
        Map<String, String> paths = new LinkedHashMap<>();
        node.path("paths")
                .properties()
                .forEach(path -> paths.put(path.getKey(), path.getValue().asString()));
        return new EventTarget.Input.Transformer(paths, node.path("template").asString());
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asString();
    }
}
