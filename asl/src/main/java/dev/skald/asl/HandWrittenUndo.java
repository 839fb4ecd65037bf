package dev.skald.asl;

import dev.skald.asl.Flow.Edge;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The lint of undos that are written as plain states after catchers. Nothing in plain ASL says what undoes what, so a Task
 * is taken for an undo only when it comes after catchers alone, and either says so in its name or that of what it calls
 * ({@link UndoWords}), or is in a chain that the catchers of several states enter at several points.
 */
final class HandWrittenUndo {
    private static final Set<Edge> NEXT = EnumSet.of(Edge.NEXT);
    private static final Set<Edge> NEXT_OR_CAUGHT = EnumSet.of(Edge.NEXT, Edge.CAUGHT);

    private final Flow flow;
    private final Findings findings;
    private final Failures failures;
    private final Set<String> afterFailure;

    HandWrittenUndo(Flow flow, Findings findings) {
        this.flow = flow;
        this.findings = findings;
        this.failures = new Failures(flow);
        Set<String> forward = flow.from(List.of(flow.machine().startAt()), NEXT, _ -> true);
        afterFailure = new HashSet<>();
        flow.states().forEach(state -> afterFailure.add(state.name()));
        afterFailure.removeAll(forward);
    }

    void check() {
        Set<String> undos = undos();
        undos.forEach(this::uncaught);
        Set<String> leadToUndo = flow.to(undos, NEXT_OR_CAUGHT, afterFailure::contains);
        leadToUndo.retainAll(afterFailure);
        for (LintedState state : flow.states())
            if (flow.machine().state(state.name()) instanceof State.Fallible fallible
                    && !flow.machine().draining().contains(state.name()))
                undoneWhileRunning(state, fallible, leadToUndo);
    }

    /** The Tasks that are taken for undos, in the order of the definition. */
    Set<String> undos() {
        Set<String> chained = chained();
        Set<String> undos = new LinkedHashSet<>();
        for (LintedState state : flow.states()) {
            if (!isTaskAfterFailure(state.name())) continue;
            TaskState task = (TaskState) flow.machine().state(state.name());
            boolean unnamed = chained.contains(state.name()) && !UndoWords.tells(state, task);
            if (unnamed || UndoWords.undoes(state, task)) undos.add(state.name());
        }
        return undos;
    }

    private boolean isTaskAfterFailure(String name) {
        return afterFailure.contains(name) && flow.machine().state(name) instanceof TaskState;
    }

    /** The Tasks of chains that have more than one entrance: the undos of later steps go on to those of earlier ones. */
    private Set<String> chained() {
        Set<String> entrances = new HashSet<>();
        for (LintedState state : flow.states())
            if (!afterFailure.contains(state.name()))
                entrances.addAll(flow.after(state.name(), EnumSet.of(Edge.CAUGHT)));
        entrances.removeIf(name -> !isTaskAfterFailure(name));
        Set<String> second = new HashSet<>();
        for (String entrance : entrances) second.addAll(flow.after(entrance, NEXT));
        Set<String> behind = flow.from(second, NEXT, afterFailure::contains);
        Set<String> joined = new HashSet<>(entrances);
        joined.retainAll(behind);
        Set<String> chained = flow.from(entrances, NEXT, afterFailure::contains);
        chained.retainAll(flow.to(joined, NEXT, afterFailure::contains));
        return chained;
    }

    private void uncaught(String name) {
        LintedState state = flow.state(name);
        TaskState task = (TaskState) flow.machine().state(name);
        if (Handlers.catchesAll(task) || Handlers.retriesPatiently(task)) return;
        if (flow.around(state).stream().anyMatch(this::catchesAll)) return;
        findings.add(
                Finding.Code.UNDO_FAILURE_UNCAUGHT,
                state,
                state.location(),
                "This undoes something after a failure, and nobody catches its own failure: the execution would end"
                        + " here, with this and all that comes after it not undone. Give it a Catch for States.ALL, or"
                        + " a Retry for States.ALL that goes on for an hour at least.");
    }

    private boolean catchesAll(LintedState around) {
        return flow.machine().state(around.name()) instanceof State.Fallible fallible && Handlers.catchesAll(fallible);
    }

    private void undoneWhileRunning(LintedState state, State.Fallible fallible, Set<String> leadToUndo) {
        for (int i = 0; i < fallible.catchers().size(); i++) {
            if (!leadToUndo.contains(fallible.catchers().get(i).next()) || !forks(state, fallible)) continue;
            findings.add(
                    Finding.Code.UNDO_WHILE_RUNNING,
                    state,
                    state.at("Catch", i),
                    "When one branch or iteration fails, what the others have called goes on, and this catcher undoes"
                            + " meanwhile: a call that ends later stays done. Catch within each branch, so that all come"
                            + " to an end before anything is undone, or let Compensate undo the steps.");
        }
    }

    /** Whether several branches or iterations may have calls in flight when the failure of one of them ends the state. */
    private boolean forks(LintedState around, State.Fallible state) {
        Set<Integer> working = new HashSet<>();
        boolean fails = false;
        for (LintedState each : flow.inside(around)) {
            if (flow.machine().state(each.name()) instanceof TaskState) working.add(branch(each, around.name()));
            fails |= failures.reach(each, around.name());
        }
        return switch (state) {
            case TaskState _ -> false;
            case ParallelState _ -> fails && working.size() > 1;
            case MapState _ -> fails && !working.isEmpty() && !isSequential(around);
        };
    }

    private int branch(LintedState state, String around) {
        LintedState at = state;
        while (at.around() != null && !at.around().equals(around)) at = flow.state(at.around());
        return at.branch();
    }

    private static boolean isSequential(LintedState map) {
        JsonNode concurrency = map.node().path("MaxConcurrency");
        return concurrency.isIntegralNumber() && concurrency.canConvertToInt() && concurrency.intValue() == 1;
    }
}
