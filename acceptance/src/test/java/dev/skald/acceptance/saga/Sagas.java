package dev.skald.acceptance.saga;

import dev.skald.asl.SagaExport;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sagas over the participants of a {@link Ledger}. */
final class Sagas {
    private static final String INVOKE = "Type: Task, Resource: 'arn:aws:states:::lambda:invoke'";

    /** One step after another, with a pivot and a step that must follow it. */
    static final String TRIP = "QueryLanguage: JSONata\nStartAt: Flight\nStates:\n"
            + step("Flight", "Hotel")
            + step("Hotel", "Transfer")
            + step("Transfer", "Charge")
            + task("Charge", "Pivot: true, Next: Mail")
            + task("Mail", "Retriable: true, End: true");

    /** Reserves in parallel. */
    static final String ORDER = "QueryLanguage: JSONata\nStartAt: Create\nStates:\n"
            + step("Create", "Reserve")
            + "  Reserve:\n    Type: Parallel\n    Output: '{% $states.input %}'\n    Next: Charge\n    Branches:\n"
            + "      - StartAt: Stock\n        States:\n" + indented(step("Stock", "Truck"))
            + indented(step("Truck", null))
            + "      - StartAt: Credit\n        States:\n" + indented(step("Credit", null))
            + task("Charge", "Pivot: true, End: true");

    /** The trip in JSONPath; whoever is in a hurry needs no hotel. */
    static final String PATH_TRIP = "StartAt: Flight\nStates:\n"
            + pathStep("Flight", "Which")
            + "  Which: {Type: Choice, Choices: [{Variable: $.hurry, IsPresent: true, Next: Transfer}], Default: Hotel}\n"
            + pathStep("Hotel", "Transfer")
            + pathStep("Transfer", "Charge")
            + pathTask("Charge", "Pivot: true, Next: Mail")
            + pathTask("Mail", "Retriable: true, End: true");

    private Sagas() {}

    private static String pathStep(String name, String next) {
        return pathTask(
                name,
                "Record: {'id.$': $.Payload.id}, Compensate: {Resource: 'arn:aws:states:::lambda:invoke',"
                        + " Parameters: {FunctionName: undo, Payload: {step: " + name
                        + ", 'key.$': $.Key, 'outcome.$': $.Outcome, 'input.$': $.Input}}}, Next: " + next);
    }

    private static String pathTask(String name, String more) {
        return "  " + name + ": {" + INVOKE + ", Parameters: {FunctionName: do, Payload: {step: " + name
                + ", 'key.$': $$.Saga.Key}}, ResultPath: null, " + more + "}\n";
    }

    private static String indented(String lines) {
        return lines.indent(8);
    }

    /** A step that can be undone. */
    static String step(String name, @org.jspecify.annotations.Nullable String next) {
        return task(
                name,
                "Record: {id: '{% $states.result.Payload.id %}'}, Compensate: {Resource: 'arn:aws:states:::lambda:invoke',"
                        + " Arguments: {FunctionName: undo, Payload: {step: " + name
                        + ", key: '{% $states.input.Key %}', outcome: '{% $states.input.Outcome %}',"
                        + " record: '{% [$states.input.Record.id] %}'}}}, "
                        + (next == null ? "End: true" : "Next: " + next));
    }

    static String task(String name, String more) {
        return "  " + name + ": {" + INVOKE + ", Arguments: {FunctionName: do, Payload: {step: " + name
                + ", key: '{% $states.context.Saga.Key %}'}}, Output: '{% $states.input %}', " + more + "}\n";
    }

    static String exported(String saga) {
        return switch (SagaExport.toAsl(saga, new SagaExport.Park.Function("park"))) {
            case SagaExport.Result.Exported exported -> exported.definition();
            case SagaExport.Result.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }

    /** The names of the visits of these steps, each visited once. */
    static Set<String> once(List<String> steps) {
        return steps.stream().map(step -> step + "#0").collect(java.util.stream.Collectors.toSet());
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
