package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a saga has done and may have to undo: a sequence of steps for each scope, and in it a fork for each Parallel or Map
 * in whose scopes steps were taken. Part of the fold of the events.
 */
final class UndoLog {
    final Map<Integer, List<Node>> sequences = new TreeMap<>();

    /** The scope around a scope that has a sequence. */
    final Map<Integer, Integer> parents = new TreeMap<>();

    private final Map<Long, Step> steps = new HashMap<>();

    /** One element of a sequence. */
    sealed interface Node permits Step, Fork {}

    /** One visit of a compensatable Task, with all its attempts. */
    static final class Step implements Node {
        /** The sequence of the event that scheduled its first attempt. */
        final long id;

        final int scope;
        final String state;
        final String compensation;
        final String key;
        final Payload input;
        Payload arguments;

        @Nullable
        Payload record;

        /** What it has to do with other executions; null when it started none that it waited for. */
        final @Nullable Started started;

        boolean open = true;
        boolean uncertain;
        boolean succeeded;

        @Nullable
        String error;

        @Nullable
        String cause;

        /** The scope in which it is being undone; 0 when it is not. */
        int undoneIn;

        /** Whether its undo failed for good, or was skipped: it stays here, and the others go on. */
        boolean givenUp;

        Step(
                long id,
                int scope,
                String state,
                String compensation,
                String key,
                Payload input,
                Payload arguments,
                @Nullable Started started) {
            this.id = id;
            this.scope = scope;
            this.state = state;
            this.compensation = compensation;
            this.key = key;
            this.input = input;
            this.arguments = arguments;
            this.started = started;
        }

        /** Whether it happened, or may have. */
        boolean needsUndo() {
            return succeeded || uncertain || open;
        }

        /** What its compensation gets. */
        Payload compensationInput() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("Key", key).put("Outcome", succeeded ? "Succeeded" : "Uncertain");
            node.set("Input", input.node());
            node.set("Arguments", arguments.node());
            if (record != null) node.set("Record", record.node());
            if (started != null) started.putInto(node, key);
            if (!succeeded && error != null) node.put("Error", error);
            if (!succeeded && cause != null) node.put("Cause", cause);
            return Payload.of(node);
        }

        @Override
        public String toString() {
            return "Step[" + id + " " + state + " " + key + (open ? " open" : "") + (uncertain ? " uncertain" : "")
                    + (succeeded ? " succeeded" : "") + " " + input + arguments + record + error + cause + started + " "
                    + undoneIn + (givenUp ? " given up" : "") + "]";
        }
    }

    /** The executions that the attempts of a step started, and that may have done something. */
    static final class Started {
        /** Their ARNs. */
        final List<String> executions = new ArrayList<>(1);

        /** The sequence of the event that scheduled the latest attempt. */
        long attempt;

        /** Whether it is known what that started. */
        boolean known;

        /** The attempts that may have started something of which nobody heard. */
        final List<Long> lost = new ArrayList<>(0);

        Started(long attempt) {
            begin(attempt);
        }

        void begin(long sequence) {
            attempt = sequence;
            known = false;
        }

        void submitted(Payload answer) {
            executions.add(answer.node().path("ExecutionArn").asString(""));
            known = true;
        }

        void failed(Effect effect) {
            if (effect == Effect.UNCERTAIN) {
                if (!known) lost.add(attempt);
            } else if (known) {
                executions.removeLast();
            }
        }

        private void putInto(ObjectNode compensation, String key) {
            executions.forEach(compensation.putArray("Executions")::add);
            if (lost.isEmpty()) return;
            ArrayNode attempts = compensation.putArray("Attempts");
            for (long each : lost) attempts.add(key + "." + each);
        }

        @Override
        public String toString() {
            return executions + " " + attempt + (known ? " known" : "") + " " + lost;
        }
    }

    /** One attempt at a Parallel or Map: the scopes below it in which steps were taken. */
    static final class Fork implements Node {
        /** The sequence of the event that began it. */
        final long id;

        final String state;

        /** How many of its scopes are undone side by side; 0 means all. */
        final int concurrency;

        final SortedSet<Integer> scopes = new TreeSet<>();

        Fork(long id, String state, int concurrency) {
            this.id = id;
            this.state = state;
            this.concurrency = concurrency;
        }

        @Override
        public String toString() {
            return "Fork[" + id + " " + state + " " + concurrency + scopes + "]";
        }
    }

    boolean isEmpty() {
        return steps.values().stream().noneMatch(Step::needsUndo);
    }

    /** How many elements the sequence of a scope has. */
    int size(int scope) {
        return sequence(scope).size();
    }

    List<Node> sequence(int scope) {
        return sequences.getOrDefault(scope, List.of());
    }

    /** The step of an id, if it is still here. */
    @Nullable
    Step step(long id) {
        return steps.get(id);
    }

    /** Puts back what a snapshot held. */
    void restore(int scope, List<Node> nodes) {
        sequences.put(scope, nodes);
        for (Node node : nodes) if (node instanceof Step step) steps.put(step.id, step);
    }

    /** An attempt was scheduled: the first of a visit makes its step. */
    void attempted(Execution execution, Frame frame, long sequence, Event.TaskScheduled scheduled) {
        String compensation = scheduled.compensation();
        if (compensation == null) return;
        List<Node> nodes = sequence(execution, frame);
        if (!nodes.isEmpty() && nodes.getLast() instanceof Step last && last.key.equals(scheduled.key())) {
            last.open = true;
            last.arguments = scheduled.parameters();
            if (last.started != null) last.started.begin(sequence);
            return;
        }
        boolean nested = scheduled.resource() instanceof TaskResource.Integration integration
                && integration.startsExecution()
                && integration.waitsForJob();
        add(
                nodes,
                new Step(
                        sequence,
                        frame.scope,
                        frame.stateName(),
                        compensation,
                        scheduled.key(),
                        frame.input,
                        scheduled.parameters(),
                        nested ? new Started(sequence) : null));
    }

    /** What an attempt started is known. */
    void submitted(int scope, Payload answer) {
        Step step = open(scope);
        if (step != null && step.started != null) step.started.submitted(answer);
    }

    /** The children of a Map Run may take steps from now on: they are undone as one. */
    void mapRun(Execution execution, Frame frame, long sequence, Event.MapRunStarted started) {
        String compensation = started.compensation();
        if (compensation == null) return;
        String arn = started.run().arn();
        var arguments = JsonNodeFactory.instance.objectNode().put("MapRunArn", arn);
        add(
                sequence(execution, frame),
                new Step(
                        sequence,
                        frame.scope,
                        frame.stateName(),
                        compensation,
                        arn,
                        frame.input,
                        Payload.of(arguments),
                        null));
    }

    /** A Map Run goes on after a redrive. */
    void redriven(int scope, String mapRunArn) {
        if (!sequence(scope).isEmpty() && sequence(scope).getLast() instanceof Step last && last.key.equals(mapRunArn))
            last.open = true;
    }

    private void add(List<Node> nodes, Step step) {
        nodes.add(step);
        steps.put(step.id, step);
    }

    private List<Node> sequence(Execution execution, Frame frame) {
        List<Node> known = sequences.get(frame.scope);
        if (known != null) return known;
        List<Node> made = new ArrayList<>();
        sequences.put(frame.scope, made);
        Frame parent = execution.frames.get(frame.parent);
        if (parent != null) {
            fork(sequence(execution, parent), parent).scopes.add(frame.scope);
            parents.put(frame.scope, parent.scope);
        }
        return made;
    }

    private static Fork fork(List<Node> nodes, Frame parent) {
        if (!nodes.isEmpty() && nodes.getLast() instanceof Fork fork && fork.id == parent.forkedAt) return fork;
        int concurrency = parent.doing instanceof Doing.Mapping mapping ? mapping.concurrency : 0;
        var fork = new Fork(parent.forkedAt, parent.stateName(), concurrency);
        nodes.add(fork);
        return fork;
    }

    /** The step whose attempt in a scope has not ended. */
    private @Nullable Step open(int scope) {
        List<Node> nodes = sequence(scope);
        return !nodes.isEmpty() && nodes.getLast() instanceof Step step && step.open ? step : null;
    }

    void succeeded(int scope) {
        Step step = open(scope);
        if (step == null) return;
        step.open = false;
        step.succeeded = true;
    }

    /** A person says that a step happened whose attempts have ended. */
    void happened(int scope, String key) {
        List<Node> nodes = sequence(scope);
        if (!nodes.isEmpty() && nodes.getLast() instanceof Step step && step.key.equals(key)) step.succeeded = true;
    }

    void recorded(int scope, Payload record) {
        if (sequence(scope).getLast() instanceof Step step) step.record = record;
    }

    void failed(int scope, Effect effect, @Nullable String error, @Nullable String cause) {
        Step step = open(scope);
        if (step == null) return;
        step.open = false;
        if (step.started != null) step.started.failed(effect);
        step.error = error;
        step.cause = cause;
        if (effect == Effect.UNCERTAIN) step.uncertain = true;
    }

    /** Takes a step out that is undone, and what came after it: that is undone, or had no effect, or is given up and stays. */
    void undone(long id) {
        Step step = step(id);
        if (step == null) return;
        List<Node> nodes = sequence(step.scope);
        nodes.subList(nodes.indexOf(step), nodes.size()).removeIf(node -> node == step || forgets(node));
        steps.remove(id);
        prune(step.scope);
    }

    private boolean forgets(Node node) {
        if (holds(node)) return false;
        switch (node) {
            case Step step -> steps.remove(step.id);
            case Fork fork -> fork.scopes.forEach(this::forget);
        }
        return true;
    }

    private void forget(int scope) {
        parents.remove(scope);
        List<Node> nodes = sequences.remove(scope);
        if (nodes != null) nodes.forEach(this::forgets);
    }

    private boolean holds(Node node) {
        return switch (node) {
            case Step step -> step.needsUndo();
            case Fork fork ->
                fork.scopes.stream().anyMatch(scope -> sequence(scope).stream().anyMatch(this::holds));
        };
    }

    /** The undo of a step has failed for good, or is skipped. */
    void givenUp(long id) {
        Step step = step(id);
        if (step == null) return;
        step.undoneIn = 0;
        step.givenUp = true;
    }

    /** What was given up is to be undone after all. */
    void resume() {
        for (Step step : steps.values()) step.givenUp = false;
    }

    /** Nothing is being undone any more. */
    void stop() {
        for (Step step : steps.values()) step.undoneIn = 0;
    }

    private void prune(int scope) {
        if (!sequence(scope).isEmpty()) return;
        sequences.remove(scope);
        Integer parent = parents.remove(scope);
        if (parent == null) return;
        List<Node> nodes = sequence(parent);
        for (Node node : nodes) {
            if (!(node instanceof Fork fork) || !fork.scopes.remove(scope)) continue;
            if (fork.scopes.isEmpty()) nodes.remove(fork);
            break;
        }
        prune(parent);
    }

    /** Nothing of it will be undone any more. */
    void drop() {
        sequences.clear();
        parents.clear();
        steps.clear();
    }

    @Override
    public String toString() {
        return sequences.toString() + parents;
    }
}
