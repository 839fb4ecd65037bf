package dev.skald.acceptance.simulation;

import dev.skald.asl.Catcher;
import dev.skald.asl.ErrorName;
import dev.skald.asl.Next;
import dev.skald.asl.Retrier;
import dev.skald.asl.State;
import dev.skald.asl.StateType;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.OpenState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what occurs in the history of one execution, commit by commit. */
final class HistoryCensus {
    private final Census census;
    private final MachineFacts machine;
    private final Map<Integer, String> states = new HashMap<>();
    private final Map<Integer, Map<Integer, Integer>> retries = new HashMap<>();
    private final Map<Integer, Integer> parents = new HashMap<>();
    private final Set<Integer> branches = new HashSet<>();

    private boolean redriven;

    HistoryCensus(Census census, MachineFacts machine) {
        this.census = census;
        this.machine = machine;
    }

    /**
     * Counts a commit.
     *
     * @param before the execution as it was before
     */
    void count(List<Event> chunk, Execution before) {
        long pending = pending(before);
        for (int i = 0; i < chunk.size(); i++) {
            Event next = i + 1 < chunk.size() ? chunk.get(i + 1) : null;
            countTransition(chunk.get(i), next);
            countEnd(chunk.get(i), pending);
        }
    }

    /** How many states wait for something of their own. */
    private static long pending(Execution execution) {
        return execution.openStates().stream()
                .map(OpenState::waitingFor)
                .filter(w -> w != OpenState.WaitingFor.BRANCHES && w != OpenState.WaitingFor.ITERATIONS)
                .count();
    }

    private void countTransition(Event event, @Nullable Event next) {
        switch (event.detail()) {
            case Event.StateEntered e -> entered(event, e);
            case Event.StateExited e -> exited(e);
            case Event.RetryScheduled e -> {
                census.count(Occurrence.RETRIER);
                retries.computeIfAbsent(event.scope(), key -> new HashMap<>()).merge(e.retrier(), 1, Integer::sum);
            }
            case Event.ParallelStarted e -> {
                for (int i = 0; i < e.startAt().size(); i++) {
                    branches.add(e.firstScope() + i);
                    parents.put(e.firstScope() + i, event.scope());
                }
            }
            case Event.MapStarted _ -> {
                if (inBranch(event.scope())) census.count(Occurrence.MAP_IN_PARALLEL);
            }
            case Event.MapIterationStarted e -> parents.put(e.iteration(), event.scope());
            case Event.TaskFailed e -> {
                census.count(
                        e.effect() == Effect.UNCERTAIN
                                ? Occurrence.TASK_FAILED_UNCERTAIN
                                : Occurrence.TASK_FAILED_REPORTED);
                failed(event, next, e.error());
            }
            case Event.TaskTimedOut e ->
                failed(event, next, e.heartbeat() ? ErrorName.HEARTBEAT_TIMEOUT : ErrorName.TIMEOUT);
            case Event.EvaluationFailed e -> {
                census.count(Occurrence.EVALUATION_FAILED);
                failed(event, next, e.error());
            }
            case Event.ParallelFailed e -> failed(event, next, e.error());
            case Event.MapFailed e -> failed(event, next, e.error());
            default -> {}
        }
    }

    private void entered(Event event, Event.StateEntered entered) {
        states.put(event.scope(), entered.name());
        retries.remove(event.scope());
        census.count(
                switch (entered.type()) {
                    case Pass -> Occurrence.PASS_STATE;
                    case Task -> Occurrence.TASK_STATE;
                    case Choice -> Occurrence.CHOICE_STATE;
                    case Wait -> Occurrence.WAIT_STATE;
                    case Succeed -> Occurrence.SUCCEED_STATE;
                    case Fail -> Occurrence.FAIL_STATE;
                    case Parallel -> Occurrence.PARALLEL_STATE;
                    case Map -> Occurrence.MAP_STATE;
                });
    }

    private void exited(Event.StateExited exited) {
        if (!exited.assigned().isEmpty()) census.count(Occurrence.VARIABLE_ASSIGNED);
        if (!(exited.next() instanceof Next.To(var to))) return;
        if (!(machine.machine().state(exited.name()) instanceof State.Fallible state)) return;
        for (Catcher catcher : state.catchers()) {
            if (!catcher.next().equals(to)) continue;
            census.count(Occurrence.CATCHER);
            return;
        }
    }

    private boolean inBranch(int scope) {
        for (Integer at = scope; at != null; at = parents.get(at)) if (branches.contains(at)) return true;
        return false;
    }

    private void failed(Event event, @Nullable Event next, @Nullable String error) {
        boolean retried =
                next != null && next.detail() instanceof Event.RetryScheduled && next.scope() == event.scope();
        if (!retried && exhausted(event.scope(), error == null ? ErrorName.TASK_FAILED : error))
            census.count(Occurrence.RETRIER_EXHAUSTED);
    }

    /** Whether the first retrier that matches has used up its attempts. */
    private boolean exhausted(int scope, String error) {
        String name = states.get(scope);
        if (name == null || !(machine.machine().state(name) instanceof State.Fallible state)) return false;
        Map<Integer, Integer> used = retries.getOrDefault(scope, Map.of());
        for (int i = 0; i < state.retry().size(); i++) {
            Retrier retrier = state.retry().get(i);
            if (!ErrorName.matches(retrier.errorEquals(), error, state.type() == StateType.Task)) continue;
            return retrier.maxAttempts() > 0 && used.getOrDefault(i, 0) >= retrier.maxAttempts();
        }
        return false;
    }

    private void countEnd(Event event, long pending) {
        switch (event.detail()) {
            case Event.TaskTimedOut e -> {
                if (pending > 1)
                    census.count(
                            e.heartbeat()
                                    ? Occurrence.HEARTBEAT_TIMEOUT_WHILE_PENDING
                                    : Occurrence.TASK_TIMEOUT_WHILE_PENDING);
            }
            case Event.ExecutionTimedOut _ -> {
                if (pending > 0) census.count(Occurrence.EXECUTION_TIMEOUT_WHILE_PENDING);
            }
            case Event.ExecutionAborted _ -> {
                if (pending > 0) census.count(Occurrence.STOP_WHILE_PENDING);
            }
            case Event.ExecutionRedriven _ -> {
                redriven = true;
                census.count(Occurrence.REDRIVEN);
            }
            case Event.ExecutionSucceeded _ ->
                census.count(redriven ? Occurrence.REDRIVEN_AND_SUCCEEDED : Occurrence.EXECUTION_SUCCEEDED);
            case Event.ExecutionFailed e -> {
                census.count(Occurrence.EXECUTION_FAILED);
                if (ErrorName.RUNTIME.equals(e.error())
                        && String.valueOf(e.cause()).contains("maximum number of history events"))
                    census.count(Occurrence.HISTORY_FULL);
            }
            default -> {}
        }
    }
}
