package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One export under way: the machine, what holds for all of it, and the warnings so far. */
final class Export {
    static final String INTEGRATION = "arn:aws:states:::";

    /** Errors of a call after which it may have happened; those of the language, of Lambda and of its client. */
    private static final List<String> UNCERTAIN = List.of(
            ErrorName.TIMEOUT,
            ErrorName.HEARTBEAT_TIMEOUT,
            ErrorName.DATA_LIMIT_EXCEEDED,
            "States.Http.Socket",
            "Lambda.SdkClientException",
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.ClientExecutionTimeoutException",
            "Lambda.Unknown",
            "Sandbox.Timedout");

    final ObjectNode definition;
    final StateMachine machine;
    final Saga saga;
    final ExportNames names;
    final SagaExport.Park park;
    private final List<SagaExport.Warning> warnings = new ArrayList<>();

    private Export(ObjectNode definition, StateMachine machine, Saga saga, SagaExport.Park park) {
        this.definition = definition;
        this.machine = machine;
        this.saga = saga;
        this.names = new ExportNames(machine.states().keySet());
        this.park = park;
    }

    static SagaExport.Result of(String text, StateMachine machine, SagaExport.Park park) {
        Saga saga = machine.saga();
        ObjectNode definition = DefinitionParser.definition(text);
        if (saga == null || !hasSteps(machine) && !readsKey(definition))
            return unchanged(text, definition, machine, park);
        var export = new Export(definition, machine, saga, park);
        Set<String> languages = new TreeSet<>();
        export.languages(definition, "JSONPath", languages);
        if (languages.equals(Set.of("JSONata"))) return export.done(new JsonataExport(export).machine());
        if (languages.equals(Set.of("JSONPath"))) return export.done(new JsonPathExport(export).machine());
        return new SagaExport.Result.Refused(List.of(new Problem(
                Problem.Severity.ERROR,
                "MIXED_QUERY_LANGUAGES",
                "A saga is exported only when all its states have the same query language",
                null)));
    }

    private static boolean hasSteps(StateMachine machine) {
        return machine.states().values().stream()
                .anyMatch(
                        state -> state instanceof TaskState task && task.saga().role() != SagaStep.Role.PLAIN);
    }

    private static boolean readsKey(ObjectNode definition) {
        return SagaText.readsKey(definition) || JsonPathStep.readsKey(definition);
    }

    private static SagaExport.Result unchanged(
            String text, ObjectNode definition, StateMachine machine, SagaExport.Park park) {
        var export = new Export(definition, machine, Saga.DEFAULT, park);
        export.warnOfDroppedFields();
        return new SagaExport.Result.Exported(Asl.withoutSkaldFields(text), List.copyOf(export.warnings));
    }

    private SagaExport.Result done(ObjectNode exported) {
        warnOfMachine();
        warnOfDroppedFields();
        return new SagaExport.Result.Exported(Json.write(exported), List.copyOf(warnings));
    }

    /** The languages of all states. */
    private void languages(JsonNode block, String around, Set<String> found) {
        String here = block.path("QueryLanguage").asString(around);
        for (JsonNode state : block.path("States")) {
            found.add(state.path("QueryLanguage").asString(here));
            ExportTree.eachBlock(state, inner -> languages(inner, here, found));
        }
    }

    // Warnings.

    void warn(SagaExport.Code code, @Nullable String state, String reason) {
        warnings.add(new SagaExport.Warning(code, state, reason));
    }

    private void warnOfMachine() {
        if (saga.onStop() == Saga.OnStop.Compensate)
            warn(SagaExport.Code.STOP, null, "StopExecution ends the execution at once; nothing is undone");
        if (machine.timeoutSeconds() != null)
            warn(
                    SagaExport.Code.EXECUTION_TIMEOUT,
                    null,
                    "TimeoutSeconds of the machine ends it without undoing, also while it undoes");
        warn(SagaExport.Code.RUNTIME_ERROR, null, "States.Runtime is not caught; nothing is undone after it");
        warn(
                SagaExport.Code.LIMITS,
                null,
                "the log is a variable of at most 256 KiB, and undoing counts in the 25,000 events of the history");
        warn(
                SagaExport.Code.UNCERTAIN_BY_NAME,
                null,
                "a step may have happened after these errors: " + String.join(", ", UNCERTAIN)
                        + ", and those of UncertainErrors");
        for (String name : machine.draining())
            warn(SagaExport.Code.DRAIN, name, "the other branches or items run to their end before anything is undone");
        warnOfParks();
    }

    private void warnOfParks() {
        warn(
                SagaExport.Code.PARK,
                null,
                "what waits for a person is sent to " + target()
                        + " and goes on with SendTaskSuccess or SendTaskFailure");
        if (saga.onFailure() == Saga.OnFailure.Park)
            warn(SagaExport.Code.PARK_ON_FAILURE, null, "a failure that waits can be compensated, not redriven");
    }

    private String target() {
        return switch (park) {
            case SagaExport.Park.Queue(String url) -> url;
            case SagaExport.Park.Function(String name) -> name;
        };
    }

    private void warnOfDroppedFields() {
        Set<String> dropped = new TreeSet<>();
        for (String field : List.of("SearchAttributes", "KnownErrors")) if (definition.has(field)) dropped.add(field);
        if (definition.path("Saga").has("KnownErrors")) dropped.add("KnownErrors");
        ExportTree.eachState(definition, (_, state) -> {
            for (String field : SkaldFields.TERMINAL) if (state.has(field)) dropped.add(field);
        });
        if (!dropped.isEmpty())
            warn(SagaExport.Code.DROPPED_FIELDS, null, "AWS has nothing like " + String.join(", ", dropped));
    }

    // What both languages need.

    /** Errors after which a step may have happened. */
    List<String> uncertainErrors(TaskState step) {
        List<String> errors = new ArrayList<>(UNCERTAIN);
        for (String error : step.saga().uncertainErrors()) if (!errors.contains(error)) errors.add(error);
        return errors;
    }

    /** Whether a state is a Parallel or inline Map that holds steps. */
    boolean isFork(String name, JsonNode state) {
        JsonNode mode = state.path("ItemProcessor").path("ProcessorConfig").path("Mode");
        return machine.draining().contains(name) && !mode.asString("").equals("DISTRIBUTED");
    }

    /** Whether the states of a block leave anything to undo. */
    boolean hasEntries(JsonNode block) {
        return block.path("States")
                .propertyStream()
                .anyMatch(each -> each.getValue().has("Compensate")
                        || isFork(each.getKey(), each.getValue()) && hasEntriesWithin(each.getValue()));
    }

    private boolean hasEntriesWithin(JsonNode fork) {
        List<ObjectNode> blocks = new ArrayList<>();
        ExportTree.eachBlock(fork, blocks::add);
        return blocks.stream().anyMatch(this::hasEntries);
    }

    /** Whether a retrier may repeat an attempt that may have happened. */
    static boolean repeatsUncertain(TaskState step, List<String> uncertain) {
        return step.retry().stream()
                .anyMatch(retrier -> retrier.maxAttempts() > 0
                        && uncertain.stream().anyMatch(error -> ErrorName.matches(retrier.errorEquals(), error, true)));
    }

    /** The retriers of compensations, as a definition writes them. */
    ArrayNode sagaRetry() {
        JsonNode own = definition.path("Saga").path("Retry");
        if (own instanceof ArrayNode) return plainHandlers(own);
        ArrayNode retry = Json.array();
        saga.retry().forEach(retrier -> retry.add(retrier(retrier)));
        return retry;
    }

    private static ObjectNode retrier(Retrier retrier) {
        ObjectNode written = Json.object();
        retrier.errorEquals().forEach(written.putArray("ErrorEquals")::add);
        written.put("IntervalSeconds", retrier.intervalSeconds());
        written.put("MaxAttempts", retrier.maxAttempts());
        written.put("BackoffRate", retrier.backoffRate());
        if (retrier.maxDelaySeconds() != null) written.put("MaxDelaySeconds", retrier.maxDelaySeconds());
        if (retrier.fullJitter()) written.put("JitterStrategy", "FULL");
        return written;
    }

    /** Those of {@link #sagaRetry} that apply to some errors, narrowed down to them. */
    ArrayNode sagaRetryOf(List<String> errors) {
        ArrayNode retry = Json.array();
        List<String> left = new ArrayList<>(errors);
        for (JsonNode each : sagaRetry()) {
            List<String> names = each.path("ErrorEquals")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            List<String> matched = left.stream()
                    .filter(error -> ErrorName.matches(names, error, true))
                    .toList();
            if (matched.isEmpty() || !(each instanceof ObjectNode retrier)) continue;
            matched.forEach(retrier.putArray("ErrorEquals")::add);
            left.removeAll(matched);
            retry.add(retrier);
        }
        return retry;
    }

    /** A copy of retriers or catchers without Skald's fields. */
    static ArrayNode plainHandlers(JsonNode handlers) {
        ArrayNode plain = Json.array();
        for (JsonNode handler : handlers)
            if (handler.deepCopy() instanceof ObjectNode copy) plain.add(copy.remove(SkaldFields.HANDLER));
        return plain;
    }

    static ObjectNode pass(String next) {
        return Json.object().put("Type", "Pass").put("Next", next);
    }

    static ObjectNode catcher(String error, String next) {
        ObjectNode catcher = Json.object();
        catcher.putArray("ErrorEquals").add(error);
        return catcher.put("Next", next);
    }

    /** The task that tells a person, given what it tells; the answer to its token is its result. */
    ObjectNode parkTask(ObjectNode message, String argumentsField) {
        ObjectNode task = Json.object().put("Type", "Task");
        return switch (park) {
            case SagaExport.Park.Queue(String url) -> {
                task.put("Resource", INTEGRATION + "sqs:sendMessage.waitForTaskToken");
                task.putObject(argumentsField).put("QueueUrl", url).set("MessageBody", message);
                yield task;
            }
            case SagaExport.Park.Function(String name) -> {
                task.put("Resource", INTEGRATION + "lambda:invoke.waitForTaskToken");
                task.putObject(argumentsField).put("FunctionName", name).set("Payload", message);
                yield task;
            }
        };
    }

    /** Whether one of these catchers takes every error. */
    static boolean catchesAll(ArrayNode catchers) {
        return catchers.valueStream()
                .anyMatch(each -> each.path("ErrorEquals").toString().contains("\"States.ALL\""));
    }
}
