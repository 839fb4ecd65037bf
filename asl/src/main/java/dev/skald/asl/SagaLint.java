package dev.skald.asl;

import dev.skald.asl.Flow.Edge;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lint of machines with saga fields. */
final class SagaLint {
    private static final Set<Edge> NEXT = EnumSet.of(Edge.NEXT);
    private static final Set<Edge> NEXT_OR_CAUGHT = EnumSet.of(Edge.NEXT, Edge.CAUGHT);
    private static final Set<Edge> ALL = EnumSet.allOf(Edge.class);

    private final Flow flow;
    private final Findings findings;
    private final Failures failures;

    SagaLint(Flow flow, Findings findings) {
        this.flow = flow;
        this.findings = findings;
        this.failures = new Failures(flow);
    }

    void check() {
        Set<String> pivots = tasks(SagaStep.Role.PIVOT);
        pivots(pivots);
        compensations(pivots);
        catchers(pivots);
        retriers();
        new UndoData(flow, findings).check();
    }

    private Set<String> tasks(SagaStep.Role role) {
        Set<String> names = new HashSet<>();
        for (LintedState state : flow.states()) if (role(state.name()) == role) names.add(state.name());
        return names;
    }

    /** Null when it is no Task. */
    private SagaStep.@Nullable Role role(String state) {
        return flow.machine().state(state) instanceof TaskState task
                ? task.saga().role()
                : null;
    }

    // The point of no return.

    private void pivots(Set<String> pivots) {
        Set<String> right = new HashSet<>();
        for (String pivot : pivots) right.addAll(flow.after(pivot, NEXT));
        Set<String> after = flow.from(right, NEXT_OR_CAUGHT, _ -> true);
        for (LintedState state : flow.states()) if (after.contains(state.name())) afterPivot(state);
    }

    private void afterPivot(LintedState state) {
        SagaStep.Role role = role(state.name());
        if (role == null) return;
        switch (role) {
            case RETRIABLE -> {}
            case PIVOT ->
                findings.add(
                        Finding.Code.SECOND_PIVOT,
                        state,
                        state.at("Pivot"),
                        "A path leads here from a pivot. After a pivot nothing is undone any more, so that this one"
                                + " could not go back when it fails: make it Retriable, or the first one Compensatable.");
            case COMPENSATABLE ->
                findings.add(
                        Finding.Code.COMPENSATABLE_AFTER_PIVOT,
                        state,
                        state.at("Compensate"),
                        "A path leads here from a pivot, after which the saga only goes forward. Do it before the"
                                + " pivot, or make it Retriable.");
            case PLAIN -> {
                if (failures.undo(state).isEmpty()) return;
                findings.add(
                        Finding.Code.NOT_RETRIABLE_AFTER_PIVOT,
                        state,
                        state.location(),
                        "When this fails, the execution fails past its pivot, half done and not to be undone. Make it"
                                + " Retriable, or catch its failure.");
            }
        }
    }

    // What stays done.

    private void compensations(Set<String> pivots) {
        Set<String> forward = flow.from(List.of(flow.machine().startAt()), NEXT, not(pivots));
        Set<String> behindSteps = flow.from(tasks(SagaStep.Role.COMPENSATABLE), ALL, not(pivots));
        Set<String> stays = new HashSet<>();
        failuresByWhatIsUndone().forEach((undone, failing) -> {
            stays.addAll(stayDone(undone, failing, pivots));
            failing.stream().filter(behindSteps::contains).forEach(stays::add);
        });
        for (LintedState state : flow.states())
            if (forward.contains(state.name()) && stays.contains(state.name()) && TaskRoles.hasEffect(flow, state))
                staysDone(state);
    }

    private void staysDone(LintedState state) {
        findings.add(
                Finding.Code.NO_COMPENSATION,
                state,
                state.location(),
                "When a step after this one or beside it fails, or when this one times out though it happened, the"
                        + " others are undone and this stays done. Give it Compensate, make it the Pivot or Retriable,"
                        + " or say with NoCompensation why it needs none.");
    }

    private Map<String, Set<String>> failuresByWhatIsUndone() {
        Map<String, Set<String>> failing = new HashMap<>();
        for (LintedState state : flow.states())
            for (String undone : failures.undo(state))
                failing.computeIfAbsent(undone, _ -> new HashSet<>()).add(state.name());
        return failing;
    }

    /** What may be done before one of these states fails, when no pivot is between them. */
    private Set<String> stayDone(String undone, Set<String> failing, Set<String> pivots) {
        if (undone.equals(Failures.EVERYTHING)) return flow.before(failing, ALL, not(pivots));
        Set<String> inside = new HashSet<>();
        for (LintedState state : flow.inside(flow.state(undone))) inside.add(state.name());
        Set<String> done = flow.before(failing, ALL, inside::contains);
        done.retainAll(inside);
        return done;
    }

    private static Predicate<String> not(Set<String> states) {
        return state -> !states.contains(state);
    }

    // Failures that are taken.

    private void catchers(Set<String> pivots) {
        Set<String> mayHaveDone = flow.from(tasks(SagaStep.Role.COMPENSATABLE), ALL, not(pivots));
        mayHaveDone.addAll(flow.machine().draining());
        Set<String> succeed = flow.toSuccess(NEXT_OR_CAUGHT, not(pivots));
        for (LintedState state : flow.states())
            if (mayHaveDone.contains(state.name())
                    && role(state.name()) != SagaStep.Role.RETRIABLE
                    && flow.machine().state(state.name()) instanceof State.Fallible fallible)
                catchers(state, fallible, succeed, pivots);
    }

    private void catchers(LintedState state, State.Fallible fallible, Set<String> succeed, Set<String> pivots) {
        for (int i = 0; i < fallible.catchers().size(); i++) {
            String next = fallible.catchers().get(i).next();
            boolean says = state.node().path("Catch").path(i).has("Compensate");
            if (says || pivots.contains(next) || !succeed.contains(next)) continue;
            findings.add(
                    Finding.Code.CAUGHT_WITHOUT_COMPENSATION,
                    state,
                    state.at("Catch", i),
                    "A path leads from here to success, and the steps done so far stay done. Say \"Compensate\": true to"
                            + " undo what this state did, \"All\" to undo everything, or false if it shall stay.");
        }
    }

    private void retriers() {
        for (LintedState state : flow.states())
            if (flow.machine().draining().contains(state.name())
                    && flow.machine().state(state.name()) instanceof State.Fallible fallible) retriers(state, fallible);
    }

    private void retriers(LintedState state, State.Fallible fallible) {
        for (int i = 0; i < fallible.retry().size(); i++) {
            if (fallible.retry().get(i).compensate()) continue;
            findings.add(
                    Finding.Code.RETRIED_WITHOUT_COMPENSATION,
                    state,
                    state.at("Retry", i).field("Compensate"),
                    "The next attempt does its steps again, with new keys, on top of those of the failed one. Leave"
                            + " Compensate out to have them undone first.");
        }
    }
}
