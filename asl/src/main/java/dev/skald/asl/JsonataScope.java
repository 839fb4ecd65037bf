package dev.skald.asl;

import static dev.skald.asl.JsonataExport.assign;
import static dev.skald.asl.JsonataExport.variable;
import static dev.skald.asl.SagaText.expression;
import static dev.skald.asl.SagaText.literal;

import dev.skald.asl.JsonataExport.Variables;
import dev.skald.asl.SagaExport.Code;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states of a machine, a branch or a processor, as plain ASL. That of a machine undoes its log before it fails. One
 * within never fails: it ends with {@code {ok, out, err, at, log}}, and what is around it decides.
 */
final class JsonataScope {
    /** Where the states are. */
    enum Kind {
        /** The machine, or an item of a Distributed Map. */
        ROOT,
        BRANCH,
        ITEM
    }

    final JsonataExport jsonata;
    final Export export;
    final ObjectNode block;
    final Variables variables;
    final String label;
    final ObjectNode states = Json.object();
    final @Nullable JsonataUndo undo;
    private final Kind kind;
    private final String key;
    private final String begin;
    private final String succeeded;
    private final String failed;
    private final String dead;
    private final boolean visits;
    private @Nullable String noChoice;

    /**
     * @param block as it is written
     * @param key the expression that the keys of this scope's steps begin with
     * @param label tells its states from those of other scopes; empty for the machine
     */
    JsonataScope(JsonataExport jsonata, ObjectNode block, Variables variables, Kind kind, String key, String label) {
        this.jsonata = jsonata;
        this.export = jsonata.export;
        this.block = block;
        this.variables = variables;
        this.kind = kind;
        this.label = label;
        this.key = kind == Kind.ITEM ? key + " & ':' & " + variable(variables.item()) : key;
        this.begin = name("begins");
        this.succeeded = kind == Kind.ROOT ? "" : name("succeeded");
        this.failed = name("failed");
        this.dead = name("not compensated");
        this.visits = anyLoop();
        boolean handlers = handlesWithUndo();
        this.undo = kind == Kind.ROOT || handlers
                ? new JsonataUndo(jsonata, block, variables, label, states, handlers)
                : null;
    }

    private String name(String what) {
        return export.names.fresh("Saga " + what + label);
    }

    private boolean anyLoop() {
        return block.path("States").propertyStream().anyMatch(state -> visitedAgain(state.getKey(), state.getValue()));
    }

    private boolean visitedAgain(String name, JsonNode state) {
        return ExportTree.loops(block, name) || export.isFork(name, state) && state.has("Retry");
    }

    /** Whether a retrier or catcher of one of these states undoes before it goes on. */
    private boolean handlesWithUndo() {
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties()) {
            JsonNode state = entry.getValue();
            for (JsonNode catcher : state.path("Catch")) if (mode(catcher) != Catcher.Compensate.NONE) return true;
            if (export.isFork(entry.getKey(), state))
                for (JsonNode retrier : state.path("Retry")) if (undoesFirst(retrier)) return true;
        }
        return false;
    }

    static boolean undoesFirst(JsonNode retrier) {
        return retrier.path("Compensate").asBoolean(true);
    }

    private static Catcher.Compensate mode(JsonNode catcher) {
        JsonNode mode = catcher.path("Compensate");
        if (mode.isString()) return Catcher.Compensate.ALL;
        return mode.asBoolean(false) ? Catcher.Compensate.STATE : Catcher.Compensate.NONE;
    }

    /** The block; its helping states are in it. */
    ObjectNode compiled() {
        states.set(begin, beginning());
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties())
            if (entry.getValue() instanceof ObjectNode state) state(entry.getKey(), state);
        if (kind == Kind.ROOT) endRoot();
        else endNested();
        ObjectNode compiled = Json.object().put("StartAt", begin);
        compiled.set("States", states);
        ExportTree.prune(compiled);
        return compiled;
    }

    private ObjectNode beginning() {
        ObjectNode pass = Export.pass(block.path("StartAt").asString());
        assign(pass, variables.log(), Json.nullNode());
        assign(pass, variables.error(), Json.nullNode());
        if (visits) assign(pass, variables.visit(), Json.number(0));
        if (kind == Kind.ITEM) assign(pass, variables.item(), "$states.context.Map.Item.Index");
        if (undo != null) undo.begin(pass);
        return pass;
    }

    private void endRoot() {
        JsonataUndo undoing = undoing();
        String error = variable(variables.error());
        String done = name("compensated");
        states.set(done, JsonataExport.failed(member(error, "Error"), member(error, "Cause")));
        String otherwise = " = null ? " + literal(JsonataExport.COMPENSATION_FAILED) + " : ";
        states.set(
                dead,
                JsonataExport.failed(
                        expression(error + otherwise + orEmpty(error + ".Error")), member(error, "Cause")));
        undoing.addTo(judged(done, dead), dead);
        if (export.saga.onFailure() == Saga.OnFailure.Park) waitBeforeUndo(undoing, done);
        else states.set(failed, undoing.undoAll());
    }

    /** Where it ends when all that could be undone is undone. */
    private String judged(String done, String dead) {
        if (export.saga.onCompensationFailure() != Saga.OnCompensationFailure.Continue) return done;
        String judge = name("ends");
        ObjectNode choice = Json.object().put("Type", "Choice");
        choice.putArray("Choices")
                .addObject()
                .put("Condition", expression(variable(variables.failed())))
                .put("Next", dead);
        states.set(judge, choice.put("Default", done));
        return judge;
    }

    static String member(String error, String member) {
        return expression(orEmpty(error + "." + member));
    }

    private static String orEmpty(String value) {
        return "($exists(" + value + ") ? $string(" + value + ") : '')";
    }

    /** A failure waits for a person, if there is anything to undo. */
    private void waitBeforeUndo(JsonataUndo undoing, String done) {
        String waits = name("waits to undo");
        String goesOn = name("goes on");
        ObjectNode choice = Json.object().put("Type", "Choice");
        choice.putArray("Choices")
                .addObject()
                .put("Condition", expression(variable(variables.log()) + " = null"))
                .put("Next", done);
        states.set(failed, choice.put("Default", waits));
        ObjectNode task = jsonata.waiting("Failure", Json.nullNode(), variable(variables.error()));
        task.putArray("Catch").add(abandoned()).add(Export.catcher(ErrorName.ALL, waits));
        states.set(waits, task.put("Next", goesOn));
        states.set(goesOn, undoing.undoAll());
    }

    private void endNested() {
        ObjectNode good = Json.object().put("Type", "Pass");
        report(good, true).put("out", expression("$states.input"));
        states.set(succeeded, good.put("End", true));
        ObjectNode bad = Json.object().put("Type", "Pass");
        report(bad, false)
                .putNull("out")
                .put("err", expression(variable(variables.error())))
                .put("at", expression("$toMillis($states.context.State.EnteredTime)"));
        states.set(failed, bad.put("End", true));
        states.set(dead, JsonataExport.failed(JsonataExport.COMPENSATION_FAILED, "A compensation failed."));
        if (undo != null) undo.addTo(failed, dead);
    }

    private ObjectNode report(ObjectNode pass, boolean ok) {
        ObjectNode report = pass.putObject("Output").put("ok", ok);
        if (undo != null && export.saga.onCompensationFailure() == Saga.OnCompensationFailure.Continue)
            report.put("failed", expression(variable(variables.failed())));
        return report.put("log", expression(variable(variables.log())));
    }

    JsonataUndo undoing() {
        if (undo == null) throw new IllegalStateException("nothing is undone in this scope");
        return undo;
    }

    // States.

    private void state(String name, ObjectNode source) {
        switch (StateType.valueOf(source.path("Type").asString())) {
            case Task -> new JsonataTask(this, name, source).add();
            case Parallel, Map -> parallelOrMap(name, source);
            case Choice -> states.set(name, choice(name, source));
            case Fail -> states.set(name, fail(name, source));
            case Succeed -> states.set(name, succeed(name, source));
            case Pass, Wait -> states.set(name, goesOn(plain(name, source)));
        }
    }

    private void parallelOrMap(String name, ObjectNode source) {
        if (export.isFork(name, source)) new JsonataFork(this, name, source).add();
        else states.set(name, caught(name, unforked(name, source)));
    }

    /** A copy of a state without Skald's fields, that cannot fail into a catcher. */
    private ObjectNode plain(String name, ObjectNode source) {
        if (SagaText.hasExpression(source))
            export.warn(
                    Code.UNCAUGHT_EVALUATION,
                    name,
                    "when an expression in it fails, the execution ends and nothing is undone");
        ObjectNode copy = source.deepCopy();
        SkaldFields.stripState(copy);
        return copy;
    }

    private ObjectNode choice(String name, ObjectNode source) {
        ObjectNode choice = plain(name, source);
        if (!choice.has("Default")) choice.put("Default", noChoice());
        return choice;
    }

    private String noChoice() {
        if (noChoice == null) {
            noChoice = name("no choice");
            ObjectNode error = Json.object()
                    .put("Error", ErrorName.NO_CHOICE_MATCHED)
                    .put("Cause", "No choice rule matched, and there is no default.");
            ObjectNode pass = Export.pass(failed);
            assign(pass, variables.error(), error);
            states.set(noChoice, pass);
        }
        return noChoice;
    }

    private ObjectNode fail(String name, ObjectNode source) {
        ObjectNode plain = plain(name, source);
        ObjectNode error = Json.object();
        for (String field : new String[] {"Error", "Cause"}) if (plain.has(field)) error.set(field, plain.get(field));
        ObjectNode pass = Export.pass(failed);
        if (plain.has("Comment")) pass.set("Comment", plain.get("Comment"));
        assign(pass, variables.error(), error);
        return pass;
    }

    private ObjectNode succeed(String name, ObjectNode source) {
        ObjectNode plain = plain(name, source);
        return kind == Kind.ROOT ? plain : plain.put("Type", "Pass").put("Next", succeeded);
    }

    /** Where a state goes that ended its scope. */
    ObjectNode goesOn(ObjectNode state) {
        if (kind == Kind.ROOT || !state.has("End")) return state;
        state.remove("End");
        return state.put("Next", succeeded);
    }

    /** A Parallel or Map without steps, or with those that see to themselves. */
    private ObjectNode unforked(String name, ObjectNode source) {
        ObjectNode copy = source.deepCopy();
        if (export.machine.draining().contains(name)) distribute(name, copy);
        SkaldFields.stripState(copy);
        ExportTree.eachBlock(copy, inner -> rewriteKeys(inner, key(name)));
        return goesOn(copy);
    }

    /** A Distributed Map runs its items as executions of their own, each of which undoes itself. */
    private void distribute(String name, ObjectNode copy) {
        export.warn(
                Code.DISTRIBUTED_MAP,
                name,
                "an item that fails is undone, but those that succeeded stay when the execution fails");
        String field = copy.has("Iterator") ? "Iterator" : "ItemProcessor";
        if (!(copy.path(field) instanceof ObjectNode processor)) return;
        var scope = new JsonataScope(
                jsonata, processor, variables.inner(), Kind.ROOT, JsonataExport.EXECUTION, " (" + name + ")");
        ObjectNode compiled = scope.compiled();
        processor.set("StartAt", compiled.path("StartAt"));
        processor.set("States", compiled.path("States"));
    }

    private void rewriteKeys(ObjectNode inner, String head) {
        ExportTree.eachState(inner, (name, state) -> {
            if (!state.path("Type").asString().equals("Task") || !SagaText.readsKey(state)) return;
            export.warn(Code.KEY_IN_LOOP, name, "all visits of this state in one visit of what it is in have one key");
            String own = head + " & " + literal(":" + name);
            if (SagaText.rewritten(state, text -> SagaText.withKey(text, own)) instanceof ObjectNode rewritten)
                state.setAll(rewritten);
        });
    }

    /** The expression for the key of the visit of one of these states. */
    String key(String name) {
        boolean again = visitedAgain(name, block.path("States").path(name));
        return key + " & " + literal(":" + name) + (again ? " & ':' & " + variable(variables.visit()) : "");
    }

    /** Counts the visit that ends with this transition. */
    void countVisit(String name, ObjectNode transition) {
        if (visitedAgain(name, block.path("States").path(name)))
            assign(transition, variables.visit(), variable(variables.visit()) + " + 1");
    }

    // What fails.

    /** Gives a state the last catcher of all, so that no error passes by the log. */
    private ObjectNode caught(String name, ObjectNode state) {
        state.set("Catch", catchers(name, state.path("Catch"), false));
        return state;
    }

    /**
     * The author's catchers, those that undo first led to where that is done, and one that takes what they leave.
     *
     * @param done whether the state itself may have left something in the log
     */
    ArrayNode catchers(String name, JsonNode source, boolean done) {
        ArrayNode catchers = Json.array();
        boolean all = false;
        for (JsonNode each : source) {
            if (!(each.deepCopy() instanceof ObjectNode catcher)) continue;
            catcher.put("Next", target(name, each, done));
            catcher.remove(SkaldFields.HANDLER);
            all |= catcher.path("ErrorEquals")
                    .valueStream()
                    .anyMatch(error -> error.asString().equals(ErrorName.ALL));
            catchers.add(catcher);
        }
        if (!all) catchers.add(uncaught());
        return catchers;
    }

    /** Ends the scope with the error. */
    ObjectNode uncaught() {
        ObjectNode catcher = Export.catcher(ErrorName.ALL, failed);
        assign(catcher, variables.error(), "$states.errorOutput");
        return catcher;
    }

    /** The state that ends the scope with the error in its variable. */
    String failed() {
        return failed;
    }

    /** The state that ends everything, because a compensation failed. */
    String dead() {
        return dead;
    }

    /** A person gives up what waits. */
    ObjectNode abandoned() {
        return Export.catcher(JsonataExport.ABANDON, dead);
    }

    private String target(String name, JsonNode catcher, boolean done) {
        String next = catcher.path("Next").asString();
        Catcher.Compensate mode = mode(catcher);
        if (mode == Catcher.Compensate.NONE || mode == Catcher.Compensate.STATE && !done) return next;
        return undoing().before(name, next, mode == Catcher.Compensate.ALL ? -1 : 1);
    }
}
