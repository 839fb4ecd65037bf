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

    /** Says what the given attempt at a visit does; attempts at a visit count from 0. */
    interface Script {
        Outcome outcome(String call, String visit, int attempt);
    }

    static final Script ALL_IS_WELL = (_, _, _) -> Outcome.SUCCEEDS;

    private final Script script;
    private final Map<String, String> visits = new HashMap<>();
    private final Map<String, Integer> visitsOf = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Boolean> standing = new LinkedHashMap<>();
    private final Set<String> troubled = new HashSet<>();
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

    /** The name of a visit: its step, the item of a Map that it is for, and how many other keys there were before. */
    private String visit(JsonNode payload) {
        String key = payload.path("key").asString();
        if (key.isEmpty()) throw new IllegalArgumentException("no key: " + payload);
        String item = payload.has("item") ? "@" + payload.path("item") : "";
        return visits.computeIfAbsent(key, _ -> fresh(payload.path("step").asString() + item));
    }

    private String fresh(String place) {
        return place + "#" + (visitsOf.merge(place, 1, Integer::sum) - 1);
    }

    private Outcome outcome(String call, String visit) {
        Outcome outcome = script.outcome(call, visit, attempts.merge(call + visit, 1, Integer::sum) - 1);
        if (outcome != Outcome.SUCCEEDS && call.startsWith("do ")) troubled.add(call.substring("do ".length()));
        return outcome;
    }

    /** The steps whose actions did not all succeed at once. */
    Set<String> troubled() {
        return troubled;
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
