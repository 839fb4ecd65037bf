package dev.skald.acceptance.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random saga over the participants of a {@link Ledger}: sequences, Choices, loops, Parallel and Map states two deep in
 * each other, with retriers and catchers of all kinds, expressions that fail, and now and then a pivot. The same seed gives
 * the same saga.
 */
public final class RandomSaga {
    /** What no function is called: it ends an execution with {@code States.Runtime}. */
    static final String NO_NAME = "{% 5 %}";

    private static final int DEEPEST = 2;
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final String SAME = "{% $states.input %}";
    private static final String BROKEN = "{% $error('planned') %}";

    private final Map<String, List<String>> places = new HashMap<>();
    private final Set<String> undoable = new HashSet<>();
    private final Set<String> pivots = new HashSet<>();
    private final Random random;
    private int names;
    private int maps;
    /** Whether no step is put into the branches that are being made: these go one after the other then. */
    private boolean bare;

    private RandomSaga(long seed) {
        this.random = new Random(seed);
    }

    /** The definition's text alone. */
    public static String definition(long seed) {
        return of(seed).definition();
    }

    static SagaSample of(long seed) {
        var made = new RandomSaga(seed);
        String definition = made.machine().toString();
        return new SagaSample(definition, made.places, made.undoable, made.pivots);
    }

    private ObjectNode machine() {
        ObjectNode machine = flow(0, List.of());
        machine.put("QueryLanguage", "JSONata");
        if (chance(15)) machine.put("TimeoutSeconds", 3 + random.nextInt(8));
        ObjectNode saga = machine.putObject("Saga");
        if (chance(4)) saga.put("OnCompensationFailure", "Continue");
        if (chance(12)) saga.put("OnFailure", "Park");
        if (chance(4)) saga.putArray("UncertainErrors").add(Ledger.ODD);
        if (chance(12)) saga.putArray("KnownErrors").add("Refused");
        return machine;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode flow(int depth, List<String> place) {
        ObjectNode states = object();
        int length = 1 + random.nextInt(depth == 0 ? 5 : 3);
        List<String> row = new ArrayList<>();
        for (int i = 0; i < length; i++) row.add("S" + names++);
        String last = depth == 0 ? ending(states) : null;
        for (int i = 0; i < length; i++) {
            String next = i + 1 < length ? row.get(i + 1) : last;
            state(row.get(i), row.subList(0, i + 1), depth, place, next, states);
        }
        ObjectNode flow = object().put("StartAt", row.getFirst());
        flow.set("States", states);
        return flow;
    }

    /** How the machine ends: with a pivot and what must follow it, with a failure, or with the last state. */
    private @Nullable String ending(ObjectNode states) {
        String name = "S" + names++;
        switch (random.nextInt(4)) {
            case 0 -> {
                String after = "S" + names++;
                states.set(name, pivot(name).put("Next", after));
                ObjectNode retriable = task(after, List.of()).put("Retriable", true);
                if (chance(3)) retrier(retriable);
                states.set(after, retriable.put("End", true));
            }
            case 1 -> states.set(name, fail());
            case 2 -> states.set(name, object().put("Type", "Succeed"));
            default -> {
                return null;
            }
        }
        return name;
    }

    private ObjectNode pivot(String name) {
        pivots.add(name);
        ObjectNode pivot = task(name, List.of()).put("Pivot", true);
        if (chance(3)) retrier(pivot);
        return pivot;
    }

    private static ObjectNode fail() {
        return object().put("Type", "Fail").put("Error", "Enough").put("Cause", "planned");
    }

    private void state(
            String name, List<String> row, int depth, List<String> place, @Nullable String next, ObjectNode states) {
        ObjectNode state = switch (random.nextInt(depth < DEEPEST ? 14 : 10)) {
            case 0 -> chance(25) ? object().put("Type", "Pass").put("Output", BROKEN) : object().put("Type", "Pass");
            case 1 -> object().put("Type", "Wait").put("Seconds", random.nextInt(5));
            case 2 -> next == null ? step(name, place) : choice(name, row, next, states);
            case 3 -> depth == 0 ? task(name, place) : step(name, place);
            case 4 -> depth > 0 && next == null && chance(3) ? fail() : step(name, place);
            case 10, 11 -> fork(() -> parallel(name, depth, place));
            case 12, 13 -> fork(() -> map(name, depth, place));
            default -> step(name, place);
        };
        String type = state.path("Type").asString();
        if (List.of("Task", "Parallel", "Map").contains(type)) handlers(state, type, depth, next);
        if (!state.has("Choices") && !type.equals("Fail")) {
            if (next == null) state.put("End", true);
            else state.put("Next", next);
        }
        states.set(name, state);
    }

    // Tasks.

    private ObjectNode task(String name, List<String> place) {
        places.put(name, place);
        ObjectNode task = object().put("Type", "Task").put("Output", SAME);
        boolean asks = chance(6);
        task.put("Resource", asks ? INVOKE + ".waitForTaskToken" : INVOKE);
        if (asks) task.put("TimeoutSeconds", 1 + random.nextInt(4));
        ObjectNode arguments = task.putObject("Arguments");
        arguments.put("FunctionName", chance(80) ? NO_NAME : asks ? "ask" : "do");
        ObjectNode payload = arguments.putObject("Payload").put("step", name);
        if (asks) payload.put("token", "{% $states.context.Task.Token %}");
        if (asks || !chance(60)) payload.put("key", "{% $states.context.Saga.Key %}");
        if (maps > 0) payload.put("item", "{% $states.input.at %}");
        return task;
    }

    private ObjectNode step(String name, List<String> place) {
        ObjectNode step = task(name, place);
        if (bare) return step;
        undoable.add(name);
        if (chance(2)) step.putObject("Record").put("id", "{% $states.result.Payload.id %}");
        else if (chance(20)) step.put("Record", BROKEN);
        ObjectNode compensate = step.putObject("Compensate").put("Resource", INVOKE);
        ObjectNode payload =
                compensate.putObject("Arguments").put("FunctionName", "undo").putObject("Payload");
        payload.put("step", name).put("key", "{% $states.input.Key %}").put("told", "{% $states.input %}");
        if (chance(4)) retrier(compensate);
        return step;
    }

    /** Goes on, or goes back once. */
    private ObjectNode choice(String name, List<String> row, String next, ObjectNode states) {
        ObjectNode choice = object().put("Type", "Choice");
        ArrayNode rules = choice.putArray("Choices");
        if (chance(2)) {
            String begin = row.getFirst();
            String counter = "again" + name;
            rules.addObject()
                    .put(
                            "Condition",
                            "{% $exists($states.input." + counter + ") = false and $type($states.input) = 'object' %}")
                    .put("Output", "{% $merge([$states.input, {'" + counter + "': 1}]) %}")
                    .put("Next", begin.equals(name) ? next : begin);
        } else {
            rules.addObject()
                    .put("Condition", "{% $states.input.n = " + random.nextInt(3) + " %}")
                    .put("Next", next);
        }
        if (chance(30)) rules.addObject().put("Condition", BROKEN).put("Next", next);
        return choice.put("Default", next);
    }

    // Handlers.

    private String error() {
        return chance(2) ? "Refused" : "States.ALL";
    }

    private ObjectNode retrier(ObjectNode state) {
        ObjectNode retrier = state.putArray("Retry").addObject();
        retrier.putArray("ErrorEquals").add(error());
        return retrier.put("MaxAttempts", random.nextInt(3)).put("IntervalSeconds", 1 + random.nextInt(3));
    }

    private void handlers(ObjectNode state, String type, int depth, @Nullable String next) {
        if (chance(4)) {
            ObjectNode retrier = retrier(state);
            if (!type.equals("Task") && chance(4)) retrier.put("Compensate", false);
        }
        if (next == null || !chance(4)) return;
        ObjectNode catcher = state.putArray("Catch").addObject();
        catcher.putArray("ErrorEquals").add(error());
        if (depth == 0 && chance(3)) catcher.put("Compensate", "All");
        else catcher.put("Compensate", !chance(4));
        catcher.put("Output", SAME).put("Next", next);
    }

    // Parallel and Map.

    private interface Fork {
        ObjectNode made();
    }

    private ObjectNode fork(Fork fork) {
        boolean around = bare;
        bare = around || chance(8);
        ObjectNode made = fork.made();
        bare = around;
        return made;
    }

    private ObjectNode parallel(String name, int depth, List<String> place) {
        ObjectNode parallel = object().put("Type", "Parallel").put("Output", SAME);
        ArrayNode branches = parallel.putArray("Branches");
        int width = bare ? 1 : 1 + random.nextInt(3);
        for (int i = 0; i < width; i++) branches.add(flow(depth + 1, within(place, name + "/" + i)));
        return parallel;
    }

    private ObjectNode map(String name, int depth, List<String> place) {
        ObjectNode map = object().put("Type", "Map").put("Output", SAME);
        map.putArray("Items").add(0).add(1).add(2);
        map.put("MaxConcurrency", bare ? 1 : random.nextInt(3));
        String index = "$string($states.context.Map.Item.Index)";
        map.putObject("ItemSelector")
                .put("n", "{% $states.context.Map.Item.Value %}")
                .put("at", "{% " + (maps > 0 ? "$states.input.at & '.' & " : "") + index + " %}");
        maps++;
        map.set("ItemProcessor", flow(depth + 1, within(place, name + "/*")));
        maps--;
        return map;
    }

    private static List<String> within(List<String> place, String branch) {
        List<String> all = new ArrayList<>(place);
        all.add(branch);
        return List.copyOf(all);
    }
}
