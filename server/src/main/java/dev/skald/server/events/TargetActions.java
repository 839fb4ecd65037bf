package dev.skald.server.events;

import dev.skald.engine.ServiceException;
import dev.skald.server.aws.Parameters;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.RuleCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** PutTargets, RemoveTargets, ListTargetsByRule. */
final class TargetActions {
    private final EventBus bus;

    TargetActions(EventBus bus) {
        this.bus = bus;
    }

    void put(Parameters in, JsonWriter out) {
        List<EventTarget> added = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode target : in.items("Targets")) added.add(target(target));
        for (EventTarget target : added) ids.add(target.id());
        change(in, ids, added);
        none(out);
    }

    void remove(Parameters in, JsonWriter out) {
        Set<String> ids = new HashSet<>();
        for (JsonNode id : in.items("Ids")) ids.add(id.asString());
        change(in, ids, List.of());
        none(out);
    }

    private void change(Parameters in, Set<String> removed, List<EventTarget> added) {
        RuleCatalogue catalogue = bus.catalogue();
        catalogue.changeRule(RuleActions.bus(catalogue, in), in.required("Rule"), rule -> {
            List<EventTarget> targets = new ArrayList<>(rule.targets());
            targets.removeIf(target -> removed.contains(target.id()));
            targets.addAll(added);
            return new EventRule(rule.name(), rule.bus(), rule.pattern(), rule.enabled(), rule.description(), targets);
        });
    }

    /** None has failed: what is wrong with one is refused as a whole. */
    private static void none(JsonWriter out) {
        out.number("FailedEntryCount", 0L).list("FailedEntries", _ -> {});
    }

    void list(Parameters in, JsonWriter out) {
        RuleCatalogue catalogue = bus.catalogue();
        EventRule rule = catalogue.rule(RuleActions.bus(catalogue, in), in.required("Rule"));
        List<EventTarget> targets = rule.targets().stream()
                .sorted(Comparator.comparing(EventTarget::id))
                .toList();
        Listed.write(in, out, "Targets", targets, EventTarget::id, TargetActions::members);
    }

    // As EventBridge writes targets.

    private static void members(EventTarget target, JsonWriter out) {
        out.text("Id", target.id()).text("Arn", target.arn());
        switch (target.input()) {
            case EventTarget.Input.Event() -> {}
            case EventTarget.Input.Constant(var json) -> out.text("Input", json);
            case EventTarget.Input.Part(var path) -> out.text("InputPath", path);
            case EventTarget.Input.Transformer(var paths, var template) ->
                out.object(
                        "InputTransformer",
                        members -> members.texts("InputPathsMap", paths).text("InputTemplate", template));
        }
        EventTarget.Retry retry = target.retry();
        if (!retry.equals(EventTarget.Retry.DEFAULT))
            out.object(
                    "RetryPolicy",
                    policy -> policy.number("MaximumRetryAttempts", (long) retry.attempts())
                            .number("MaximumEventAgeInSeconds", retry.age().toSeconds()));
        if (retry.deadLetterArn() != null)
            out.object("DeadLetterConfig", config -> config.text("Arn", retry.deadLetterArn()));
    }

    private static EventTarget target(JsonNode node) {
        JsonNode policy = node.path("RetryPolicy");
        JsonNode deadLetters = node.path("DeadLetterConfig").path("Arn");
        EventTarget.Retry usual = EventTarget.Retry.DEFAULT;
        var retry = new EventTarget.Retry(
                policy.path("MaximumRetryAttempts").asInt(usual.attempts()),
                Duration.ofSeconds(policy.path("MaximumEventAgeInSeconds")
                        .asLong(usual.age().toSeconds())),
                deadLetters.isString() ? deadLetters.stringValue() : null);
        return new EventTarget(node.path("Id").asString(), node.path("Arn").asString(), input(node), retry);
    }

    private static EventTarget.Input input(JsonNode node) {
        boolean constant = node.hasNonNull("Input");
        boolean part = node.hasNonNull("InputPath");
        boolean transformed = node.hasNonNull("InputTransformer");
        if ((constant ? 1 : 0) + (part ? 1 : 0) + (transformed ? 1 : 0) > 1)
            throw new ServiceException(
                    "ValidationException",
                    "Only one of Input, InputPath, or InputTransformer must be provided for target "
                            + node.path("Id").asString() + ".");
        if (constant) return new EventTarget.Input.Constant(node.path("Input").asString());
        if (part) return new EventTarget.Input.Part(node.path("InputPath").asString());
        return transformed ? transformer(node.path("InputTransformer")) : new EventTarget.Input.Event();
    }

    private static EventTarget.Input transformer(JsonNode transformer) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> path :
                transformer.path("InputPathsMap").properties()) {
            if (!path.getValue().isString())
                throw new ServiceException("SerializationException", "InputPathsMap is a map of texts.");
            paths.put(path.getKey(), path.getValue().stringValue());
        }
        return new EventTarget.Input.Transformer(
                paths, transformer.path("InputTemplate").asString());
    }
}
