package dev.skald.acceptance.simulation;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random valid machine of every type of state, nested at most three deep, in JSONPath or in JSONata with variables and
 * expressions that fail now and then. The same seed gives the same machine.
 */
public final class RandomMachine {
    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    public static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:worker";
    public static final String INPUT = "{\"n\": 1, \"items\": [1, 2, 3], \"none\": [], \"text\": \"t\"}";
    private static final int DEEPEST = 3;
    private static final String SAME = "{% $states.input %}";

    private final Random random;
    private final boolean jsonata;
    private int names;

    private RandomMachine(Random random) {
        this.random = random;
        this.jsonata = chance(4);
    }

    /** The definition's text. */
    public static String definition(Random random) {
        var made = new RandomMachine(random);
        ObjectNode machine = made.flow(0);
        if (made.jsonata) machine.put("QueryLanguage", "JSONata");
        if (made.chance(8)) machine.put("TimeoutSeconds", 1 + random.nextInt(50));
        return machine.toString();
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** States in a row; now and then an earlier one is the next of a later one, which makes a loop. */
    private ObjectNode flow(int depth) {
        ObjectNode flow = object();
        ObjectNode states = object();
        int length = 1 + random.nextInt(depth == 0 ? 5 : 3);
        int first = names;
        names += length;
        flow.put("StartAt", "S" + first);
        for (int i = 0; i < length; i++) {
            String next = i + 1 == length ? null : "S" + (first + i + 1);
            states.set("S" + (first + i), state(depth, states, next, "S" + first));
        }
        flow.set("States", states);
        return flow;
    }

    private ObjectNode state(int depth, ObjectNode states, @Nullable String next, String first) {
        return switch (random.nextInt(depth < DEEPEST ? 12 : 9)) {
            case 0 -> ended(pass(depth), next);
            case 1 -> ended(waiting(), next);
            case 2 -> choice(states, next, first);
            case 3 -> next == null ? object().put("Type", "Succeed") : ended(pass(depth), next);
            case 4 -> next == null && chance(2) ? fail() : ended(task(depth, states), next);
            case 5, 6, 7, 8 -> ended(task(depth, states), next);
            case 9, 10 -> ended(parallel(depth, states), next);
            default -> ended(map(depth, states), next);
        };
    }

    private static ObjectNode ended(ObjectNode state, @Nullable String next) {
        return next == null ? state.put("End", true) : state.put("Next", next);
    }

    private ObjectNode pass(int depth) {
        ObjectNode pass = object().put("Type", "Pass");
        if (jsonata) {
            pass.put("Output", chance(3) ? "{% $merge([$states.input, {'p': " + value() + "}]) %}" : SAME);
            assign(pass, depth);
        } else if (chance(2)) pass.put("Result", random.nextInt(100)).put("ResultPath", "$.p");
        return pass;
    }

    /** In JSONata: a number, or what is no number, or nothing. */
    private String value() {
        return switch (random.nextInt(12)) {
            case 0 -> "$error('planned')";
            case 1 -> "$states.input.missing.at.all";
            case 2 -> "$number($states.input.text)";
            case 3 -> "$sum($states.input.items) + $states.input.n";
            default -> Integer.toString(random.nextInt(100));
        };
    }

    /** The variables of a scope have a name of their own: inner scopes may read those of outer ones, not assign them. */
    private void assign(ObjectNode transition, int depth) {
        if (!chance(3)) return;
        String before = "$exists($v" + random.nextInt(depth + 1) + ") ? $v" + depth + " : " + value();
        transition.putObject("Assign").put("v" + depth, "{% " + (chance(2) ? value() : before) + " %}");
    }

    private ObjectNode fail() {
        ObjectNode fail = object().put("Type", "Fail").put("Error", "Broken");
        return fail.put(
                "Cause", jsonata && chance(2) ? "{% 'as planned: ' & $string($states.input.n) %}" : "as planned");
    }

    private ObjectNode waiting() {
        int seconds = chance(4) ? 31_000_000 : random.nextInt(20);
        ObjectNode wait = object().put("Type", "Wait");
        return jsonata && chance(2) ? wait.put("Seconds", "{% " + value() + " %}") : wait.put("Seconds", seconds);
    }

    private ObjectNode choice(ObjectNode states, @Nullable String next, String first) {
        ObjectNode choice = object().put("Type", "Choice");
        ObjectNode rule = choice.putArray("Choices").addObject();
        if (jsonata) rule.put("Condition", "{% $states.input.n = " + random.nextInt(2) + " %}");
        else rule.put("Variable", "$.n").put("NumericEquals", random.nextInt(2));
        rule.put("Next", chance(6) ? first : next == null ? succeed(states) : next);
        choice.put("Default", next == null ? succeed(states) : next);
        return choice;
    }

    private String succeed(ObjectNode states) {
        String name = "S" + names++;
        states.set(name, object().put("Type", "Succeed"));
        return name;
    }

    private ObjectNode task(int depth, ObjectNode states) {
        ObjectNode task = object().put("Type", "Task");
        boolean callback = false;
        switch (random.nextInt(6)) {
            case 0 -> {
                task.put("Resource", ACTIVITY);
                callback = true;
            }
            case 1 -> {
                task.put("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken");
                ObjectNode parameters = task.putObject(jsonata ? "Arguments" : "Parameters");
                ObjectNode payload = parameters.put("FunctionName", "f0").putObject("Payload");
                if (jsonata) payload.put("token", "{% $states.context.Task.Token %}");
                else payload.put("token.$", "$$.Task.Token");
                callback = true;
            }
            default -> {
                task.put("Resource", FUNCTION + "f" + random.nextInt(3));
                if (jsonata && chance(2)) task.putObject("Arguments").put("a", "{% " + value() + " %}");
            }
        }
        result(task, depth);
        if (callback || chance(2)) task.put("TimeoutSeconds", 20 + random.nextInt(100));
        if (callback && chance(2)) task.put("HeartbeatSeconds", 1 + random.nextInt(15));
        fallible(task, depth, states);
        return task;
    }

    /** The input goes on, with the result in it or without. */
    private void result(ObjectNode state, int depth) {
        if (jsonata) {
            String result = chance(8) ? value() : "$states.result";
            state.put("Output", chance(3) ? "{% $merge([$states.input, {'r': " + result + "}]) %}" : SAME);
            assign(state, depth);
        } else if (chance(3)) state.put("ResultPath", "$.r");
        else state.putNull("ResultPath");
    }

    private void fallible(ObjectNode state, int depth, ObjectNode states) {
        if (chance(2)) {
            ArrayNode retry = state.putArray("Retry");
            retrier(retry.addObject(), "Busy");
            if (chance(2)) retrier(retry.addObject(), chance(2) ? "States.Timeout" : "States.ALL");
        }
        if (!chance(2)) return;
        ArrayNode catchers = state.putArray("Catch");
        catcher(catchers.addObject(), chance(2) ? "Broken" : "States.TaskFailed", depth, states);
        if (jsonata && chance(3)) catcher(catchers.addObject(), "States.QueryEvaluationError", depth, states);
        if (chance(2)) catcher(catchers.addObject(), "States.ALL", depth, states);
    }

    private void retrier(ObjectNode retrier, String error) {
        retrier.putArray("ErrorEquals").add(error);
        retrier.put("IntervalSeconds", 1 + random.nextInt(5)).put("MaxAttempts", random.nextInt(3));
        if (chance(3)) retrier.put("JitterStrategy", "FULL").put("MaxDelaySeconds", 6);
    }

    private void catcher(ObjectNode catcher, String error, int depth, ObjectNode states) {
        catcher.putArray("ErrorEquals").add(error);
        catcher.put("Next", succeed(states));
        if (jsonata) {
            catcher.put("Output", "{% $merge([$states.input, {'e': $states.errorOutput}]) %}");
            assign(catcher, depth);
        } else catcher.put("ResultPath", "$.e");
    }

    private ObjectNode parallel(int depth, ObjectNode states) {
        ObjectNode parallel = object().put("Type", "Parallel");
        ArrayNode branches = parallel.putArray("Branches");
        for (int i = 1 + random.nextInt(3); i > 0; i--) branches.add(flow(depth + 1));
        result(parallel, depth);
        fallible(parallel, depth, states);
        return parallel;
    }

    private ObjectNode map(int depth, ObjectNode states) {
        ObjectNode map = object().put("Type", "Map");
        String items = chance(6) ? "none" : "items";
        if (jsonata) map.put("Items", "{% $states.input." + items + " %}");
        else map.put("ItemsPath", "$." + items);
        map.put("MaxConcurrency", random.nextInt(3));
        selector(map.putObject("ItemSelector"));
        map.set("ItemProcessor", flow(depth + 1));
        if (jsonata) result(map, depth);
        else map.putNull("ResultPath");
        fallible(map, depth, states);
        return map;
    }

    private void selector(ObjectNode selector) {
        if (jsonata) {
            selector.put("n", "{% $states.context.Map.Item.Index %}");
            selector.put("item", chance(8) ? "{% " + value() + " %}" : "{% $states.context.Map.Item.Value %}");
            selector.put("items", "{% $states.input.items %}").put("none", "{% $states.input.none %}");
        } else {
            selector.put("n.$", "$$.Map.Item.Index").put("item.$", "$$.Map.Item.Value");
            selector.put("items.$", "$.items").put("none.$", "$.none");
        }
    }
}
