package dev.skald.asl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles the saga fields of one machine, and the states that undo its steps. */
final class SagaParser {
    private static final String PREFIX = "Compensate ";
    private static final int LONGEST_NAME = 80;
    private static final long MOST_DRAIN_SECONDS = 86_400;
    static final long COMPENSATION_SECONDS = 300;

    private static final Set<String> SAGA_FIELDS = Set.of(
            "Comment",
            "KnownErrors",
            "UncertainErrors",
            "Retry",
            "OnFailure",
            "OnCompensationFailure",
            "OnStop",
            "DrainSeconds");

    private static final Set<String> COMPENSATION_FIELDS =
            Set.of("Comment", "Resource", "Credentials", "TimeoutSeconds", "HeartbeatSeconds", "Retry");

    private static final Map<String, Set<String>> OWN_FIELDS = Map.of(
            "JSONPath", Set.of("Parameters", "TimeoutSecondsPath", "HeartbeatSecondsPath"),
            "JSONata", Set.of("Arguments"));

    private final MachineType type;
    private final Map<String, TaskState> compensations = new LinkedHashMap<>();
    private final Set<String> draining = new HashSet<>();
    private @Nullable Saga saga;
    private boolean undoesNested;
    private int steps;

    SagaParser(MachineType type) {
        this.type = type;
    }

    /** The machine's {@code Saga}. */
    void machine(Fields top) {
        undoesNested = type == MachineType.STANDARD && NestedUndo.isSaga(top.node());
        Fields fields = top.object("Saga");
        if (fields == null) return;
        refuseExpress(top, "Saga");
        fields.allow(SAGA_FIELDS);
        fields.string("Comment");
        List<Retrier> retry = ErrorHandlingParser.retriers(fields);
        Long drain = fields.integer("DrainSeconds", 0, MOST_DRAIN_SECONDS);
        saga = new Saga(
                errors(fields, "UncertainErrors"),
                fields.has("Retry") ? retry : Saga.RETRY,
                word(fields, "OnFailure", Saga.OnFailure.values(), Saga.OnFailure.Compensate),
                word(
                        fields,
                        "OnCompensationFailure",
                        Saga.OnCompensationFailure.values(),
                        Saga.OnCompensationFailure.Park),
                word(fields, "OnStop", Saga.OnStop.values(), Saga.OnStop.Compensate),
                drain == null ? Saga.DRAIN_SECONDS : drain);
    }

    /** {@code KnownErrors} at the top and in {@code Saga}. */
    static List<String> knownErrors(Fields top) {
        List<String> known = new ArrayList<>(errors(top, "KnownErrors"));
        if (top.get("Saga") instanceof ObjectNode) {
            Fields saga = top.object("Saga");
            if (saga != null) known.addAll(errors(saga, "KnownErrors"));
        }
        return List.copyOf(known);
    }

    private static <E extends Enum<E>> E word(Fields fields, String field, E[] words, E otherwise) {
        String word = fields.word(field, Arrays.stream(words).map(Enum::name).toList());
        return Arrays.stream(words)
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElse(otherwise);
    }

    private static List<String> errors(Fields fields, String field) {
        ArrayNode array = fields.array(field);
        List<String> errors = new ArrayList<>();
        for (JsonNode error : array == null ? List.<JsonNode>of() : array) {
            if (error.isString() && !error.stringValue().isEmpty()) errors.add(error.stringValue());
            else fields.problem(field, "Expected value of type String");
        }
        return List.copyOf(errors);
    }

    /** The part that a Task has in the saga. */
    SagaStep step(String name, Fields task, QueryLanguage language, boolean nested, MachineParser machine) {
        boolean pivot = flag(task, "Pivot");
        boolean retriable = flag(task, "Retriable");
        Fields compensate = task.object("Compensate");
        if (task.string("NoCompensation") != null && task.has("Compensate"))
            task.problem("There should only be one of the following fields: [Compensate, NoCompensation]");
        if (task.has("Record") && !task.has("Compensate"))
            task.problem("Record", "Nothing reads 'Record' without 'Compensate'");
        List<String> uncertain = new ArrayList<>(errors(task, "UncertainErrors"));
        if (saga != null) uncertain.addAll(saga.uncertainErrors());
        Expression<Payload> record = language.record(task);
        if (!pivot && !retriable && compensate == null) return nested(name, task, record, uncertain);
        task.oneOf(true, "Compensate", "Pivot", "Retriable");
        steps++;
        if (pivot && nested)
            task.problem("Pivot", "A pivot must be at the top of the machine, not in a branch or an iteration");
        for (String field : List.of("Compensate", "Pivot", "Retriable"))
            if (task.has(field)) refuseExpress(task, field);
        if (compensate != null) {
            String undo = compensationName(name);
            compensations.put(undo, compensation(undo, compensate, language, machine));
            return new SagaStep(SagaStep.Role.COMPENSATABLE, undo, record, uncertain);
        }
        return new SagaStep(pivot ? SagaStep.Role.PIVOT : SagaStep.Role.RETRIABLE, null, null, uncertain);
    }

    /** An execution that a step waits for is undone through its own log, unless the author says otherwise. */
    private SagaStep nested(String name, Fields task, @Nullable Expression<Payload> record, List<String> uncertain) {
        if (!undoesNested || task.has("NoCompensation") || !NestedUndo.isNested(task)) return SagaStep.NONE;
        steps++;
        return new SagaStep(SagaStep.Role.COMPENSATABLE, nestedUndo(name), record, uncertain);
    }

    private String nestedUndo(String state) {
        String undo = compensationName(state);
        compensations.put(undo, NestedUndo.named(undo, saga == null ? Saga.RETRY : saga.retry()));
        return undo;
    }

    private static boolean flag(Fields task, String field) {
        return Boolean.TRUE.equals(task.bool(field));
    }

    private void refuseExpress(Fields fields, String field) {
        if (type == MachineType.EXPRESS)
            fields.problem(field, "Express state machine does not support '" + field + "'");
    }

    private TaskState compensation(String name, Fields compensate, QueryLanguage language, MachineParser machine) {
        Set<String> allowed = new HashSet<>(COMPENSATION_FIELDS);
        allowed.addAll(OWN_FIELDS.getOrDefault(language.name(), Set.of()));
        compensate.allow(allowed);
        compensate.require("Resource");
        refuseVariables(compensate, language);
        TaskState task = new StateParser(machine, name, compensate, new Transitions(compensate.location(), name))
                .bareTask(language);
        if (!compensate.has("Retry")) task = task.withRetry(saga == null ? Saga.RETRY : saga.retry());
        boolean unlimited = task.resource().outlivesItsCall() || task.resource() instanceof TaskResource.Activity;
        return task.timeoutSeconds() != null || unlimited
                ? task
                : task.withTimeoutSeconds(Expression.constant(COMPENSATION_SECONDS));
    }

    /** A compensation runs when the scope that held the variables may be gone. */
    private static void refuseVariables(Fields compensate, QueryLanguage language) {
        Set<String> names =
                VariableReferences.of(compensate.node(), language.name().equals("JSONata"));
        for (String name : names)
            compensate.problem("The variable '" + name
                    + "' cannot be read in 'Compensate': what a compensation needs goes into" + " 'Record'");
    }

    /** Notes how many steps there were before the branches or the processor of a state. */
    int steps() {
        return steps;
    }

    /** The branches or the processor of a state have been parsed. */
    void forked(String name, int stepsBefore) {
        if (steps > stepsBefore) draining.add(name);
    }

    /** The processor of a Map in mode DISTRIBUTED has been parsed. */
    void distributed(String name, int stepsBefore) {
        if (steps > stepsBefore) nestedUndo(name);
    }

    /** Records names that both a state and a compensation have. */
    void check(Map<String, State> states, Map<String, Location> locations, Problems problems) {
        for (String name : compensations.keySet()) {
            Location location = locations.get(name);
            if (states.containsKey(name) && location != null)
                problems.error(Problems.DUPLICATE_STATE_NAME, "The name of a compensation: " + name, location);
        }
    }

    /** Null when the machine has no saga fields. */
    @Nullable
    Saga saga() {
        return saga == null && steps > 0 ? Saga.DEFAULT : saga;
    }

    Map<String, TaskState> compensations() {
        return compensations;
    }

    /** The Parallel and Map states that hold steps of the saga. */
    Set<String> draining() {
        return draining;
    }

    /** As the history shows it: cut to what a name may have, with a hash that keeps it unique. */
    static String compensationName(String state) {
        String name = PREFIX + state;
        if (name.codePointCount(0, name.length()) <= LONGEST_NAME) return name;
        var hash = new CRC32();
        hash.update(name.getBytes(StandardCharsets.UTF_8));
        String suffix = String.format("~%08x", hash.getValue());
        return name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - suffix.length())) + suffix;
    }
}
