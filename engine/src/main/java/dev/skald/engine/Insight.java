package dev.skald.engine;

import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import dev.skald.engine.store.RunSample;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks at who watches over many executions: how machines are doing, where they fail, and what takes too long.
 * Each question costs about as much as it asks for; none folds an execution.
 */
public final class Insight {
    private final Store store;
    private final StoredExecutions stored;
    private final DescribeExecution describe;
    private final Committer committer;
    private final Answers answers;
    private final EngineClock clock;

    Insight(
            Store store,
            StoredExecutions stored,
            DescribeExecution describe,
            Committer committer,
            Answers answers,
            EngineClock clock) {
        this.store = store;
        this.stored = stored;
        this.describe = describe;
        this.committer = committer;
        this.answers = answers;
        this.clock = clock;
    }

    /** How the executions of each machine are doing, by ascending ARN; at most so many machines. */
    public List<MachineCounts> countByMachine(int limit) {
        return store.machineCounts(limit);
    }

    /** The latest executions, newest first: of one machine, or of all. */
    public List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit) {
        return store.recentRuns(stateMachineArn, limit);
    }

    /** Failures by machine, state and error: those with news first, and of these those seen last. */
    public List<FailureGroup> failures(FailureQuery query) {
        return store.failures(query);
    }

    /**
     * Keeps that a person knows of a group of failures: what fails from now on is news. Returns once it is durable.
     *
     * @param state where; empty when no state had been entered
     * @param error with what; empty when it has no name
     * @param who at most 256 characters
     * @param why at most 4,096
     * @throws ServiceException InvalidArn; ValidationException without who or why, or when one is too long
     */
    public Acknowledgement acknowledge(String stateMachineArn, String state, String error, String who, String why) {
        Arns.require(stateMachineArn, "stateMachine");
        WaitingTasks.requireText("who", who, WaitingTasks.PERSON_LENGTH_MAX);
        WaitingTasks.requireText("why", why, WaitingTasks.REASON_LENGTH_MAX);
        return answers.of(committer.change(() -> {
            var made = new Acknowledgement(stateMachineArn, state, error, who, why, clock.now());
            store.acknowledge(made);
            return made;
        }));
    }

    /** What persons decided at the desk, or wherever they did, the newest first. */
    public List<DecisionRow> decisions(DecisionQuery query) {
        return store.decisions(query);
    }

    /** Executions in whose sagas something is parked, those that wait longest first. */
    public List<ParkedRow> parked(ParkedQuery query) {
        return store.parked(query);
    }

    /** The open executions of a machine, the oldest first. */
    public List<ExecutionRow> oldestOpen(String stateMachineArn, int limit) {
        return store.oldestOpen(stateMachineArn, limit).stream()
                .map(Rows::shown)
                .toList();
    }

    /** Executions at rest that should have been woken before an instant, the most overdue first. */
    public List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return store.dueBefore(instant, limit).stream().map(Rows::shown).toList();
    }

    /**
     * The execution of one item of a Map Run, or of one batch of its items; empty while it has not begun.
     *
     * @param index from 0, see {@link ExecutionRow.MapItem#index}
     */
    public Optional<ExecutionRow> mapItem(String mapRunArn, long index) {
        return store.children(mapRunArn, index, 1).stream()
                .filter(row -> {
                    ExecutionRow.MapItem item = row.origin().mapItem();
                    return item != null && item.index() == index;
                })
                .map(Rows::shown)
                .findFirst();
    }

    /** The error that an execution ended with; empty when it has none, has not ended, or was purged. Cheaper than describing it. */
    public Optional<String> error(ExecutionRow row) {
        return row.status().terminal() ? describe.errorOf(row) : Optional.empty();
    }

    /** The row of an execution, by the store's own number; empty when it was purged. */
    public Optional<ExecutionRow> execution(long id) {
        return stored.row(id).map(Rows::shown);
    }

    /** The engine's time. */
    public Instant now() {
        return clock.now();
    }
}
