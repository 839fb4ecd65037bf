package dev.skald.acceptance.saga;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A random saga in JSONPath over the participants of a {@link Ledger}: steps in a row with Choices that leave some out,
 * retriers, catchers and a pivot; now and then a loop, or a Parallel with steps. The same seed gives the same saga.
 */
final class RandomPathSaga {
    /** What is in no input: it ends an execution with {@code States.Runtime}. */
    static final String NO_PATH = "$.missing";

    private static final String INVOKE = "arn:aws:states:::lambda:invoke";
    private static final int LONGEST = 7;

    private final Map<String, List<String>> places = new HashMap<>();
    private final Set<String> undoable = new HashSet<>();
    private final Set<String> pivots = new HashSet<>();
    private final List<String> row = new ArrayList<>();
    private final ObjectNode states = JsonNodeFactory.instance.objectNode();
    private final Random random;

    private RandomPathSaga(long seed) {
        this.random = new Random(seed);
    }

    static SagaSample of(long seed) {
        var made = new RandomPathSaga(seed);
        String definition = made.machine().toString();
        return new SagaSample(definition, made.places, made.undoable, made.pivots);
    }

    private ObjectNode machine() {
        for (int i = 2 + random.nextInt(LONGEST - 1); i > 0; i--) row.add("S" + row.size());
        boolean pivot = chance(3);
        for (int i = 0; i < row.size(); i++) state(i);
        end(pivot);
        ObjectNode machine = object().put("StartAt", row.getFirst());
        machine.set("States", states);
        ObjectNode saga = machine.putObject("Saga");
        if (chance(4)) saga.put("OnCompensationFailure", "Continue");
        if (chance(12)) saga.put("OnFailure", "Park");
        if (chance(4)) saga.putArray("UncertainErrors").add(Ledger.ODD);
        return machine;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** How the machine ends: with a pivot and what must follow it, with a failure, or well. */
    private void end(boolean pivot) {
        if (pivot) {
            pivots.add("End");
            states.set("End", task("End", List.of()).put("Pivot", true).put("Next", "After"));
            states.set("After", task("After", List.of()).put("Retriable", true).put("End", true));
        } else if (chance(2)) {
            states.set(
                    "End", object().put("Type", "Fail").put("Error", "Enough").put("Cause", "planned"));
        } else {
            states.set("End", object().put("Type", "Succeed"));
        }
    }

    private String later(int index) {
        int other = index + 1 + random.nextInt(row.size() - index);
        return other < row.size() ? row.get(other) : "End";
    }

    private void state(int index) {
        String name = row.get(index);
        String next = index + 1 < row.size() ? row.get(index + 1) : "End";
        switch (random.nextInt(12)) {
            case 0 -> choice(name, index, next);
            case 1 -> states.set(name, pass().put("Next", next));
            case 2 -> states.set(name, fallible(task(name, List.of()), index).put("Next", next));
            case 3 -> {
                if (chance(3)) states.set(name, fallible(parallel(name), index).put("Next", next));
                else states.set(name, fallible(step(name, List.of()), index).put("Next", next));
            }
            default -> states.set(name, fallible(step(name, List.of()), index).put("Next", next));
        }
    }

    private ObjectNode pass() {
        ObjectNode pass = object().put("Type", "Pass");
        return chance(4) ? pass.put("InputPath", NO_PATH) : pass;
    }

    private void choice(String name, int index, String next) {
        ObjectNode choice = object().put("Type", "Choice");
        ArrayNode rules = choice.putArray("Choices");
        if (index > 0 && chance(4)) {
            String back = name + "Back";
            rules.addObject().put("Variable", "$.again").put("IsPresent", false).put("Next", back);
            ObjectNode pass = object().put("Type", "Pass").put("Result", 1).put("ResultPath", "$.again");
            states.set(back, pass.put("Next", row.get(random.nextInt(index))));
        }
        rules.addObject()
                .put("Variable", "$.n")
                .put("NumericEquals", random.nextInt(2))
                .put("Next", later(index));
        states.set(name, choice.put("Default", next));
    }

    // Tasks.

    private ObjectNode task(String name, List<String> place) {
        places.put(name, place);
        ObjectNode task = object().put("Type", "Task").putNull("ResultPath").put("Resource", INVOKE);
        ObjectNode parameters = task.putObject("Parameters").put("FunctionName", "do");
        parameters.putObject("Payload").put("step", name).put("key.$", "$$.Saga.Key");
        return task;
    }

    private ObjectNode step(String name, List<String> place) {
        undoable.add(name);
        ObjectNode step = task(name, place);
        if (chance(2)) step.putObject("Record").put("id.$", "$.Payload.id");
        ObjectNode compensate = step.putObject("Compensate").put("Resource", INVOKE);
        ObjectNode payload =
                compensate.putObject("Parameters").put("FunctionName", "undo").putObject("Payload");
        payload.put("step", name).put("key.$", "$.Key");
        if (chance(2)) payload.put("told.$", "$");
        if (chance(4)) retrier(compensate);
        return step;
    }

    /** Each branch has one step. */
    private ObjectNode parallel(String name) {
        ObjectNode parallel = object().put("Type", "Parallel").putNull("ResultPath");
        ArrayNode branches = parallel.putArray("Branches");
        for (int i = 0; i < 2; i++) {
            String step = name + "b" + i;
            ObjectNode branch = branches.addObject().put("StartAt", step);
            branch.putObject("States")
                    .set(step, step(step, List.of(name + "/" + i)).put("End", true));
        }
        return parallel;
    }

    // Handlers.

    private String error() {
        return chance(2) ? "Refused" : "States.ALL";
    }

    private void retrier(ObjectNode state) {
        ObjectNode retrier = state.putArray("Retry").addObject();
        retrier.putArray("ErrorEquals").add(error());
        retrier.put("MaxAttempts", random.nextInt(3)).put("IntervalSeconds", 1 + random.nextInt(3));
    }

    private ObjectNode fallible(ObjectNode state, int index) {
        if (chance(4)) retrier(state);
        if (!chance(4)) return state;
        ObjectNode catcher = state.putArray("Catch").addObject();
        catcher.putArray("ErrorEquals").add(error());
        if (chance(3)) catcher.put("Compensate", "All");
        else catcher.put("Compensate", !chance(4));
        catcher.putNull("ResultPath").put("Next", later(index));
        return state;
    }
}
