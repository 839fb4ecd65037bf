package dev.skald.asl;

import static dev.skald.asl.JsonataExport.assign;
import static dev.skald.asl.JsonataExport.variable;
import static dev.skald.asl.SagaText.expression;

import dev.skald.asl.JsonataExport.Variables;
import dev.skald.asl.SagaExport.Code;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One Task of a JSONata saga as plain ASL. */
final class JsonataTask {
    private final JsonataScope scope;
    private final Export export;
    private final Variables variables;
    private final String name;
    private final ObjectNode source;
    private final TaskState parsed;
    private final String key;
    private final List<String> uncertain;

    /** The state without Skald's fields, its key in the place of {@code Saga.Key}. */
    private final ObjectNode task;

    JsonataTask(JsonataScope scope, String name, ObjectNode source) {
        this.scope = scope;
        this.export = scope.export;
        this.variables = scope.variables;
        this.name = name;
        this.source = source;
        this.key = scope.key(name);
        if (!(export.machine.state(name) instanceof TaskState parsedTask)) throw new IllegalArgumentException(name);
        this.parsed = parsedTask;
        this.uncertain = uncertainErrors();
        this.task = scope.goesOn(rewritten(source));
        SkaldFields.stripState(task);
    }

    private ObjectNode rewritten(JsonNode node) {
        return SagaText.rewritten(node, text -> SagaText.withKey(text, key)) instanceof ObjectNode object
                ? object
                : Json.object();
    }

    /** An expression that fails is told from one that fails after the success only by where there are any. */
    private List<String> uncertainErrors() {
        List<String> errors = export.uncertainErrors(parsed);
        if (mayFailAfterSuccess()) errors.add(ErrorName.QUERY_EVALUATION_ERROR);
        return errors;
    }

    private boolean mayFailAfterSuccess() {
        for (String field : List.of("Output", "Assign", "Record"))
            if (SagaText.hasExpression(source.path(field))) return true;
        return false;
    }

    void add() {
        warn();
        switch (parsed.saga().role()) {
            case PLAIN -> plain();
            case COMPENSATABLE -> compensatable();
            case PIVOT -> pivot();
            case RETRIABLE -> retriable();
        }
    }

    private void warn() {
        if (parsed.saga().role() != SagaStep.Role.PLAIN && !SagaText.readsKey(source))
            export.warn(Code.KEY_NOT_SENT, name, "put $states.context.Saga.Key into its Arguments");
        if (parsed.resource().arn().contains("states:startExecution.sync"))
            export.warn(Code.NESTED_EXECUTION, name, "what the nested execution did is not undone with its parent");
    }

    private void plain() {
        task.set("Catch", scope.catchers(name, source.path("Catch"), false));
        leaves(task);
        scope.states.set(name, task);
    }

    /** Counts the visit at every way out of the state. */
    private void leaves(ObjectNode state) {
        scope.countVisit(name, state);
        for (JsonNode each : state.path("Catch"))
            if (each instanceof ObjectNode catcher) scope.countVisit(name, catcher);
    }

    // A step that can be undone: it is put into the log by its success, and by the catcher of its failure.

    private void compensatable() {
        Set<String> members = SagaText.membersRead(source.path("Compensate"));
        ObjectNode done = entry(members, "Succeeded");
        if (source.has("Record")) undo(done).set("Record", rewrittenValue(source.path("Record")));
        assign(task, variables.log(), done);
        if (mayFailAfterSuccess())
            export.warn(Code.FAILED_RECORD, name, "it is then undone with the outcome Uncertain, without a record");
        task.set("Catch", failing(members));
        leaves(task);
        scope.states.set(name, task);
    }

    private JsonNode rewrittenValue(JsonNode node) {
        return SagaText.rewritten(node, text -> SagaText.withKey(text, key));
    }

    private static ObjectNode undo(ObjectNode entry) {
        return entry.path("Undo") instanceof ObjectNode undo ? undo : entry.putObject("Undo");
    }

    /** The new head of the log. */
    private ObjectNode entry(Set<String> members, String outcome) {
        ObjectNode entry = Json.object().put("Step", name);
        ObjectNode undo = entry.putObject("Undo").put("Key", expression(key)).put("Outcome", outcome);
        if (members.contains("Input")) undo.put("Input", expression("$states.input"));
        if (members.contains("Arguments")) arguments(undo);
        return entry.put("Rest", expression(variable(variables.log())));
    }

    private void arguments(ObjectNode undo) {
        JsonNode arguments = source.path("Arguments");
        if (arguments.isMissingNode()) undo.put("Arguments", expression("$states.input"));
        else if (!SagaText.readsToken(arguments)) undo.set("Arguments", rewrittenValue(arguments));
    }

    private void warnOfArguments() {
        JsonNode arguments = source.path("Arguments");
        if (SagaText.readsToken(arguments))
            export.warn(
                    Code.ARGUMENTS_AGAIN,
                    name,
                    "its Arguments read the task token: its compensation does not get them");
        else if (SagaText.changes(arguments))
            export.warn(Code.ARGUMENTS_AGAIN, name, "its compensation gets other Arguments than were sent");
    }

    private ArrayNode failing(Set<String> members) {
        boolean arguments = members.contains("Arguments") && SagaText.hasExpression(source.path("Arguments"));
        if (arguments) warnOfArguments();
        boolean repeats = Export.repeatsUncertain(parsed, uncertain);
        if (repeats)
            export.warn(Code.UNCERTAIN_RETRIES, name, "when it fails after a retry, it is undone as uncertain");
        String outcome = "$states.errorOutput.Error in " + SagaText.literals(uncertain)
                + (repeats ? " or $states.context.State.RetryCount > 0" : "");
        ArrayNode catchers = Json.array();
        boolean evaluated = !arguments;
        for (JsonNode each : scope.catchers(name, source.path("Catch"), true)) {
            if (!(each instanceof ObjectNode catcher)) continue;
            if (!evaluated && catches(catcher)) {
                catchers.add(unevaluated(catcher.deepCopy(), members));
                evaluated = true;
            }
            catchers.add(logged(catcher, members, expression("(" + outcome + ") ? 'Uncertain' : 'None'")));
        }
        return catchers;
    }

    private static boolean catches(ObjectNode catcher) {
        List<String> errors = catcher.path("ErrorEquals")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        return ErrorName.matches(errors, ErrorName.QUERY_EVALUATION_ERROR, true);
    }

    /** Arguments that could not be evaluated cannot be logged either. */
    private ObjectNode unevaluated(ObjectNode catcher, Set<String> members) {
        catcher.putArray("ErrorEquals").add(ErrorName.QUERY_EVALUATION_ERROR);
        Set<String> others = new java.util.HashSet<>(members);
        others.remove("Arguments");
        return logged(catcher, others, mayFailAfterSuccess() ? "Uncertain" : "None");
    }

    private ObjectNode logged(ObjectNode catcher, Set<String> members, String outcome) {
        ObjectNode entry = entry(members, outcome);
        ObjectNode undo = undo(entry);
        if (members.contains("Error")) undo.put("Error", expression("$states.errorOutput.Error"));
        if (members.contains("Cause"))
            undo.put("Cause", expression("$exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : null"));
        assign(catcher, variables.log(), entry);
        return catcher;
    }

    // The pivot: once it surely happened, nothing is undone any more.

    private void pivot() {
        assign(task, variables.log(), Json.nullNode());
        String waits = export.names.fresh("Saga waits for " + name);
        ArrayNode others = scope.catchers(name, source.path("Catch"), false);
        String again = again(uncertain, waits, others);
        task.set("Catch", before(unknown(again.isEmpty() ? waits : again), others));
        leavesBut(task);
        scope.states.set(name, task);
        scope.states.set(waits, waitingPivot(again.isEmpty() ? name : again));
    }

    /** Adds the state that repeats the task, if the retriers of its author come first; its name, or nothing. */
    private String again(List<String> errors, String waits, ArrayNode others) {
        ArrayNode retry = export.sagaRetryOf(errors);
        if (!Export.repeatsUncertain(parsed, errors)) {
            ArrayNode all = Export.plainHandlers(source.path("Retry"));
            task.set("Retry", retry.addAll(all));
            return "";
        }
        String again = export.names.fresh(name + " again");
        ObjectNode copy = task.deepCopy();
        copy.set("Retry", retry);
        copy.set("Catch", before(unknown(waits), others));
        leavesBut(copy);
        scope.states.set(again, copy);
        return again;
    }

    private static ArrayNode before(ObjectNode first, ArrayNode others) {
        ArrayNode all = Json.array();
        all.add(first);
        for (JsonNode each : others) all.add(each.deepCopy());
        return all;
    }

    private ObjectNode unknown(String next) {
        ObjectNode catcher = Json.object();
        uncertain.forEach(catcher.putArray("ErrorEquals")::add);
        return kept(catcher.put("Next", next));
    }

    /** The task, or a person, will need the same input. */
    private ObjectNode kept(ObjectNode catcher) {
        assign(catcher, variables.error(), "$states.errorOutput");
        return catcher.put("Output", expression("$states.input"));
    }

    /** Counts the visit where the state is left for good: its first catcher goes on with it. */
    private void leavesBut(ObjectNode state) {
        scope.countVisit(name, state);
        JsonNode catchers = state.path("Catch");
        for (int i = 1; i < catchers.size(); i++)
            if (catchers.get(i) instanceof ObjectNode catcher) scope.countVisit(name, catcher);
    }

    /** The token stands for the task: its answer is the task's. */
    private ObjectNode waiting(String kind) {
        ObjectNode waiting = scope.jsonata.waiting(kind, Json.text(name), variable(variables.error()));
        for (String field : List.of("Output", "Assign", "Next", "End"))
            if (task.has(field)) waiting.set(field, task.path(field).deepCopy());
        return waiting;
    }

    private ObjectNode waitingPivot(String repeat) {
        ObjectNode waiting = waiting("Pivot");
        ObjectNode not = Export.catcher(JsonataExport.DID_NOT_HAPPEN, scope.failed());
        scope.countVisit(name, not);
        waiting.putArray("Catch").add(scope.abandoned()).add(not).add(kept(Export.catcher(ErrorName.ALL, repeat)));
        return waiting;
    }

    // A retriable step: it is repeated until it succeeds, or a person says that it did.

    private void retriable() {
        String waits = export.names.fresh("Saga waits for " + name);
        boolean own = source.has("Retry") || source.has("Catch");
        String again = own ? export.names.fresh(name + " again") : name;
        if (own) {
            ArrayNode catchers = scope.catchers(name, source.path("Catch"), false);
            scope.states.set(again, forward(task.deepCopy(), waits));
            scope.states.set(name, firstTry(catchers, again));
        } else {
            scope.states.set(name, forward(task, waits));
        }
        ObjectNode waiting = waiting("Retriable");
        scope.countVisit(name, waiting);
        waiting.putArray("Catch").add(scope.abandoned()).add(kept(Export.catcher(ErrorName.ALL, again)));
        scope.states.set(waits, waiting);
    }

    /** The author's retriers and catchers; what they leave goes on. */
    private ObjectNode firstTry(ArrayNode catchers, String again) {
        for (JsonNode each : catchers) {
            if (!(each instanceof ObjectNode catcher)) continue;
            if (catcher.path("Next").asString().equals(scope.failed())) kept(catcher.put("Next", again));
            else scope.countVisit(name, catcher);
        }
        task.set("Catch", catchers);
        scope.countVisit(name, task);
        return task;
    }

    private ObjectNode forward(ObjectNode state, String waits) {
        state.set("Retry", export.sagaRetry());
        state.putArray("Catch").add(kept(Export.catcher(ErrorName.ALL, waits)));
        scope.countVisit(name, state);
        return state;
    }
}
