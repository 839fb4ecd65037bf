package dev.skald.asl;

import static dev.skald.asl.JsonataExport.assign;
import static dev.skald.asl.JsonataExport.variable;
import static dev.skald.asl.SagaText.expression;

import dev.skald.asl.JsonataExport.Variables;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Parallel or inline Map that holds steps, as plain ASL. Its branches never fail: what they did goes into the log when
 * all have ended. A Map over their reports follows, which fails with the first error among them and has the author's
 * output, assignments and catchers.
 */
final class JsonataFork {
    private final JsonataScope scope;
    private final Export export;
    private final Variables variables;
    private final String name;
    private final ObjectNode source;
    private final JsonNode retriers;
    private final String joined;

    JsonataFork(JsonataScope scope, String name, ObjectNode source) {
        this.scope = scope;
        this.export = scope.export;
        this.variables = scope.variables;
        this.name = name;
        this.source = source;
        this.retriers = source.path("Retry");
        this.joined = export.names.fresh(name + " joined");
    }

    void add() {
        scope.states.set(name, forked());
        ObjectNode join = join();
        ArrayNode catchers = Json.array();
        for (int i = 0; i < retriers.size(); i++) catchers.add(retrying(retriers.get(i), i));
        if (!Export.catchesAll(catchers)) catchers.addAll(handlers());
        join.set("Catch", catchers);
        scope.states.set(joined, join);
    }

    // The work.

    private ObjectNode forked() {
        ObjectNode fork = source.deepCopy();
        SkaldFields.stripState(fork);
        for (String field : new String[] {"Retry", "End", "Assign"}) fork.remove(field);
        if (source.has("Branches")) fork.set("Branches", branches());
        else fork.set(processorField(), processor());
        fork.put("Output", expression("$states.input"));
        assign(fork, variables.log(), entry());
        scope.countVisit(name, fork);
        if (goesOnAfterFailure())
            assign(fork, variables.failed(), variable(variables.failed()) + " or true in $states.result.failed");
        ArrayNode catchers = Json.array();
        catchers.add(dead());
        fork.set("Catch", catchers.addAll(scope.catchers(name, source.path("Catch"), false)));
        return fork.put("Next", joined);
    }

    private boolean goesOnAfterFailure() {
        return export.saga.onCompensationFailure() == Saga.OnCompensationFailure.Continue;
    }

    /** A compensation within failed, and that ends everything. */
    private ObjectNode dead() {
        ObjectNode catcher = Export.catcher(JsonataExport.COMPENSATION_FAILED, scope.dead());
        assign(catcher, variables.error(), "$states.errorOutput");
        return catcher;
    }

    private ObjectNode entry() {
        return Json.object()
                .put("Step", name)
                .put("Items", expression("$states.result"))
                .put("Rest", expression(variable(variables.log())));
    }

    private ArrayNode branches() {
        ArrayNode branches = Json.array();
        JsonNode written = source.path("Branches");
        for (int i = 0; i < written.size(); i++) {
            if (!(written.get(i) instanceof ObjectNode branch)) continue;
            branches.add(inner(branch, JsonataScope.Kind.BRANCH, " (" + name + " " + (i + 1) + ")"));
        }
        return branches;
    }

    private String processorField() {
        return source.has("Iterator") ? "Iterator" : "ItemProcessor";
    }

    private ObjectNode processor() {
        if (!(source.path(processorField()) instanceof ObjectNode written)) throw new IllegalStateException(name);
        ObjectNode processor = inner(written, JsonataScope.Kind.ITEM, " (" + name + ")");
        if (written.has("ProcessorConfig")) processor.set("ProcessorConfig", written.path("ProcessorConfig"));
        return processor;
    }

    private ObjectNode inner(ObjectNode block, JsonataScope.Kind kind, String label) {
        return new JsonataScope(scope.jsonata, block, variables.inner(), kind, scope.key(name), label).compiled();
    }

    // Its end.

    /** Gives the outputs of the branches, or fails with the first of their errors. */
    private ObjectNode join() {
        ObjectNode join = Json.object().put("Type", "Map");
        join.put("Items", expression("[" + items() + "]"));
        join.set("ItemProcessor", reports());
        for (String field : new String[] {"Output", "Assign", "Next", "End"})
            if (source.has(field)) join.set(field, source.path(field).deepCopy());
        forgetTries(join);
        return scope.goesOn(join);
    }

    private String items() {
        return variable(variables.log()) + ".Items";
    }

    private ObjectNode reports() {
        String look = export.names.fresh(name + " report");
        String good = export.names.fresh(name + " report is good");
        String bad = export.names.fresh(name + " report is bad");
        ObjectNode states = Json.object();
        ObjectNode choice = Json.object().put("Type", "Choice");
        String first = "$min(" + items() + "[ok = false].at)";
        choice.putArray("Choices")
                .addObject()
                .put("Condition", expression("$states.input.ok or $states.input.at > " + first))
                .put("Next", good);
        states.set(look, choice.put("Default", bad));
        states.putObject(good)
                .put("Type", "Pass")
                .put("Output", expression("$states.input.out"))
                .put("End", true);
        states.set(bad, JsonataExport.failed(member("Error"), member("Cause")));
        ObjectNode processor = Json.object().put("StartAt", look);
        processor.set("States", states);
        return processor;
    }

    private static String member(String member) {
        return JsonataScope.member("$states.input.err", member);
    }

    private boolean counts() {
        return !retriers.isEmpty();
    }

    private void forgetTries(ObjectNode transition) {
        if (counts()) assign(transition, variables.tries(), Json.object());
    }

    /** The author's catchers, and the last of all. */
    private ArrayNode handlers() {
        ArrayNode catchers = scope.catchers(name, source.path("Catch"), true);
        for (JsonNode each : catchers) if (each instanceof ObjectNode catcher) forgetTries(catcher);
        return catchers;
    }

    // Another try.

    private ObjectNode retrying(JsonNode retrier, int index) {
        String retry = export.names.fresh("Saga tries " + name + " again");
        ObjectNode catcher = Json.object();
        catcher.set("ErrorEquals", retrier.path("ErrorEquals"));
        assign(catcher, variables.error(), "$states.errorOutput");
        scope.states.set(retry, retry(retrier, "r" + index));
        return catcher.put("Output", expression("$states.input")).put("Next", retry);
    }

    private ObjectNode retry(JsonNode retrier, String counter) {
        String wait = export.names.fresh("Saga waits before " + name);
        scope.states.set(wait, waitBefore(retrier, counter));
        boolean undoes = JsonataScope.undoesFirst(retrier);
        ObjectNode rule = Json.object();
        rule.put("Condition", expression(tried(counter) + " < " + most(retrier)));
        String counted =
                "$merge([" + variable(variables.tries()) + ", {'" + counter + "': " + tried(counter) + " + 1}])";
        assign(rule, variables.tries(), counted);
        if (undoes) {
            scope.undoing().prepare(rule, wait, 1);
            scope.undoing().afterwards(wait, wait);
        }
        rule.put("Next", undoes ? scope.undoing().dispatch() : wait);
        ObjectNode choice = Json.object().put("Type", "Choice");
        choice.putArray("Choices").add(rule);
        return choice.put("Default", gaveUp());
    }

    private static String most(JsonNode retrier) {
        return retrier.path("MaxAttempts").asString("3");
    }

    private String tried(String counter) {
        return "$sum([" + variable(variables.tries()) + "." + counter + "])";
    }

    private ObjectNode waitBefore(JsonNode retrier, String counter) {
        String delay = retrier.path("IntervalSeconds").asString("1") + " * $power("
                + retrier.path("BackoffRate").asString("2") + ", " + tried(counter) + " - 1)";
        String limit = retrier.path("MaxDelaySeconds").asString("99999999");
        String limited = "$min([" + limit + ", " + delay + "])";
        if (retrier.path("JitterStrategy").asString("").equals("FULL")) limited = "$random() * " + limited;
        ObjectNode wait = Json.object().put("Type", "Wait");
        return wait.put("Seconds", expression("$round(" + limited + ")")).put("Next", name);
    }

    /** No retrier takes the error any more: the author's catchers do. */
    private String gaveUp() {
        if (source.path("Catch").isEmpty()) return scope.failed();
        String failed = export.names.fresh(name + " failed");
        ObjectNode join = join();
        join.set("Catch", handlers());
        scope.states.set(failed, join);
        return failed;
    }
}
