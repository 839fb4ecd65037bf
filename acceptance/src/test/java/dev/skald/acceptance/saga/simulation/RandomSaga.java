package dev.skald.acceptance.saga.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A random saga: steps in a row, Choice and loops, Parallel and Map, nested at most two deep, now and then with a pivot. */
final class RandomSaga {
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:worker";
    private static final int DEEPEST = 2;

    private final Random random;
    private int names;

    private RandomSaga(Random random) {
        this.random = random;
    }

    /** The definition's text. */
    static String definition(Random random) {
        return new RandomSaga(random).machine().toString();
    }

    private ObjectNode machine() {
        ObjectNode machine = flow(0);
        machine.put("QueryLanguage", "JSONata");
        machine.set("Saga", saga());
        if (chance(6)) machine.put("TimeoutSeconds", 5 + random.nextInt(60));
        return machine;
    }

    private ObjectNode saga() {
        ObjectNode saga = object();
        if (chance(2)) saga.putArray("UncertainErrors").add("Odd");
        retriers(saga, chance(3) ? 0 : 1 + random.nextInt(2), "States.ALL");
        if (chance(6)) saga.put("OnFailure", "Park");
        if (chance(2)) saga.put("OnCompensationFailure", chance(2) ? "Continue" : "Fail");
        if (chance(4)) saga.put("OnStop", "Abort");
        return saga.put("DrainSeconds", random.nextInt(15));
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode flow(int depth) {
        ObjectNode flow = object();
        ObjectNode states = object();
        List<String> row = new ArrayList<>();
        for (int i = (depth == 0 ? 2 : 1) + random.nextInt(depth == 0 ? 5 : 3); i > 0; i--) row.add("S" + names++);
        int pivot = depth == 0 && chance(3) ? random.nextInt(row.size()) : -1;
        for (int i = 0; i < row.size(); i++) {
            String next = i + 1 == row.size() ? null : row.get(i + 1);
            boolean after = pivot >= 0 && i > pivot && !chance(8);
            ObjectNode state = i == pivot ? pivot() : state(depth, states, next, row, after);
            states.set(row.get(i), state.has("Choices") || ends(state) ? state : ended(state, next));
        }
        flow.put("StartAt", row.getFirst());
        flow.set("States", states);
        return flow;
    }

    private static boolean ends(ObjectNode state) {
        return state.path("Type").asString().equals("Fail");
    }

    private static ObjectNode ended(ObjectNode state, @Nullable String next) {
        return next == null ? state.put("End", true) : state.put("Next", next);
    }

    private ObjectNode state(
            int depth, ObjectNode states, @Nullable String next, List<String> row, boolean afterPivot) {
        int kind = random.nextInt(depth < DEEPEST ? 20 : 15);
        if (afterPivot) return kind < 12 ? retriable() : kind < 16 ? task(states, next, depth) : waiting();
        if (kind < 9) return step(states, next, depth);
        if (kind < 11) return next == null && chance(2) ? fail() : task(states, next, depth);
        if (kind == 11) return chance(2) ? retriable() : task(states, next, depth);
        if (kind == 12) return waiting();
        if (kind < 15) return choice(states, next, row, depth);
        return kind < 18 ? parallel(depth, states, next) : map(depth, states, next);
    }

    private static ObjectNode fail() {
        return object().put("Type", "Fail").put("Error", "Refused").put("Cause", "as planned");
    }

    private ObjectNode waiting() {
        ObjectNode wait = object().put("Type", "Wait").put("Seconds", random.nextInt(20));
        wait.putObject("Output").put("n", 0);
        return wait;
    }

    /** Goes on, or back to an earlier state, as the last participant said. */
    private ObjectNode choice(ObjectNode states, @Nullable String next, List<String> row, int depth) {
        ObjectNode choice = object().put("Type", "Choice");
        ObjectNode rule = choice.putArray("Choices").addObject();
        // A loop in which nobody is asked would never end.
        boolean asks = states.path(row.getFirst()).path("Type").asString().equals("Task");
        String back = asks && chance(2) ? row.getFirst() : null;
        String other = back != null ? back : next == null || chance(6) ? end(states, depth) : next;
        rule.put("Condition", "{% $states.input.n = 1 %}").put("Next", other);
        return choice.put("Default", next == null ? end(states, depth) : next);
    }

    private String end(ObjectNode states, int depth) {
        String name = "S" + names++;
        states.set(name, depth == 0 && chance(4) ? fail() : object().put("Type", "Succeed"));
        return name;
    }

    // Tasks.

    private ObjectNode bare() {
        ObjectNode task = object().put("Type", "Task");
        boolean callback = false;
        switch (random.nextInt(8)) {
            case 0 -> {
                task.put("Resource", ACTIVITY);
                task.putObject("Arguments").put("key", "{% $states.context.Saga.Key %}");
                callback = true;
            }
            case 1 -> {
                invoke(task, INVOKE + ".waitForTaskToken").put("token", "{% $states.context.Task.Token %}");
                callback = true;
            }
            default -> invoke(task, INVOKE);
        }
        if (callback || chance(2)) task.put("TimeoutSeconds", 5 + random.nextInt(30));
        return task;
    }

    private static ObjectNode invoke(ObjectNode task, String resource) {
        task.put("Resource", resource);
        ObjectNode arguments = task.putObject("Arguments").put("FunctionName", "f");
        return arguments.putObject("Payload").put("key", "{% $states.context.Saga.Key %}");
    }

    private ObjectNode task(ObjectNode states, @Nullable String next, int depth) {
        ObjectNode task = bare();
        if (chance(8)) task.put("Output", "{% $error('no output') %}");
        fallible(task, states, next, depth, false);
        return task;
    }

    private ObjectNode step(ObjectNode states, @Nullable String next, int depth) {
        ObjectNode step = task(states, next, depth);
        if (chance(2)) step.putObject("Record").put("id", "{% $states.result.id %}");
        else if (chance(10)) step.put("Record", "{% $error('no record') %}");
        step.set("Compensate", compensation());
        return step;
    }

    private ObjectNode compensation() {
        ObjectNode undo = object().put("Resource", INVOKE);
        ObjectNode arguments = undo.putObject("Arguments").put("FunctionName", "u");
        arguments.put("Payload", chance(12) ? "{% $error('no arguments') %}" : "{% $states.input %}");
        if (chance(3)) undo.put("TimeoutSeconds", 5 + random.nextInt(20));
        if (chance(3)) retriers(undo, random.nextInt(3), chance(2) ? "States.ALL" : "Busy");
        return undo;
    }

    private ObjectNode pivot() {
        ObjectNode pivot = bare().put("Pivot", true);
        if (chance(2)) retriers(pivot, random.nextInt(3), "States.ALL");
        return pivot;
    }

    private ObjectNode retriable() {
        ObjectNode task = bare().put("Retriable", true);
        if (chance(2)) retriers(task, random.nextInt(3), "Busy");
        return task;
    }

    private ObjectNode retriers(ObjectNode state, int attempts, String error) {
        ObjectNode retrier = state.putArray("Retry").addObject();
        retrier.putArray("ErrorEquals").add(error);
        return retrier.put("IntervalSeconds", 1 + random.nextInt(4)).put("MaxAttempts", attempts);
    }

    private void fallible(ObjectNode state, ObjectNode states, @Nullable String next, int depth, boolean fork) {
        if (chance(2)) {
            ObjectNode retrier = retriers(state, random.nextInt(3), chance(2) ? "States.ALL" : "Busy");
            if (fork && chance(4)) retrier.put("Compensate", false);
        }
        if (!chance(3)) return;
        ArrayNode catchers = state.putArray("Catch");
        if (chance(2)) catcher(catchers.addObject(), "Refused", states, next, depth);
        if (catchers.isEmpty() || chance(2)) catcher(catchers.addObject(), "States.ALL", states, next, depth);
    }

    private void catcher(ObjectNode catcher, String error, ObjectNode states, @Nullable String next, int depth) {
        catcher.putArray("ErrorEquals").add(error);
        catcher.put("Next", next == null || chance(2) ? end(states, depth) : next);
        switch (random.nextInt(3)) {
            case 0 -> catcher.put("Compensate", true);
            case 1 -> {
                if (depth == 0) catcher.put("Compensate", "All");
            }
            default -> {}
        }
    }

    // Scopes.

    private ObjectNode parallel(int depth, ObjectNode states, @Nullable String next) {
        ObjectNode parallel = object().put("Type", "Parallel").put("Output", "{% {'n': 0} %}");
        ArrayNode branches = parallel.putArray("Branches");
        for (int i = 1 + random.nextInt(3); i > 0; i--) branches.add(flow(depth + 1));
        fallible(parallel, states, next, depth, true);
        return parallel;
    }

    private ObjectNode map(int depth, ObjectNode states, @Nullable String next) {
        ObjectNode map = object().put("Type", "Map").put("Output", "{% {'n': 0} %}");
        ArrayNode items = map.putArray("Items");
        for (int i = random.nextInt(5); i > 0; i--) items.addObject().put("n", i % 2);
        map.put("MaxConcurrency", random.nextInt(3));
        if (chance(12)) map.put("ItemSelector", "{% $states.context.Map.Item.Index = 2 ? $error('no') : {'n': 0} %}");
        map.set("ItemProcessor", flow(depth + 1));
        fallible(map, states, next, depth, true);
        return map;
    }
}
