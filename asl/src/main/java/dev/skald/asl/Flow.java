package dev.skald.asl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where control may go in a valid machine. Its size and every walk through it are linear in that of the definition. */
final class Flow {
    /** Why one place comes after another. */
    enum Edge {
        /** What is before it succeeded. */
        NEXT,
        /** A catcher took the failure of what is before it. */
        CAUGHT,
        /** It runs beside it: in another branch, or another iteration. */
        BESIDE
    }

    /** Where control may be. */
    sealed interface Place {
        record At(String state) implements Place {}

        /** The execution succeeds. */
        record Success() implements Place {}

        /** Whatever runs beside this state. */
        record Beside(String state) implements Place {}

        /** All branches of a Parallel up to this one. */
        record BranchesTo(String parallel, int branch) implements Place {}

        /** All branches of a Parallel from this one on. */
        record BranchesFrom(String parallel, int branch) implements Place {}
    }

    private static final Place SUCCESS = new Place.Success();

    private final StateMachine machine;
    private final List<LintedState> all;
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<Edge, Map<Place, List<Place>>> forth = new EnumMap<>(Edge.class);
    private final Map<Edge, Map<Place, List<Place>>> back = new EnumMap<>(Edge.class);

    /** @param states of the definition that the machine was compiled from */
    Flow(StateMachine machine, List<LintedState> states) {
        this.machine = machine;
        this.all = states;
        for (LintedState state : states) order.put(state.name(), order.size());
        for (LintedState state : states) edges(state);
    }

    private void edges(LintedState state) {
        Place at = new Place.At(state.name());
        switch (machine.state(state.name())) {
            case PassState pass -> edge(Edge.NEXT, at, after(state, pass.next()));
            case WaitState wait -> edge(Edge.NEXT, at, after(state, wait.next()));
            case SucceedState _ -> edge(Edge.NEXT, at, after(state, new Next.End()));
            case FailState _ -> {}
            case ChoiceState choice -> choice(at, choice);
            case TaskState task -> fallible(at, task, after(state, task.next()));
            case ParallelState parallel -> parallel(at, parallel);
            case MapState map -> map(at, map, after(state, map.next()));
        }
        if (state.around() != null) beside(at, state, state.around());
    }

    private void choice(Place at, ChoiceState choice) {
        choice.rules().forEach(rule -> edge(Edge.NEXT, at, new Place.At(rule.next())));
        if (choice.otherwise() != null) edge(Edge.NEXT, at, new Place.At(choice.otherwise()));
    }

    private void fallible(Place at, State.Fallible state, @Nullable Place next) {
        if (next != null) edge(Edge.NEXT, at, next);
        state.catchers().forEach(catcher -> edge(Edge.CAUGHT, at, new Place.At(catcher.next())));
    }

    private void parallel(Place at, ParallelState parallel) {
        fallible(at, parallel, null);
        for (int i = 0; i < parallel.branches().size(); i++) {
            Place start = new Place.At(parallel.branches().get(i).startAt());
            edge(Edge.NEXT, at, start);
            edge(Edge.BESIDE, new Place.BranchesTo(parallel.name(), i), start);
            edge(Edge.BESIDE, new Place.BranchesTo(parallel.name(), i + 1), new Place.BranchesTo(parallel.name(), i));
            edge(Edge.BESIDE, new Place.BranchesFrom(parallel.name(), i), start);
            edge(
                    Edge.BESIDE,
                    new Place.BranchesFrom(parallel.name(), i),
                    new Place.BranchesFrom(parallel.name(), i + 1));
        }
    }

    /** There may be no item at all. */
    private void map(Place at, MapState map, Place next) {
        fallible(at, map, next);
        edge(Edge.NEXT, at, new Place.At(map.startAt()));
    }

    private void beside(Place at, LintedState state, String around) {
        Place beside = new Place.Beside(state.name());
        edge(Edge.BESIDE, at, beside);
        edge(Edge.BESIDE, beside, new Place.Beside(around));
        if (machine.state(around) instanceof MapState map) {
            edge(Edge.BESIDE, beside, new Place.At(map.startAt()));
        } else {
            edge(Edge.BESIDE, beside, new Place.BranchesTo(around, state.branch() - 1));
            edge(Edge.BESIDE, beside, new Place.BranchesFrom(around, state.branch() + 1));
        }
    }

    /** Where control goes when a state is done: the end of a block is the end of the state around it. */
    private Place after(LintedState state, Next next) {
        Next then = next;
        LintedState ended = state;
        while (true) {
            if (then instanceof Next.To(String to)) return new Place.At(to);
            if (ended.around() == null) return SUCCESS;
            ended = state(ended.around());
            then = ((State.Fallible) machine.state(ended.name())).next();
        }
    }

    private void edge(Edge kind, Place from, Place to) {
        put(forth, kind, from, to);
        put(back, kind, to, from);
    }

    private static void put(Map<Edge, Map<Place, List<Place>>> edges, Edge kind, Place from, Place to) {
        edges.computeIfAbsent(kind, _ -> new HashMap<>())
                .computeIfAbsent(from, _ -> new ArrayList<>())
                .add(to);
    }

    LintedState state(String name) {
        return all.get(Objects.requireNonNull(order.get(name), name));
    }

    /** As {@link LintedState#all} has them. */
    List<LintedState> states() {
        return all;
    }

    StateMachine machine() {
        return machine;
    }

    /** The states right after one. */
    Set<String> after(String state, Set<Edge> edges) {
        Set<Place> next = new HashSet<>();
        for (Edge edge : edges) next.addAll(list(forth, edge, new Place.At(state)));
        return names(next);
    }

    /**
     * These states, and all that may come after them.
     *
     * @param through which states are passed; others are reached, but not left
     */
    Set<String> from(Collection<String> starts, Set<Edge> edges, Predicate<String> through) {
        Set<String> reached = names(walk(forth, places(starts), edges, through));
        reached.addAll(starts);
        return reached;
    }

    /**
     * These states, and all that they may come after.
     *
     * @param through as for {@link #from}
     */
    Set<String> to(Collection<String> goals, Set<Edge> edges, Predicate<String> through) {
        Set<String> reached = before(goals, edges, through);
        reached.addAll(goals);
        return reached;
    }

    /**
     * All that one of these states may come after.
     *
     * @param through as for {@link #from}
     */
    Set<String> before(Collection<String> goals, Set<Edge> edges, Predicate<String> through) {
        return names(walk(back, places(goals), edges, through));
    }

    /**
     * The states from which the execution may get to its success.
     *
     * @param through as for {@link #from}
     */
    Set<String> toSuccess(Set<Edge> edges, Predicate<String> through) {
        return names(walk(back, List.of(SUCCESS), edges, through));
    }

    private static List<Place> places(Collection<String> states) {
        return states.stream().<Place>map(Place.At::new).toList();
    }

    /** What is reached by one edge at least. */
    private static Set<Place> walk(
            Map<Edge, Map<Place, List<Place>>> graph, List<Place> starts, Set<Edge> edges, Predicate<String> through) {
        Set<Place> reached = new HashSet<>();
        Deque<Place> todo = new ArrayDeque<>(starts);
        while (!todo.isEmpty()) {
            Place at = todo.pop();
            for (Edge edge : edges)
                for (Place next : list(graph, edge, at))
                    if (reached.add(next) && isPassed(next, through)) todo.push(next);
        }
        return reached;
    }

    private static boolean isPassed(Place place, Predicate<String> through) {
        return !(place instanceof Place.At(String state)) || through.test(state);
    }

    private static List<Place> list(Map<Edge, Map<Place, List<Place>>> graph, Edge edge, Place from) {
        return graph.getOrDefault(edge, Map.of()).getOrDefault(from, List.of());
    }

    private static Set<String> names(Set<Place> places) {
        Set<String> names = new LinkedHashSet<>();
        for (Place place : places) if (place instanceof Place.At(String state)) names.add(state);
        return names;
    }

    /** The states around one, from the inside out. */
    List<LintedState> around(LintedState state) {
        List<LintedState> around = new ArrayList<>();
        for (String name = state.around(); name != null; name = state(name).around()) around.add(state(name));
        return around;
    }

    /** Whether a state is in a branch or iteration of another. */
    boolean isIn(LintedState state, String around) {
        return around(state).stream().anyMatch(each -> each.name().equals(around));
    }

    /** The states in the branches or iterations of another. */
    List<LintedState> inside(LintedState around) {
        List<LintedState> inside = new ArrayList<>();
        for (int i = order.getOrDefault(around.name(), all.size()) + 1; i < all.size(); i++) {
            if (!isIn(all.get(i), around.name())) break;
            inside.add(all.get(i));
        }
        return inside;
    }
}
