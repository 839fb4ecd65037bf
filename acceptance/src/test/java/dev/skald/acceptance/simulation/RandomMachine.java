package dev.skald.acceptance.simulation;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A random valid machine of every type of state, nested at most three deep. The same seed gives the same machine. */
final class RandomMachine {
    static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:worker";
    static final String INPUT = "{\"n\": 1, \"items\": [1, 2, 3], \"none\": [], \"text\": \"t\"}";
    private static final int DEEPEST = 3;

    private final Random random;
    private int names;

    private RandomMachine(Random random) {
        this.random = random;
    }

    /** The definition's text. */
    static String definition(Random random) {
        var made = new RandomMachine(random);
        ObjectNode machine = made.flow(0);
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
            case 0 -> ended(pass(), next);
            case 1 -> ended(waiting(), next);
            case 2 -> choice(states, next, first);
            case 3 -> next == null ? object().put("Type", "Succeed") : ended(pass(), next);
            case 4 -> next == null && chance(2) ? fail() : ended(task(states), next);
            case 5, 6, 7, 8 -> ended(task(states), next);
            case 9, 10 -> ended(parallel(depth, states), next);
            default -> ended(map(depth, states), next);
        };
    }

    private static ObjectNode ended(ObjectNode state, @Nullable String next) {
        return next == null ? state.put("End", true) : state.put("Next", next);
    }

    private ObjectNode pass() {
        ObjectNode pass = object().put("Type", "Pass");
        if (chance(2)) pass.put("Result", random.nextInt(100)).put("ResultPath", "$.p");
        return pass;
    }

    private static ObjectNode fail() {
        return object().put("Type", "Fail").put("Error", "Broken").put("Cause", "as planned");
    }

    private ObjectNode waiting() {
        int seconds = chance(4) ? 31_000_000 : random.nextInt(20);
        return object().put("Type", "Wait").put("Seconds", seconds);
    }

    private ObjectNode choice(ObjectNode states, @Nullable String next, String first) {
        ObjectNode choice = object().put("Type", "Choice");
        ObjectNode rule = choice.putArray("Choices").addObject();
        rule.put("Variable", "$.n").put("NumericEquals", random.nextInt(2));
        rule.put("Next", chance(6) ? first : next == null ? succeed(states) : next);
        choice.put("Default", next == null ? succeed(states) : next);
        return choice;
    }

    private String succeed(ObjectNode states) {
        String name = "S" + names++;
        states.set(name, object().put("Type", "Succeed"));
        return name;
    }

    private ObjectNode task(ObjectNode states) {
        ObjectNode task = object().put("Type", "Task");
        boolean callback = false;
        switch (random.nextInt(6)) {
            case 0 -> {
                task.put("Resource", ACTIVITY);
                callback = true;
            }
            case 1 -> {
                task.put("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken");
                ObjectNode parameters = task.putObject("Parameters").put("FunctionName", "f0");
                parameters.putObject("Payload").put("token.$", "$$.Task.Token");
                callback = true;
            }
            default -> task.put("Resource", FUNCTION + "f" + random.nextInt(3));
        }
        if (chance(3)) task.put("ResultPath", "$.r");
        else task.putNull("ResultPath");
        if (callback || chance(2)) task.put("TimeoutSeconds", 20 + random.nextInt(100));
        if (callback && chance(2)) task.put("HeartbeatSeconds", 1 + random.nextInt(15));
        fallible(task, states);
        return task;
    }

    private void fallible(ObjectNode state, ObjectNode states) {
        if (chance(2)) {
            ArrayNode retry = state.putArray("Retry");
            retrier(retry.addObject(), "Busy");
            if (chance(2)) retrier(retry.addObject(), chance(2) ? "States.Timeout" : "States.ALL");
        }
        if (!chance(2)) return;
        ArrayNode catchers = state.putArray("Catch");
        catcher(catchers.addObject(), chance(2) ? "Broken" : "States.TaskFailed", states);
        if (chance(2)) catcher(catchers.addObject(), "States.ALL", states);
    }

    private void retrier(ObjectNode retrier, String error) {
        retrier.putArray("ErrorEquals").add(error);
        retrier.put("IntervalSeconds", 1 + random.nextInt(5)).put("MaxAttempts", random.nextInt(3));
        if (chance(3)) retrier.put("JitterStrategy", "FULL").put("MaxDelaySeconds", 6);
    }

    private void catcher(ObjectNode catcher, String error, ObjectNode states) {
        catcher.putArray("ErrorEquals").add(error);
        catcher.put("Next", succeed(states)).put("ResultPath", "$.e");
    }

    private ObjectNode parallel(int depth, ObjectNode states) {
        ObjectNode parallel = object().put("Type", "Parallel");
        ArrayNode branches = parallel.putArray("Branches");
        for (int i = 1 + random.nextInt(3); i > 0; i--) branches.add(flow(depth + 1));
        if (chance(2)) parallel.put("ResultPath", "$.b");
        else parallel.putNull("ResultPath");
        fallible(parallel, states);
        return parallel;
    }

    private ObjectNode map(int depth, ObjectNode states) {
        ObjectNode map = object().put("Type", "Map");
        map.put("ItemsPath", chance(6) ? "$.none" : "$.items");
        map.put("MaxConcurrency", random.nextInt(3));
        ObjectNode selector = map.putObject("ItemSelector");
        selector.put("n.$", "$$.Map.Item.Index").put("item.$", "$$.Map.Item.Value");
        selector.put("items.$", "$.items").put("none.$", "$.none");
        map.set("ItemProcessor", flow(depth + 1));
        map.putNull("ResultPath");
        fallible(map, states);
        return map;
    }
}
