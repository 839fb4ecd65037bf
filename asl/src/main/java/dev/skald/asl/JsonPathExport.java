package dev.skald.asl;

import dev.skald.asl.SagaExport.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSONPath saga as plain ASL: each step has a variable that says whether it was done, and one chain of states undoes the
 * steps from the last to the first, passing over those that were not.
 */
final class JsonPathExport {
    private static final String NOTHING = "None";

    final Export export;
    final String prefix;
    private final ObjectNode states = Json.object();
    private final List<JsonPathStep> steps = new ArrayList<>();
    private final String failed;
    private final String dead;
    private @Nullable String noChoice;

    JsonPathExport(Export export) {
        this.export = export;
        this.prefix = JsonataExport.freePrefix(export.definition);
        this.failed = export.names.fresh("Saga failed");
        this.dead = export.names.fresh("Saga not compensated");
    }

    ObjectNode machine() {
        ObjectNode machine = export.definition.deepCopy();
        machine.remove(SkaldFields.MACHINE);
        findSteps();
        for (Map.Entry<String, JsonNode> entry :
                export.definition.path("States").properties())
            if (entry.getValue() instanceof ObjectNode state) state(entry.getKey(), state);
        String start = redirected(machine.path("StartAt").asString());
        machine.put("StartAt", begin(start));
        end();
        machine.set("States", states);
        ExportTree.prune(machine);
        return machine;
    }

    // The order of the steps.

    /** The steps in an order in which each comes after those that lead to it, but for loops. */
    private void findSteps() {
        List<JsonPathStep> found = new ArrayList<>();
        visit(export.definition.path("StartAt").asString(), new HashSet<>(), found);
        steps.addAll(found.reversed());
    }

    private void visit(String name, Set<String> seen, List<JsonPathStep> found) {
        if (!seen.add(name)) return;
        JsonNode state = export.definition.path("States").path(name);
        for (String next : ExportTree.targets(state)) visit(next, seen, found);
        if (state instanceof ObjectNode source && source.has("Compensate"))
            found.add(new JsonPathStep(this, name, source, prefix + (found.size() + 1)));
    }

    @Nullable
    JsonPathStep step(String name) {
        return steps.stream().filter(step -> step.name.equals(name)).findFirst().orElse(null);
    }

    /** Where a transition to a state goes: a step may have a state before it. */
    String redirected(String name) {
        JsonPathStep step = step(name);
        return step == null ? name : step.entrance();
    }

    void redirect(ObjectNode state) {
        for (String field : new String[] {"Next", "Default"})
            if (state.has(field)) state.put(field, redirected(state.path(field).asString()));
        for (String field : new String[] {"Choices", "Catch"})
            for (JsonNode each : state.path(field)) if (each instanceof ObjectNode rule) redirect(rule);
    }

    // Keys.

    boolean visitedAgain(String name) {
        return ExportTree.loops(export.definition, name);
    }

    /** How many visits of states in loops have ended. */
    private String visit() {
        return prefix + "Visit";
    }

    private boolean anyLoop() {
        return export.definition.path("States").propertyNames().stream().anyMatch(this::visitedAgain);
    }

    /** The intrinsic for the key of a state's visit. */
    String key(String name) {
        boolean again = visitedAgain(name);
        return key(quoted(name) + (again ? ":{}" : ""), again ? ", $" + visit() : "");
    }

    private static String key(String format, String more) {
        return "States.Format('{}:" + format + "', $$.Execution.Id" + more + ")";
    }

    private static String quoted(String name) {
        return name.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("{", "\\{")
                .replace("}", "\\}");
    }

    /** Counts the visit that ends with this transition. */
    void countVisit(String name, ObjectNode transition) {
        if (visitedAgain(name)) assign(transition, visit() + ".$", Json.text("States.MathAdd($" + visit() + ", 1)"));
    }

    /** The keys of the tasks in a branch or processor: those of a Map's items have the item's number. */
    private void rewriteKeys(String around, JsonNode fork, ObjectNode block) {
        boolean map = fork.path("Type").asString().equals("Map");
        ExportTree.eachState(block, (name, state) -> {
            if (!state.path("Type").asString().equals("Task") || !JsonPathStep.readsKey(state)) return;
            export.warn(Code.KEY_IN_LOOP, name, "all visits of this state in one visit of what it is in have one key");
            boolean again = visitedAgain(around);
            String format = quoted(around) + ":" + quoted(name) + (again ? ":{}" : "") + (map ? ":{}" : "");
            String more = (again ? ", $" + visit() : "") + (map ? ", $$.Map.Item.Index" : "");
            if (JsonPathStep.withKey(state, key(format, more)) instanceof ObjectNode rewritten) state.setAll(rewritten);
        });
    }

    // The beginning and the ends.

    static ObjectNode nothing() {
        return Json.object().put("Outcome", NOTHING);
    }

    void add(String name, ObjectNode state) {
        states.set(name, state);
    }

    String failed() {
        return failed;
    }

    String error() {
        return prefix + "Error";
    }

    static void assign(ObjectNode state, String name, JsonNode value) {
        JsonNode assign = state.path("Assign");
        (assign instanceof ObjectNode object ? object : state.putObject("Assign")).set(name, value);
    }

    private String begin(String start) {
        ObjectNode pass = Export.pass(start);
        for (JsonPathStep step : steps) assign(pass, step.variable, nothing());
        assign(pass, error(), Json.object().put("Error", "").put("Cause", ""));
        if (goesOnAfterFailure()) assign(pass, prefix + "Failed", Json.bool(false));
        if (anyLoop()) assign(pass, visit(), Json.number(0));
        String begin = export.names.fresh("Saga begins");
        states.set(begin, pass);
        return begin;
    }

    boolean goesOnAfterFailure() {
        return export.saga.onCompensationFailure() == Saga.OnCompensationFailure.Continue;
    }

    private void end() {
        String done = export.names.fresh("Saga compensated");
        states.set(done, failing());
        states.set(dead, failing());
        String judged = done;
        if (goesOnAfterFailure()) {
            judged = export.names.fresh("Saga ends");
            states.set(judged, choice("$" + prefix + "Failed", "BooleanEquals", Json.bool(true), dead, done));
        }
        String chain = chain(steps, judged, " in the end");
        states.set(failed, export.saga.onFailure() == Saga.OnFailure.Park ? parked(chain) : Export.pass(chain));
    }

    private ObjectNode failing() {
        return Json.object()
                .put("Type", "Fail")
                .put("ErrorPath", "$" + error() + ".Error")
                .put("CausePath", "$" + error() + ".Cause");
    }

    private ObjectNode parked(String chain) {
        ObjectNode task = waiting("Failure", Json.nullNode(), "$" + error());
        task.putArray("Catch").add(abandoned()).add(dropping(ErrorName.ALL, failed));
        return task.put("Next", chain);
    }

    /** Tells a person what waits for them. */
    ObjectNode waiting(String kind, JsonNode state, String error) {
        ObjectNode message = Json.object();
        message.put("TaskToken.$", "$$.Task.Token")
                .put("Execution.$", "$$.Execution.Id")
                .put("Kind", kind);
        message.set("State", state);
        return export.parkTask(message.put("Failure.$", error), "Parameters").putNull("ResultPath");
    }

    /** A catcher that leaves the data as they were. */
    static ObjectNode dropping(String error, String next) {
        return Export.catcher(error, next).putNull("ResultPath");
    }

    /** A person gives up what waits. */
    ObjectNode abandoned() {
        return dropping(JsonataExport.ABANDON, dead);
    }

    /** Keeps the error that the execution will end with. */
    ObjectNode keepsError(ObjectNode catcher) {
        ObjectNode error = Json.object()
                .put(
                        error() + ".$",
                        "States.JsonMerge(States.StringToJson('\\{\"Error\":\"\",\"Cause\":\"\"\\}'), $, false)");
        JsonNode assign = catcher.path("Assign");
        if (assign instanceof ObjectNode object) object.setAll(error);
        else catcher.set("Assign", error);
        return catcher;
    }

    static ObjectNode choice(String variable, String operator, JsonNode value, String next, String otherwise) {
        ObjectNode choice = Json.object().put("Type", "Choice");
        ObjectNode rule = choice.putArray("Choices").addObject().put("Variable", variable);
        rule.set(operator, value);
        rule.put("Next", next);
        return choice.put("Default", otherwise);
    }

    // Undoing.

    /** States that undo steps from the last to the first and then go on, with the data that they were given. */
    String chain(List<JsonPathStep> done, String next, String label) {
        String at = next;
        for (JsonPathStep step : done) at = undoing(step, at, label);
        return at;
    }

    List<JsonPathStep> steps() {
        return steps;
    }

    private String undoing(JsonPathStep step, String next, String label) {
        String undo = export.names.fresh(SagaParser.compensationName(step.name));
        String waits = export.names.fresh("Saga waits for " + SagaParser.compensationName(step.name));
        states.set(undo, step.compensation(next, dead, waits));
        ObjectNode message = Json.object().put("Name", step.name).put("Undo.$", "$" + step.variable);
        ObjectNode parked = waiting("Compensation", message, "$" + prefix + "Waits");
        assign(parked, step.variable, nothing());
        parked.putArray("Catch").add(abandoned()).add(dropping(ErrorName.ALL, undo));
        states.set(waits, parked.put("Next", next));
        String look = export.names.fresh("Saga looks at " + step.name + label);
        String outcome = "$" + step.variable + ".Outcome";
        states.set(look, choice(outcome, "StringEquals", Json.text(NOTHING), next, undo));
        return look;
    }

    // States.

    private void state(String name, ObjectNode source) {
        StateType type = StateType.valueOf(source.path("Type").asString());
        if (type == StateType.Task) {
            new JsonPathTask(this, name, source).add();
            return;
        }
        ObjectNode copy = source.deepCopy();
        SkaldFields.stripState(copy);
        redirect(copy);
        switch (type) {
            case Choice -> {
                if (!copy.has("Default")) copy.put("Default", noChoice());
            }
            case Fail -> copy = failingState(copy);
            case Parallel, Map -> {
                if (export.machine.draining().contains(name))
                    export.warn(Code.JSONPATH_SCOPE, name, "what its branches or items did is not undone; use JSONata");
                ObjectNode fork = copy;
                ExportTree.eachBlock(fork, block -> rewriteKeys(name, fork, block));
                withLastCatcher(copy);
                countVisits(name, copy);
            }
            case Pass, Wait, Succeed, Task -> {}
        }
        states.set(name, copy);
    }

    /** Counts the visit at every way out of the state. */
    void countVisits(String name, ObjectNode state) {
        countVisit(name, state);
        for (JsonNode each : state.path("Catch")) if (each instanceof ObjectNode catcher) countVisit(name, catcher);
    }

    private ObjectNode failingState(ObjectNode fail) {
        ObjectNode error = Json.object();
        for (String field : new String[] {"Error", "Cause"}) {
            if (fail.has(field + "Path")) error.set(field + ".$", fail.path(field + "Path"));
            else error.put(field, fail.path(field).asString(""));
        }
        ObjectNode pass = Export.pass(failed);
        assign(pass, error(), error);
        return pass;
    }

    private String noChoice() {
        if (noChoice == null) {
            noChoice = export.names.fresh("Saga no choice");
            ObjectNode pass = Export.pass(failed);
            assign(
                    pass,
                    error(),
                    Json.object().put("Error", ErrorName.NO_CHOICE_MATCHED).put("Cause", ""));
            states.set(noChoice, pass);
        }
        return noChoice;
    }

    void withLastCatcher(ObjectNode state) {
        ArrayNode catchers = state.path("Catch") instanceof ArrayNode own ? own : state.putArray("Catch");
        if (!Export.catchesAll(catchers)) catchers.add(keepsError(Export.catcher(ErrorName.ALL, failed)));
    }
}
