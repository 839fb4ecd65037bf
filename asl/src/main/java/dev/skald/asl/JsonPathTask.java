package dev.skald.asl;

import dev.skald.asl.SagaExport.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One Task of a JSONPath saga as plain ASL. */
final class JsonPathTask {
    private static final List<String> RESULT_FIELDS =
            List.of("ResultSelector", "ResultPath", "OutputPath", "Assign", "Next", "End");

    private final JsonPathExport jsonPath;
    private final Export export;
    private final String name;
    private final ObjectNode source;
    private final TaskState parsed;
    private final List<String> uncertain;
    private final ObjectNode task;

    JsonPathTask(JsonPathExport jsonPath, String name, ObjectNode source) {
        this.jsonPath = jsonPath;
        this.export = jsonPath.export;
        this.name = name;
        this.source = source;
        if (!(export.machine.state(name) instanceof TaskState state)) throw new IllegalArgumentException(name);
        this.parsed = state;
        this.uncertain = export.uncertainErrors(state);
        JsonNode keyed = JsonPathStep.withKey(source, jsonPath.key(name));
        this.task = keyed instanceof ObjectNode object ? object : source.deepCopy();
        SkaldFields.stripState(task);
        jsonPath.redirect(task);
    }

    void add() {
        if (parsed.saga().role() != SagaStep.Role.PLAIN && !JsonPathStep.readsKey(source))
            export.warn(Code.KEY_NOT_SENT, name, "put $$.Saga.Key into its Parameters");
        if (parsed.resource().arn().contains("states:startExecution.sync"))
            export.warn(Code.NESTED_EXECUTION, name, "what the nested execution did is not undone with its parent");
        JsonPathStep step = jsonPath.step(name);
        switch (parsed.saga().role()) {
            case PLAIN -> jsonPath.add(name, handled(null));
            case COMPENSATABLE -> compensatable(step);
            case PIVOT -> pivot();
            case RETRIABLE -> retriable();
        }
    }

    private void compensatable(@Nullable JsonPathStep step) {
        if (step == null) return;
        step.addBefore();
        JsonPathExport.assign(task, step.variable, step.entry("Succeeded"));
        jsonPath.add(name, handled(step));
    }

    // Catchers.

    /** The task with the author's catchers, those that undo led to where that is done, and one that takes what they leave. */
    private ObjectNode handled(@Nullable JsonPathStep step) {
        boolean repeats = step != null && Export.repeatsUncertain(parsed, uncertain);
        if (repeats)
            export.warn(
                    Code.UNCERTAIN_RETRIES,
                    name,
                    "when it fails, it is undone as uncertain: its Retry may hide that it happened");
        ArrayNode catchers = Json.array();
        List<String> left = new ArrayList<>(uncertain);
        for (int i = 0; i < source.path("Catch").size(); i++) {
            if (!(task.path("Catch").get(i) instanceof ObjectNode own)) continue;
            ObjectNode catcher = own.deepCopy();
            catcher.put(
                    "Next", target(source.path("Catch").get(i), own.path("Next").asString(), step, i));
            addAs(catcher, step, repeats, left, catchers);
        }
        if (!Export.catchesAll(catchers)) {
            ObjectNode last = jsonPath.keepsError(Export.catcher(ErrorName.ALL, jsonPath.failed()));
            addAs(last, step, repeats, left, catchers);
        }
        task.set("Catch", catchers);
        jsonPath.countVisits(name, task);
        return task;
    }

    /** A catcher, before it one for those of its errors after which the step may have happened. */
    private static void addAs(
            ObjectNode catcher, @Nullable JsonPathStep step, boolean repeats, List<String> left, ArrayNode catchers) {
        if (step != null && repeats) JsonPathExport.assign(catcher, step.variable, step.entry("Uncertain"));
        List<String> matched = left.stream()
                .filter(error -> ErrorName.matches(JsonPathStep.errors(catcher), error, true))
                .toList();
        if (step != null && !repeats && !matched.isEmpty()) {
            ObjectNode first = catcher.deepCopy();
            matched.forEach(first.putArray("ErrorEquals")::add);
            JsonPathExport.assign(first, step.variable, step.entry("Uncertain"));
            catchers.add(first);
        }
        left.removeAll(matched);
        catchers.add(catcher);
    }

    private String target(JsonNode written, String next, @Nullable JsonPathStep step, int index) {
        JsonNode mode = written.path("Compensate");
        String label = " for " + name + " " + (index + 1);
        if (mode.isString()) return jsonPath.chain(jsonPath.steps(), next, label);
        return mode.asBoolean(false) && step != null ? jsonPath.chain(List.of(step), next, label) : next;
    }

    // Pivot and retriable steps.

    private void pivot() {
        for (JsonPathStep step : jsonPath.steps()) JsonPathExport.assign(task, step.variable, JsonPathExport.nothing());
        jsonPath.countVisit(name, task);
        String waits = export.names.fresh("Saga waits for " + name);
        ArrayNode retry = export.sagaRetryOf(uncertain);
        task.set("Retry", retry.addAll(Export.plainHandlers(source.path("Retry"))));
        ObjectNode unknown = jsonPath.keepsError(JsonPathExport.dropping(ErrorName.ALL, waits));
        uncertain.forEach(unknown.putArray("ErrorEquals")::add);
        ArrayNode catchers = Json.array().add(unknown);
        task.set("Catch", catchers.addAll(plainCatchers(UnaryOperator.identity())));
        jsonPath.add(name, task);
        ObjectNode waiting = waiting("Pivot");
        waiting.putArray("Catch")
                .add(jsonPath.abandoned())
                .add(JsonPathExport.dropping(JsonataExport.DID_NOT_HAPPEN, jsonPath.failed()))
                .add(JsonPathExport.dropping(ErrorName.ALL, name));
        jsonPath.add(waits, waiting);
    }

    private ArrayNode plainCatchers(UnaryOperator<ObjectNode> last) {
        ArrayNode catchers = Json.array();
        for (int i = 0; i < source.path("Catch").size(); i++)
            if (task.path("Catch").get(i) instanceof ObjectNode own)
                catchers.add(own.put(
                        "Next",
                        target(source.path("Catch").get(i), own.path("Next").asString(), null, i)));
        for (JsonNode each : catchers) if (each instanceof ObjectNode catcher) jsonPath.countVisit(name, catcher);
        if (!Export.catchesAll(catchers))
            catchers.add(last.apply(jsonPath.keepsError(Export.catcher(ErrorName.ALL, jsonPath.failed()))));
        return catchers;
    }

    /** The token stands for the task: its answer is the task's. */
    private ObjectNode waiting(String kind) {
        ObjectNode waiting = jsonPath.waiting(kind, Json.text(name), "$" + jsonPath.error());
        waiting.remove("ResultPath");
        for (String field : RESULT_FIELDS)
            if (task.has(field)) waiting.set(field, task.path(field).deepCopy());
        return waiting;
    }

    private void retriable() {
        String waits = export.names.fresh("Saga waits for " + name);
        jsonPath.countVisit(name, task);
        boolean own = source.has("Retry") || source.has("Catch");
        String again = own ? export.names.fresh(name + " again") : name;
        if (own) {
            ObjectNode first = task.deepCopy();
            first.set(
                    "Catch", plainCatchers(catcher -> catcher.put("Next", again).putNull("ResultPath")));
            jsonPath.add(name, first);
        }
        task.set("Retry", export.sagaRetry());
        task.putArray("Catch").add(jsonPath.keepsError(JsonPathExport.dropping(ErrorName.ALL, waits)));
        jsonPath.add(again, task);
        ObjectNode waiting = waiting("Retriable");
        waiting.putArray("Catch").add(jsonPath.abandoned()).add(JsonPathExport.dropping(ErrorName.ALL, again));
        jsonPath.add(waits, waiting);
    }
}
