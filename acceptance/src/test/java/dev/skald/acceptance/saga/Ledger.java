package dev.skald.acceptance.saga;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The participants of a saga: the functions {@code do} and {@code undo}, given {@code {step, key}}. They do what the script
 * says, remember keys as good participants do (a repeated action happens once, an undo that comes first blocks it), and
 * write down what took effect in which order.
 */
final class Ledger {
    /** What a call does. */
    enum Outcome {
        SUCCEEDS,
        /** The participant reports an error: nothing happened. */
        FAILS,
        /** It happens, and nobody hears of it. */
        HAPPENS_UNHEARD,
        /** It does not happen, and nobody hears of it. */
        LOST
    }

    /** Says what the given attempt at a visit does; visits of a step, and attempts at a visit, count from 0. */
    interface Script {
        Outcome outcome(String call, int visit, int attempt);
    }

    static final Script ALL_IS_WELL = (_, _, _) -> Outcome.SUCCEEDS;

    private final Script script;
    private final Map<String, Map<String, Integer>> visits = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Boolean> standing = new LinkedHashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private final List<String> effects = new ArrayList<>();
    private final List<JsonNode> undoInputs = new ArrayList<>();

    Ledger(Script script) {
        this.script = script;
    }

    Payload act(Payload input, StepContext step) throws TaskFailure {
        String name = visit(input.node());
        return switch (outcome("do " + input.node().path("step").asString(), name)) {
            case SUCCEEDS -> happened(name);
            case FAILS -> throw new TaskFailure("Refused", "by the script");
            case HAPPENS_UNHEARD -> {
                happened(name);
                throw unheard();
            }
            case LOST -> throw unheard();
        };
    }

    private static TaskFailure unheard() {
        return new TaskFailure("Lambda.Unknown", "no answer", Effect.UNCERTAIN);
    }

    private Payload happened(String name) {
        if (!blocked.contains(name) && standing.putIfAbsent(name, true) == null) effects.add("+" + name);
        return Payload.ofText("{\"id\": \"" + name + "\"}");
    }

    Payload undo(Payload input, StepContext step) throws TaskFailure {
        undoInputs.add(input.node());
        String name = visit(input.node());
        return switch (outcome("undo " + input.node().path("step").asString(), name)) {
            case SUCCEEDS -> undone(name);
            case FAILS -> throw new TaskFailure("Busy", "by the script");
            case HAPPENS_UNHEARD -> {
                undone(name);
                throw unheard();
            }
            case LOST -> throw unheard();
        };
    }

    private Payload undone(String name) {
        blocked.add(name);
        if (Boolean.TRUE.equals(standing.put(name, false))) effects.add("-" + name);
        return Payload.ofText("{}");
    }

    /** The name of a visit: its step, and how many other keys that step had before. */
    private String visit(JsonNode payload) {
        String step = payload.path("step").asString();
        String key = payload.path("key").asString();
        if (key.isEmpty()) throw new IllegalArgumentException("no key: " + payload);
        Map<String, Integer> keys = visits.computeIfAbsent(step, _ -> new LinkedHashMap<>());
        keys.putIfAbsent(key, keys.size());
        return step + "#" + keys.get(key);
    }

    private Outcome outcome(String call, String visit) {
        int attempt = attempts.merge(call + visit, 1, Integer::sum) - 1;
        int number = Integer.parseInt(visit.substring(visit.lastIndexOf('#') + 1));
        return script.outcome(call, number, attempt);
    }

    /** What took effect, in order: {@code +Flight#0}, {@code -Flight#0}. */
    List<String> effects() {
        return effects;
    }

    /** What stands in the end: the visits that happened and were not undone. */
    Set<String> standing() {
        Set<String> names = new java.util.TreeSet<>();
        new TreeMap<>(standing).forEach((name, stands) -> {
            if (stands) names.add(name);
        });
        return names;
    }

    /** What the compensations were given. */
    List<JsonNode> undoInputs() {
        return undoInputs;
    }
}
