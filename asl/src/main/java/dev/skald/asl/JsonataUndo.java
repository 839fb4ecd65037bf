package dev.skald.asl;

import static dev.skald.asl.JsonataExport.assign;
import static dev.skald.asl.JsonataExport.variable;
import static dev.skald.asl.SagaText.expression;
import static dev.skald.asl.SagaText.literal;

import dev.skald.asl.JsonataExport.Variables;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states that undo the log of one scope: a Choice that looks at its head, and one state for each step and each
 * Parallel or Map with steps, which comes back to the Choice.
 */
final class JsonataUndo {
    private final JsonataExport jsonata;
    private final Export export;
    private final ObjectNode block;
    private final Variables variables;
    private final String label;
    private final ObjectNode states;
    private final boolean partly;
    private final String dispatch;
    private final Map<String, String> afterwards = new LinkedHashMap<>();

    /**
     * @param block the steps, as they are written
     * @param states where the states are put
     * @param partly whether handlers undo a part of the log, or go on after it
     */
    JsonataUndo(
            JsonataExport jsonata,
            ObjectNode block,
            Variables variables,
            String label,
            ObjectNode states,
            boolean partly) {
        this.jsonata = jsonata;
        this.export = jsonata.export;
        this.block = block;
        this.variables = variables;
        this.label = label;
        this.states = states;
        this.partly = partly;
        this.dispatch = export.names.fresh("Saga undo" + label);
    }

    private String log() {
        return variable(variables.log());
    }

    private boolean goesOnAfterFailure() {
        return export.saga.onCompensationFailure() == Saga.OnCompensationFailure.Continue;
    }

    /** Gives the variables their first values. */
    void begin(ObjectNode pass) {
        if (goesOnAfterFailure()) assign(pass, variables.failed(), Json.bool(false));
        if (!partly) return;
        assign(pass, variables.left(), Json.number(-1));
        assign(pass, variables.then(), Json.nullNode());
        assign(pass, variables.data(), Json.nullNode());
        assign(pass, variables.tries(), Json.object());
    }

    String dispatch() {
        return dispatch;
    }

    /** The state that begins to undo all. */
    ObjectNode undoAll() {
        ObjectNode pass = Export.pass(dispatch);
        if (partly) {
            assign(pass, variables.left(), Json.number(-1));
            assign(pass, variables.then(), Json.nullNode());
        }
        return pass;
    }

    /**
     * Adds a state that undoes before another one is entered, with the input that it gets itself.
     *
     * @param entries how many entries of the log; negative means all
     */
    String before(String name, String next, int entries) {
        String before = export.names.fresh("Saga undo for " + name);
        ObjectNode pass = Export.pass(dispatch);
        prepare(pass, before, entries);
        states.set(before, pass);
        afterwards.put(before, next);
        return before;
    }

    /** Makes a transition to {@link #dispatch} one that goes on elsewhere afterwards. */
    void prepare(ObjectNode transition, String then, int entries) {
        assign(transition, variables.left(), Json.number(entries));
        assign(transition, variables.then(), Json.text(then));
        assign(transition, variables.data(), "$states.input");
    }

    /** What comes after the undoing that was {@link #prepare prepared} under a name. */
    void afterwards(String then, String next) {
        afterwards.put(then, next);
    }

    /**
     * Adds the states.
     *
     * @param done what follows when all is undone
     * @param dead what follows when a compensation failed and that ends the execution
     */
    void addTo(String done, String dead) {
        ObjectNode choice = Json.object().put("Type", "Choice");
        ArrayNode rules = choice.putArray("Choices");
        rules.addObject().put("Condition", expression(nothingLeft())).put("Next", next(done));
        rules.add(nothingHappened());
        String waits = export.names.fresh("Saga waits" + label);
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties())
            if (entry.getValue() instanceof ObjectNode state) compensation(entry.getKey(), state, rules, dead, waits);
        states.set(dispatch, choice.put("Default", dead));
        states.set(waits, waiting(dead));
    }

    private String nothingLeft() {
        String nothing = log() + " = null";
        return partly ? nothing + " or " + variable(variables.left()) + " = 0" : nothing;
    }

    /** An attempt that surely had no effect is in the log too, and is passed over. */
    private ObjectNode nothingHappened() {
        ObjectNode rule = Json.object();
        rule.put("Condition", expression(log() + ".Undo.Outcome = 'None'")).put("Next", dispatch);
        pop(rule);
        return rule;
    }

    /** Where it goes on. */
    private String next(String done) {
        if (afterwards.isEmpty()) return done;
        String undone = export.names.fresh("Saga undone" + label);
        ObjectNode choice = Json.object().put("Type", "Choice");
        ArrayNode rules = choice.putArray("Choices");
        afterwards.forEach((then, next) -> rules.addObject()
                .put("Condition", expression(variable(variables.then()) + " = " + literal(then)))
                .put("Output", expression(variable(variables.data())))
                .put("Next", next));
        states.set(undone, choice.put("Default", done));
        return undone;
    }

    /** The head of the log is done with. */
    private void pop(ObjectNode transition) {
        assign(transition, variables.log(), log() + ".Rest");
        if (partly) assign(transition, variables.left(), variable(variables.left()) + " - 1");
    }

    private ObjectNode waiting(String dead) {
        ObjectNode message = Json.object();
        message.put("Name", expression(log() + ".Step")).put("Undo", expression(log() + ".Undo"));
        ObjectNode task = jsonata.waiting("Compensation", message, "$states.input");
        pop(task);
        task.putArray("Catch")
                .add(Export.catcher(JsonataExport.ABANDON, dead))
                .add(Export.catcher(ErrorName.ALL, dispatch));
        return task.put("Next", dispatch);
    }

    private void compensation(String name, ObjectNode step, ArrayNode rules, String dead, String waits) {
        String undo = SagaParser.compensationName(name);
        if (step.path("Compensate") instanceof ObjectNode compensate) {
            String added = add(undo, task(undo, compensate, dead, waits));
            rule(rules, name, log() + ".Undo", added);
        } else if (export.isFork(name, step)) {
            String added = export.names.fresh(undo);
            states.set(added, fork(name, step, dead));
            rule(rules, name, "[" + log() + ".Items]", added);
        }
    }

    private String add(String name, ObjectNode state) {
        String added = export.names.fresh(name);
        states.set(added, state);
        return added;
    }

    private void rule(ArrayNode rules, String name, String input, String next) {
        rules.addObject()
                .put("Condition", expression(log() + ".Step = " + literal(name)))
                .put("Output", expression(input))
                .put("Next", next);
    }

    private ObjectNode task(String undo, ObjectNode compensate, String dead, String waits) {
        ObjectNode task = Json.object().put("Type", "Task");
        String key = "$states.input.Key & '~undo'";
        if (SagaText.rewritten(compensate, text -> SagaText.withKey(text, key)) instanceof ObjectNode rewritten)
            task.setAll(rewritten);
        TaskState parsed = export.machine.compensations().get(undo);
        if (parsed != null && parsed.timeoutSeconds() != null && !task.has("TimeoutSeconds"))
            task.put("TimeoutSeconds", SagaParser.COMPENSATION_SECONDS);
        task.set("Retry", retry(compensate));
        pop(task);
        task.putArray("Catch").add(failing(dead, waits));
        return task.put("Next", dispatch);
    }

    /** What cannot be evaluated will not be evaluated later either. */
    private ArrayNode retry(ObjectNode compensate) {
        ArrayNode retry = Json.array();
        retry.addObject().put("MaxAttempts", 0).putArray("ErrorEquals").add(ErrorName.QUERY_EVALUATION_ERROR);
        ArrayNode then =
                compensate.path("Retry") instanceof ArrayNode own ? Export.plainHandlers(own) : export.sagaRetry();
        return retry.addAll(then);
    }

    /** What becomes of a compensation that failed for good. */
    private ObjectNode failing(String dead, String waits) {
        return switch (export.saga.onCompensationFailure()) {
            case Park -> Export.catcher(ErrorName.ALL, waits);
            case Continue -> {
                ObjectNode catcher = Export.catcher(ErrorName.ALL, dispatch);
                pop(catcher);
                assign(catcher, variables.failed(), Json.bool(true));
                yield catcher;
            }
            case Fail -> {
                ObjectNode catcher = Export.catcher(ErrorName.ALL, dead);
                String error = variable(variables.error());
                assign(catcher, variables.error(), error + " = null ? $states.errorOutput : " + error);
                yield catcher;
            }
        };
    }

    // Parallel and Map: what each branch or item did is undone beside the others.

    private ObjectNode fork(String name, ObjectNode source, String dead) {
        ObjectNode fork = Json.object();
        fork.set("Type", source.path("Type"));
        if (source.has("Branches")) branches(name, source, fork);
        else items(name, source, fork);
        pop(fork);
        if (goesOnAfterFailure())
            assign(fork, variables.failed(), variable(variables.failed()) + " or true in $states.result.failed");
        fork.putArray("Catch").add(Export.catcher(ErrorName.ALL, dead));
        return fork.put("Next", dispatch);
    }

    private void branches(String name, ObjectNode source, ObjectNode fork) {
        ArrayNode branches = fork.putArray("Branches");
        JsonNode written = source.path("Branches");
        for (int i = 0; i < written.size(); i++) {
            if (!(written.get(i) instanceof ObjectNode branch) || !export.hasEntries(branch)) continue;
            branches.add(inner(branch, "$states.input[" + i + "].log", " (" + name + " " + (i + 1) + ", undone)"));
        }
    }

    private void items(String name, ObjectNode source, ObjectNode fork) {
        if (source.path("MaxConcurrency").isNumber()) fork.set("MaxConcurrency", source.path("MaxConcurrency"));
        String field = source.has("Iterator") ? "Iterator" : "ItemProcessor";
        if (source.path(field) instanceof ObjectNode processor)
            fork.set("ItemProcessor", inner(processor, "$states.input.log", " (" + name + ", undone)"));
    }

    /** Undoes the log that one branch or item has left. */
    private ObjectNode inner(ObjectNode source, String itsLog, String itsLabel) {
        ObjectNode inner = Json.object();
        ObjectNode innerStates = Json.object();
        Variables its = variables.inner();
        var undo = new JsonataUndo(jsonata, source, its, itsLabel, innerStates, false);
        String begin = export.names.fresh("Saga begins" + itsLabel);
        ObjectNode pass = Export.pass(undo.dispatch);
        assign(pass, its.log(), itsLog);
        assign(pass, its.error(), Json.nullNode());
        undo.begin(pass);
        innerStates.set(begin, pass);
        String done = export.names.fresh("Saga undone" + itsLabel);
        String failed = export.names.fresh("Saga not undone" + itsLabel);
        undo.addTo(done, failed);
        ObjectNode end = Json.object().put("Type", "Succeed");
        if (goesOnAfterFailure()) end.putObject("Output").put("failed", expression(variable(its.failed())));
        innerStates.set(done, end);
        innerStates.set(failed, JsonataExport.failed(JsonataExport.COMPENSATION_FAILED, "A compensation failed."));
        inner.put("StartAt", begin).set("States", innerStates);
        ExportTree.prune(inner);
        return inner;
    }
}
