package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.RedriveBatch.Outcome;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Redrives executions in bulk, by filter: beyond AWS. */
final class RedriveExecutions {
    /** How many rows a batch looks at, for as many as match. */
    static final int EXAMINED_MAX = 1_000;

    private static final int ROWS_PER_READ = 200;

    /** Ids grow in the order of starts, but for what the clock is set back: by less than this. */
    private static final Duration CLOCK_SET_BACK_MAX = Duration.ofHours(2);

    private static final List<Status> STATUSES = List.of(Status.FAILED, Status.TIMED_OUT, Status.ABORTED);

    private final Store store;
    private final StoredExecutions stored;
    private final StateMachines machines;
    private final RedriveExecution single;
    private final Answers answers;

    RedriveExecutions(
            Store store, StoredExecutions stored, StateMachines machines, RedriveExecution single, Answers answers) {
        this.store = store;
        this.stored = stored;
        this.machines = machines;
        this.single = single;
        this.answers = answers;
    }

    RedriveBatch redrive(BulkRedrive bulk) {
        requireStandard(bulk.filter().stateMachineArn());
        single.requireSize(bulk.redrive());
        Optional<RedriveTarget> target = single.target(bulk.redrive());
        Chosen chosen = choose(bulk);
        List<Outcome> outcomes = bulk.dryRun()
                ? check(chosen.rows, bulk.redrive(), target)
                : redrive(chosen.rows, bulk.redrive(), target);
        return new RedriveBatch(outcomes, chosen.nextBeforeId);
    }

    private void requireStandard(@Nullable String stateMachineArn) {
        if (stateMachineArn != null && machines.describe(stateMachineArn).type() != MachineType.STANDARD)
            throw new ServiceException(
                    "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
    }

    private List<Outcome> check(List<ExecutionRow> rows, Redrive redrive, Optional<RedriveTarget> target) {
        return rows.stream()
                .map(row -> outcome(row, () -> {
                    single.check(row, redrive, target);
                    return new Outcome.Redrivable(Rows.shown(row));
                }))
                .toList();
    }

    /** All are asked for before the first answer is waited for: so they share commits. */
    private List<Outcome> redrive(List<ExecutionRow> rows, Redrive redrive, Optional<RedriveTarget> target) {
        List<Supplier<Outcome>> asked =
                rows.stream().map(row -> ask(row, redrive, target)).toList();
        return asked.stream().map(Supplier::get).toList();
    }

    private Supplier<Outcome> ask(ExecutionRow row, Redrive redrive, Optional<RedriveTarget> target) {
        try {
            CompletableFuture<Instant> answer = single.begin(row, redrive, target);
            return () -> outcome(row, () -> new Outcome.Redriven(row, answers.of(answer)));
        } catch (ServiceException refused) {
            return () -> new Outcome.Refused(row, refused);
        }
    }

    private static Outcome outcome(ExecutionRow row, Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (ServiceException refused) {
            return new Outcome.Refused(row, refused);
        }
    }

    // Which executions.

    /** @param nextBeforeId null when there are no more */
    private record Chosen(List<ExecutionRow> rows, @Nullable Long nextBeforeId) {}

    private Chosen choose(BulkRedrive bulk) {
        List<ExecutionRow> chosen = new ArrayList<>();
        long before = bulk.beforeId();
        for (int examined = 0; examined < EXAMINED_MAX; examined += ROWS_PER_READ) {
            List<ExecutionRow> read = read(bulk.filter(), before);
            for (ExecutionRow row : read) {
                if (isBeyond(bulk.filter(), row)) return new Chosen(chosen, null);
                before = row.id();
                if (matches(bulk.filter(), row)) chosen.add(row);
                if (chosen.size() == bulk.limit()) return new Chosen(chosen, before);
            }
            if (read.size() < ROWS_PER_READ) return new Chosen(chosen, null);
        }
        return new Chosen(chosen, before);
    }

    /** The newest before an id, of each status that is wanted. */
    private List<ExecutionRow> read(RedriveFilter filter, long beforeId) {
        Status wanted = filter.status();
        List<Status> statuses = wanted == null ? STATUSES : List.of(wanted);
        return statuses.stream()
                .flatMap(status -> store.executions(query(filter, status, beforeId)).stream())
                .sorted(Comparator.comparingLong(ExecutionRow::id).reversed())
                .limit(ROWS_PER_READ)
                .toList();
    }

    private static ExecutionQuery query(RedriveFilter filter, Status status, long beforeId) {
        return new ExecutionQuery(
                filter.stateMachineArn(), filter.startedThrough(), status, null, Map.of(), beforeId, ROWS_PER_READ);
    }

    private static boolean isBeyond(RedriveFilter filter, ExecutionRow row) {
        Instant from = filter.startedFrom();
        return from != null && row.startedAt().isBefore(from.minus(CLOCK_SET_BACK_MAX));
    }

    private boolean matches(RedriveFilter filter, ExecutionRow row) {
        boolean redriven = row.type() == MachineType.STANDARD && row.origin().mapItem() == null;
        return redriven && startedIn(filter, row.startedAt()) && endedWith(filter.error(), row);
    }

    private static boolean startedIn(RedriveFilter filter, Instant startedAt) {
        Instant from = filter.startedFrom();
        Instant before = filter.startedBefore();
        return (from == null || !startedAt.isBefore(from)) && (before == null || startedAt.isBefore(before));
    }

    private boolean endedWith(@Nullable String error, ExecutionRow row) {
        return error == null
                || stored.last(row).filter(end -> error.equals(error(end))).isPresent();
    }

    private static @Nullable String error(Event end) {
        if (end.detail() instanceof Event.ExecutionFailed failed) return failed.error();
        if (end.detail() instanceof Event.ExecutionTimedOut timedOut) return timedOut.error();
        return end.detail() instanceof Event.ExecutionAborted aborted ? aborted.error() : null;
    }
}
