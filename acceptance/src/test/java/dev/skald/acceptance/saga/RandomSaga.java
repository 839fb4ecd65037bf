package dev.skald.acceptance.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random saga over the participants of a {@link Ledger}: sequences, Choices, loops, Parallel and Map states two deep, with
 * retriers and catchers, and now and then a pivot. The same seed gives the same saga.
 */
final class RandomSaga {
    private static final int DEEPEST = 2;
    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final String SAME = "{% $states.input %}";

    /** Where each step that can be undone stands: the branches around it, from the outside. */
    final Map<String, List<String>> places = new HashMap<>();

    /** Steps after which nothing is undone. */
    final List<String> pivots = new ArrayList<>();

    final String definition;
    private final Random random;
    private int names;
    private boolean inMap;

    RandomSaga(long seed) {
        this.random = new Random(seed);
        ObjectNode machine = flow(0, List.of());
        machine.put("QueryLanguage", "JSONata");
        if (chance(4)) machine.putObject("Saga").put("OnCompensationFailure", "Continue");
        this.definition = machine.toString();
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
                pivots.add(name);
                states.set(name, task(name).put("Pivot", true).put("Next", after));
                states.set(after, task(after).put("Retriable", true).put("End", true));
            }
            case 1 ->
                states.set(
                        name,
                        object().put("Type", "Fail").put("Error", "Enough").put("Cause", "planned"));
            case 2 -> states.set(name, object().put("Type", "Succeed"));
            default -> {
                return null;
            }
        }
        return name;
    }

    private void state(
            String name, List<String> row, int depth, List<String> place, @Nullable String next, ObjectNode states) {
        ObjectNode state = switch (random.nextInt(depth < DEEPEST ? 12 : 9)) {
            case 0 -> object().put("Type", "Pass");
            case 1 -> object().put("Type", "Wait").put("Seconds", random.nextInt(5));
            case 2 -> next == null ? step(name, place) : choice(name, row, next, states);
            case 9, 10 -> parallel(name, depth, place);
            case 11 -> inMap ? step(name, place) : map(name, depth, place);
            default -> step(name, place);
        };
        boolean fallible =
                !List.of("Pass", "Wait", "Choice").contains(state.path("Type").asString());
        if (fallible) handlers(state, depth, next);
        if (!state.has("Choices")) {
            if (next == null) state.put("End", true);
            else state.put("Next", next);
        }
        states.set(name, state);
    }

    private ObjectNode task(String name) {
        ObjectNode task = object().put("Type", "Task").put("Resource", INVOKE).put("Output", SAME);
        ObjectNode payload =
                task.putObject("Arguments").put("FunctionName", "do").putObject("Payload");
        payload.put("step", name).put("key", "{% $states.context.Saga.Key %}");
        if (inMap) payload.put("item", "{% $states.context.Map.Item.Index %}");
        return task;
    }

    private ObjectNode step(String name, List<String> place) {
        places.put(name, place);
        ObjectNode step = task(name);
        ObjectNode compensate = step.putObject("Compensate").put("Resource", INVOKE);
        ObjectNode payload =
                compensate.putObject("Arguments").put("FunctionName", "undo").putObject("Payload");
        payload.put("step", name).put("key", "{% $states.input.Key %}");
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
        return choice.put("Default", next);
    }

    private void handlers(ObjectNode state, int depth, @Nullable String next) {
        if (chance(4)) {
            ObjectNode retrier = state.putArray("Retry").addObject();
            retrier.putArray("ErrorEquals").add(chance(2) ? "Refused" : "States.ALL");
            retrier.put("MaxAttempts", random.nextInt(3)).put("IntervalSeconds", 1 + random.nextInt(3));
        }
        if (next == null || !chance(4)) return;
        ObjectNode catcher = state.putArray("Catch").addObject();
        catcher.putArray("ErrorEquals").add(chance(2) ? "Refused" : "States.ALL");
        if (depth == 0 && chance(3)) catcher.put("Compensate", "All");
        else catcher.put("Compensate", chance(4) ? false : true);
        catcher.put("Output", SAME).put("Next", next);
    }

    private ObjectNode parallel(String name, int depth, List<String> place) {
        ObjectNode parallel = object().put("Type", "Parallel").put("Output", SAME);
        ArrayNode branches = parallel.putArray("Branches");
        int width = 1 + random.nextInt(3);
        for (int i = 0; i < width; i++) branches.add(flow(depth + 1, within(place, name + "/" + i)));
        return parallel;
    }

    private ObjectNode map(String name, int depth, List<String> place) {
        ObjectNode map = object().put("Type", "Map").put("Output", SAME);
        map.putArray("Items").add(0).add(1).add(2);
        map.put("MaxConcurrency", random.nextInt(3));
        map.putObject("ItemSelector").put("n", "{% $states.context.Map.Item.Value %}");
        inMap = true;
        map.set("ItemProcessor", flow(depth + 1, within(place, name + "/*")));
        inMap = false;
        return map;
    }

    private static List<String> within(List<String> place, String branch) {
        List<String> all = new ArrayList<>(place);
        all.add(branch);
        return List.copyOf(all);
    }

    /** Whether one of two visits surely came before the other: they are not in two branches or items of one state. */
    boolean inOrder(String one, String other) {
        List<String> mine = places.getOrDefault(step(one), List.of());
        List<String> theirs = places.getOrDefault(step(other), List.of());
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            String fork = mine.get(i).substring(0, mine.get(i).indexOf('/'));
            if (!theirs.get(i).startsWith(fork + "/")) return true;
            if (!mine.get(i).equals(theirs.get(i))) return false;
            if (mine.get(i).endsWith("/*") && !item(one).equals(item(other))) return false;
        }
        return true;
    }

    /** The step of a visit {@code S3@1#0}. */
    static String step(String visit) {
        return visit.replaceAll("[@#].*", "");
    }

    private static String item(String visit) {
        return visit.contains("@") ? visit.substring(visit.indexOf('@'), visit.indexOf('#')) : "";
    }
}
