package dev.skald.acceptance.saga;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The participants of a saga: the functions {@code do} and {@code undo}, given {@code {step, key}}, and {@code ask}, which is
 * {@code do} with a task token. They do what the script says, remember keys as good participants do (a repeated action
 * happens once, an undo that comes first blocks it), and write down what took effect in which order.
 */
final class Ledger {
    /** What a participant reports that nobody has heard of. */
    static final String ODD = "Odd";

    /** What a call does. */
    enum Outcome {
        SUCCEEDS,
        /** The participant reports an error: nothing happened. */
        FAILS,
        /** It happens, and nobody hears of it. */
        HAPPENS_UNHEARD,
        /** It happens, and the connection ends with an error that no list has. */
        HAPPENS_ODDLY,
        /** It does not happen, and nobody hears of it. */
        LOST
    }

    /** Says what the given attempt at a visit does; attempts at a visit count from 0. */
    interface Script {
        Outcome outcome(String call, String visit, int attempt);
    }

    /** What answers a task token. */
    interface Answer {
        void succeed(String token, Payload output);

        void fail(String token, String error);
    }

    static final Script ALL_IS_WELL = (_, _, _) -> Outcome.SUCCEEDS;

    private static final Payload NOTHING = Payload.ofText("{}");

    private final Script script;
    private final Map<String, String> visits = new HashMap<>();
    private final Map<String, Integer> visitsOf = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Map<String, Boolean> standing = new LinkedHashMap<>();
    private final Map<String, List<Outcome>> actions = new TreeMap<>();
    private final Map<String, List<Outcome>> undos = new TreeMap<>();
    private final Map<String, Integer> undoneFrom = new HashMap<>();
    private final Map<String, JsonNode> told = new TreeMap<>();
    private final Set<String> blocked = new TreeSet<>();
    private final List<String> effects = new ArrayList<>();
    private final List<JsonNode> undoInputs = new ArrayList<>();

    Ledger(Script script) {
        this.script = script;
    }

    Payload act(Payload input, StepContext step) throws TaskFailure {
        String name = visit(input.node(), step.key());
        return switch (acting(input.node(), name)) {
            case SUCCEEDS -> happened(name);
            case FAILS -> throw new TaskFailure("Refused", "by the script");
            case HAPPENS_UNHEARD -> {
                happened(name);
                throw unheard();
            }
            case HAPPENS_ODDLY -> {
                happened(name);
                throw odd();
            }
            case LOST -> throw unheard();
        };
    }

    /** The same, where the answer comes with a token; who is not heard says nothing. */
    void ask(Payload input, StepContext step, Answer answer) {
        String token = input.node().path("token").asString();
        String name = visit(input.node(), step.key());
        switch (acting(input.node(), name)) {
            case SUCCEEDS ->
                answer.succeed(
                        token, Payload.ofText("{\"Payload\": " + happened(name).text() + "}"));
            case FAILS -> answer.fail(token, "Refused");
            case HAPPENS_UNHEARD, HAPPENS_ODDLY -> happened(name);
            case LOST -> {}
        }
    }

    private static TaskFailure unheard() {
        return new TaskFailure("Lambda.Unknown", "no answer", Effect.UNCERTAIN);
    }

    private static TaskFailure odd() {
        return new TaskFailure(ODD, "no answer", Effect.UNCERTAIN);
    }

    private Payload happened(String name) {
        if (!blocked.contains(name) && standing.putIfAbsent(name, true) == null) effects.add("+" + name);
        return Payload.ofText("{\"id\": \"" + name + "\"}");
    }

    Payload undo(Payload input, StepContext step) throws TaskFailure {
        undoInputs.add(input.node());
        String name = visit(input.node(), step.key().replace("~undo", ""));
        told.putIfAbsent(name, input.node().path("told"));
        undoneFrom.putIfAbsent(name, effects.size());
        return switch (outcome("undo", input.node(), name, undos)) {
            case SUCCEEDS -> undone(name);
            case FAILS -> throw new TaskFailure("Busy", "by the script");
            case HAPPENS_UNHEARD -> {
                undone(name);
                throw unheard();
            }
            case HAPPENS_ODDLY -> {
                undone(name);
                throw odd();
            }
            case LOST -> throw unheard();
        };
    }

    private Payload undone(String name) {
        blocked.add(name);
        if (Boolean.TRUE.equals(standing.put(name, false))) effects.add("-" + name);
        return NOTHING;
    }

    /** A person makes it happen, or finds that it did. */
    void doneByHand(String visit) {
        happened(visit);
    }

    /** A person undoes it. */
    void undoneByHand(String visit) {
        undone(visit);
        undos.computeIfAbsent(visit, _ -> new ArrayList<>()).add(Outcome.SUCCEEDS);
    }

    /** The name of a visit: its step, the item of a Map that it is for, and how many other keys there were before. */
    private String visit(JsonNode payload, String sent) {
        String key = payload.path("key").asString(sent);
        String item = payload.has("item") ? "@" + payload.path("item").asString() : "";
        return visits.computeIfAbsent(key, _ -> fresh(payload.path("step").asString() + item));
    }

    /** The visit that has a key. */
    String visit(String key) {
        return visits.getOrDefault(key, "unknown: " + key);
    }

    /** The last visit of a step that is in no Map. */
    String lastVisit(String step) {
        return step + "#" + (visitsOf.getOrDefault(step, 1) - 1);
    }

    private String fresh(String place) {
        return place + "#" + (visitsOf.merge(place, 1, Integer::sum) - 1);
    }

    private Outcome acting(JsonNode payload, String visit) {
        return outcome("do", payload, visit, actions);
    }

    private Outcome outcome(String call, JsonNode payload, String visit, Map<String, List<Outcome>> outcomes) {
        String whole = call + " " + payload.path("step").asString();
        Outcome outcome = script.outcome(whole, visit, attempts.merge(whole + visit, 1, Integer::sum) - 1);
        outcomes.computeIfAbsent(visit, _ -> new ArrayList<>()).add(outcome);
        return outcome;
    }

    /** How each attempt at each visit's action came out. */
    Map<String, List<Outcome>> actions() {
        return actions;
    }

    /** How each attempt at each visit's undo came out. */
    Map<String, List<Outcome>> undos() {
        return undos;
    }

    /** How many effects there were when the undo of a visit began. */
    int undoneFrom(String visit) {
        return undoneFrom.getOrDefault(visit, effects.size());
    }

    /** What the compensation of a visit was told first. */
    Map<String, JsonNode> told() {
        return told;
    }

    /** What took effect, in order: {@code +Flight#0}, {@code -Flight#0}. */
    List<String> effects() {
        return effects;
    }

    /** What stands in the end: the visits that happened and were not undone. */
    Set<String> standing() {
        return standing.keySet().stream().filter(standing::get).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean stands(String visit) {
        return standing.getOrDefault(visit, false);
    }

    /** What the compensations were given. */
    List<JsonNode> undoInputs() {
        return undoInputs;
    }
}
