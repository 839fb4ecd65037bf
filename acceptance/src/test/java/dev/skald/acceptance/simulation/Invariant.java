package dev.skald.acceptance.simulation;

import dev.skald.asl.ErrorName;
import dev.skald.asl.Next;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Limits;
import dev.skald.core.OpenState;
import dev.skald.core.Work;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What must hold of every history, whatever happened. Each has a sentence for its failure. */
// The checks are functions without state.
@SuppressWarnings("ImmutableEnumChecker")
enum Invariant {
    GAPLESS(
            "sequences are 1, 2, 3, ... and published ids too; previous ids point back; time never goes back",
            Invariant::gapless),
    FOLD_IS_STATE("a fold of any prefix works, and the fold of all is what the engine shows", Invariant::folds),
    ONE_COMMIT(
            "a state's exit and its successor's entry are one commit, unless the turn was full", Invariant::oneCommit),
    RESULT_ONCE("each attempt of a task ends at most once", Invariant::resultOnce),
    PENDING_CAUSE("every open leaf scope of an open execution waits for something", Invariant::pendingCause),
    NEVER_EARLY("no timer fires early", Invariant::neverEarly),
    TERMINAL_IS_LAST("nothing but a redrive follows the end", Invariant::terminalIsLast),
    REDRIVES_COUNTED("a redrive follows a failure, and has the next number", Invariant::redrivesCounted),
    KEYS("attempts of one visit share a key, and no two visits do", Invariant::keys),
    BOUNDED_RETRIES("no visit of a state is retried more often than its retriers allow", Invariant::boundedRetries),
    SILENT_AFTER_FAILURE(
            "nothing happens in a branch or iteration after its Parallel or Map failed", Invariant::silence),
    BRANCH_OUTPUTS("a Parallel or Map succeeds only after all of its scopes ended", Invariant::allJoined),

    // Those that no history shows: checked while a simulation runs.
    ACKNOWLEDGED("what was acknowledged is stored, and stays"),
    ACT_AFTER_COMMIT("a task is called only after its scheduling was committed"),
    FENCE("an append is stored only on top of what it was decided on"),
    ROW("an execution's row says what its events say"),
    REFUSALS("whoever is refused is told why, and only then refused");

    private final String sentence;
    private final Consumer<RunHistory> check;

    Invariant(String sentence, Consumer<RunHistory> check) {
        this.sentence = sentence;
        this.check = check;
    }

    Invariant(String sentence) {
        this(sentence, history -> {});
    }

    /** @throws Violation when it does not hold */
    void check(RunHistory history) {
        check(() -> check.accept(history));
    }

    private void check(Runnable checks) {
        try {
            checks.run();
        } catch (Breach | IllegalStateException e) {
            throw violated(String.valueOf(e.getMessage()));
        }
    }

    /** Of {@link #PENDING_CAUSE}: for an execution as it is now. */
    static void checkPendingCause(Execution execution) {
        PENDING_CAUSE.check(() -> pendingCause(execution));
    }

    /** The failure to throw when this invariant is seen not to hold. */
    Violation violated(String how) {
        return new Violation(this, this + ": " + sentence + ": " + how);
    }

    static void checkAll(RunHistory history) {
        for (Invariant invariant : values()) invariant.check(history);
    }

    /** An invariant does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Invariant invariant;

        private Violation(Invariant invariant, String message) {
            super(message);
            this.invariant = invariant;
        }

        /** Which one. */
        Invariant invariant() {
            return invariant;
        }
    }

    /** What a check found; {@link #check(RunHistory)} makes a {@link Violation} of it. */
    private static final class Breach extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Breach(String message) {
            super(message);
        }
    }

    private static void require(boolean holds, Event event, String what) {
        if (!holds) throw new Breach(what + " at " + event);
    }

    private static void gapless(RunHistory history) {
        long sequence = 0;
        long id = 0;
        Instant at = Instant.MIN;
        for (Event event : history.events()) {
            require(event.sequence() == ++sequence, event, "a gap");
            if (event.published()) require(event.id() == ++id, event, "a gap between ids");
            require(
                    event.previousId() <= id && (!event.published() || event.previousId() < event.id()),
                    event,
                    "a previous id that does not point back");
            require(!event.at().isBefore(at), event, "time went back");
            at = event.at();
        }
    }

    private static void folds(RunHistory history) {
        var execution = new Execution(history.identity());
        for (Event event : history.events()) execution.apply(event);
        if (!execution.toString().equals(history.fold().toString())) throw new Breach("two folds differ");
    }

    private static void oneCommit(RunHistory history) {
        var execution = new Execution(history.identity());
        for (List<Event> chunk : history.chunks()) {
            chunk.forEach(execution::apply);
            boolean leftOver = execution.work().stream().anyMatch(Work.Continue.class::isInstance);
            if (leftOver && !isFull(chunk, history.limits()))
                throw new Breach(
                        "a turn of " + chunk.size() + " events left a scope between two states: " + chunk.getLast());
        }
    }

    /** Whether a turn may stop after that many events and bytes. */
    static boolean isFull(List<Event> chunk, Limits limits) {
        return chunk.size() >= limits.turnEventsMax()
                || chunk.stream().mapToLong(Invariant::bytes).sum() >= limits.turnBytesMax()
                || chunk.stream().anyMatch(Invariant::refusedPayload);
    }

    /** A payload that was refused for its size counts too, but no event tells how large it was. */
    private static boolean refusedPayload(Event event) {
        return switch (event.detail()) {
            case Event.TaskFailed e -> ErrorName.DATA_LIMIT_EXCEEDED.equals(e.error());
            case Event.ParallelFailed e -> ErrorName.DATA_LIMIT_EXCEEDED.equals(e.error());
            case Event.MapFailed e -> ErrorName.DATA_LIMIT_EXCEEDED.equals(e.error());
            default -> false;
        };
    }

    /** How many bytes of new payload an event brings. */
    private static long bytes(Event event) {
        return switch (event.detail()) {
            case Event.StateExited e -> e.output().utf8Length();
            case Event.TaskScheduled e -> e.parameters().utf8Length();
            case Event.TaskSucceeded e -> e.output().utf8Length();
            case Event.MapIterationStarted e -> e.input().utf8Length();
            default -> 0;
        };
    }

    private static void resultOnce(RunHistory history) {
        Map<Integer, Boolean> running = new HashMap<>();
        for (Event event : history.events()) {
            switch (event.detail()) {
                case Event.TaskScheduled _ -> {
                    require(!running.getOrDefault(event.scope(), false), event, "an attempt inside an attempt");
                    running.put(event.scope(), true);
                }
                case Event.TaskSucceeded _, Event.TaskFailed _, Event.TaskTimedOut _ -> {
                    require(running.getOrDefault(event.scope(), false), event, "a second end of an attempt");
                    running.put(event.scope(), false);
                }
                case Event.StateEntered _ -> running.put(event.scope(), false);
                case Event.ExecutionRedriven _ -> running.clear();
                default -> {}
            }
        }
    }

    private static void pendingCause(RunHistory history) {
        pendingCause(history.fold());
    }

    private static void pendingCause(Execution execution) {
        if (execution.status().terminal()) {
            if (!execution.work().isEmpty()) throw new Breach("an ended execution has work: " + execution.work());
            return;
        }
        if (execution.work().isEmpty() && execution.parks().isEmpty())
            throw new Breach("it waits for nothing: " + execution);
        for (OpenState open : execution.openStates()) {
            boolean caused = switch (open.waitingFor()) {
                case TASK, WORKER, CALLBACK -> execution.work().stream().anyMatch(w -> isTaskOf(w, open.name()));
                case TIMER, RETRY ->
                    execution.work().stream()
                            .anyMatch(
                                    w -> w instanceof Work.Timer t && t.dueAt().equals(open.dueAt()));
                case BRANCHES, ITERATIONS, TURN, COMPENSATION, PERSON -> true;
            };
            if (!caused) throw new Breach("nothing outstanding for " + open + " in " + execution.work());
        }
    }

    private static boolean isTaskOf(Work work, String state) {
        return switch (work) {
            case Work.RunTask w -> w.state().equals(state);
            case Work.OfferActivity w -> w.state().equals(state);
            case Work.AwaitCallback w -> w.state().equals(state);
            case Work.AwaitJob w -> w.task().state().equals(state);
            case Work.RunMap _, Work.Timer _, Work.Continue _ -> false;
        };
    }

    private static void neverEarly(RunHistory history) {
        Map<Integer, Instant> wakeAt = new HashMap<>();
        Map<Integer, Instant> timeoutAt = new HashMap<>();
        for (Event event : history.events()) {
            switch (event.detail()) {
                case Event.StateEntered e -> {
                    if (e.dueAt() != null) wakeAt.put(event.scope(), e.dueAt());
                }
                case Event.RetryScheduled e -> wakeAt.put(event.scope(), e.at());
                case Event.StateExited _, Event.TaskScheduled _, Event.ParallelStarted _, Event.MapStarted _ -> {
                    Instant due = wakeAt.remove(event.scope());
                    require(due == null || !event.at().isBefore(due), event, "due only at " + due);
                }
                case Event.TaskStarted e -> {
                    timeoutAt.remove(event.scope());
                    Instant due = earlier(e.timeoutAt(), e.heartbeatAt());
                    if (due != null) timeoutAt.put(event.scope(), due);
                }
                case Event.TaskTimedOut _ -> {
                    Instant due = timeoutAt.get(event.scope());
                    require(due != null && !event.at().isBefore(due), event, "times out only at " + due);
                }
                case Event.ExecutionRedriven _ -> {
                    wakeAt.clear();
                    timeoutAt.clear();
                }
                case Event.StateRedriven e -> {
                    if (e.dueAt() != null) wakeAt.put(event.scope(), e.dueAt());
                }
                default -> {}
            }
        }
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) return a == null ? b : a;
        return a.isBefore(b) ? a : b;
    }

    private static void terminalIsLast(RunHistory history) {
        List<Event> events = history.events();
        for (int i = 0; i < events.size() - 1; i++) {
            boolean redriven = events.get(i + 1).detail() instanceof Event.ExecutionRedriven;
            require(!isTerminal(events.get(i)) || redriven, events.get(i), "an end before the end");
        }
    }

    private static void redrivesCounted(RunHistory history) {
        int count = 0;
        Event last = null;
        for (Event event : history.events()) {
            if (event.detail() instanceof Event.ExecutionRedriven redriven) {
                boolean failed =
                        last != null && isTerminal(last) && !(last.detail() instanceof Event.ExecutionSucceeded);
                require(failed, event, "a redrive of what has not failed");
                require(redriven.redriveCount() == ++count, event, "another number than " + count);
            }
            last = event;
        }
    }

    static boolean isTerminal(Event event) {
        return switch (event.detail()) {
            case Event.ExecutionSucceeded _,
                    Event.ExecutionFailed _,
                    Event.ExecutionTimedOut _,
                    Event.ExecutionAborted _ -> true;
            default -> false;
        };
    }

    private static void keys(RunHistory history) {
        Map<Integer, Long> visit = new HashMap<>();
        Map<Long, String> keyOfVisit = new HashMap<>();
        Set<String> keys = new HashSet<>();
        for (Event event : history.events()) {
            if (event.detail() instanceof Event.StateEntered) visit.put(event.scope(), event.sequence());
            if (!(event.detail() instanceof Event.TaskScheduled scheduled)) continue;
            Long entered = visit.get(event.scope());
            if (entered == null) throw new Breach("a task outside a state: " + event);
            String known = keyOfVisit.putIfAbsent(entered, scheduled.key());
            if (known == null) require(keys.add(scheduled.key()), event, "a key used by another visit");
            else require(known.equals(scheduled.key()), event, "another key for the same visit");
        }
    }

    private static void boundedRetries(RunHistory history) {
        Map<Integer, String> states = new HashMap<>();
        Map<Integer, Integer> retries = new HashMap<>();
        for (Event event : history.events()) {
            switch (event.detail()) {
                case Event.StateEntered e -> {
                    states.put(event.scope(), e.name());
                    retries.put(event.scope(), 0);
                }
                case Event.RetryScheduled _ -> {
                    int count = retries.merge(event.scope(), 1, Integer::sum);
                    String state = states.getOrDefault(event.scope(), "");
                    require(count <= history.machine().retriesMax(state), event, "one retry too many of " + state);
                }
                case Event.ExecutionRedriven _ -> retries.clear();
                default -> {}
            }
        }
    }

    private static void silence(RunHistory history) {
        var forks = new Forks();
        for (Event event : history.events()) {
            require(!forks.dead.contains(event.scope()), event, "an event in a dead scope");
            forks.follow(event);
        }
    }

    private static void allJoined(RunHistory history) {
        var forks = new Forks();
        for (Event event : history.events()) {
            forks.follow(event);
            switch (event.detail()) {
                case Event.ParallelSucceeded _, Event.MapSucceeded _ ->
                    require(
                            forks.open(event.scope()).isEmpty(),
                            event,
                            "scopes still open: " + forks.open(event.scope()));
                default -> {}
            }
        }
    }

    /** Which scopes are below which, open, or dead. */
    private static final class Forks {
        final Map<Integer, Set<Integer>> children = new HashMap<>();
        final Map<Integer, Integer> parents = new HashMap<>();
        final Set<Integer> dead = new HashSet<>();

        /** The dead that a redrive would bring back: below a Parallel or Map that failed, and was not left since. */
        final Map<Integer, Set<Integer>> fallen = new HashMap<>();

        Set<Integer> open(int scope) {
            return children.getOrDefault(scope, Set.of());
        }

        void follow(Event event) {
            switch (event.detail()) {
                case Event.ParallelStarted e -> {
                    for (int i = 0; i < e.startAt().size(); i++) begin(event.scope(), e.firstScope() + i);
                }
                case Event.MapIterationStarted e -> begin(event.scope(), e.iteration());
                case Event.StateExited e -> {
                    bury(event.scope());
                    if (e.next() instanceof Next.End) end(event.scope());
                }
                case Event.ParallelFailed _, Event.MapFailed _ -> kill(event.scope());
                case Event.RetryScheduled _ -> {
                    kill(event.scope());
                    bury(event.scope());
                }
                case Event.ExecutionRedriven _ -> revive();
                default -> {}
            }
        }

        private void begin(int parent, int child) {
            children.computeIfAbsent(parent, key -> new HashSet<>()).add(child);
            parents.put(child, parent);
        }

        private void end(int scope) {
            Integer parent = parents.get(scope);
            if (parent != null) open(parent).remove(scope);
        }

        private void kill(int scope) {
            Set<Integer> below = children.remove(scope);
            if (below == null) return;
            fallen.put(scope, below);
            for (int child : below) {
                dead.add(child);
                kill(child);
            }
        }

        private void bury(int scope) {
            Set<Integer> below = fallen.remove(scope);
            if (below != null) below.forEach(this::bury);
        }

        private void revive() {
            fallen.values().forEach(dead::removeAll);
            children.putAll(fallen);
            fallen.clear();
        }
    }
}
