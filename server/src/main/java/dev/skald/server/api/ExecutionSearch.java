package dev.skald.server.api;

import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the store has no index for, looked for row by row, newest first. Bounded: after so many rows an answer may be short, or empty, and says where
 * to go on.
 *
 * @param name is in the execution's name, without regard to case
 * @param from started then or later
 * @param until started before
 * @param state one that the execution is in, exactly
 * @param error the execution's error, exactly
 * @param cause is in the cause of that, without regard to case
 * @param input is in the input's text, without regard to case
 */
record ExecutionSearch(
        @Nullable String name,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String state,
        @Nullable String error,
        @Nullable String cause,
        @Nullable String input) {

    /** Rows looked at for one answer. */
    static final int LOOKED_AT_MAX = 5_000;

    /** Executions whose events are read for one answer. */
    static final int READ_MAX = 300;

    private static final int PAGE = 200;

    /** Rows of the store with smaller ids, newest first. */
    @FunctionalInterface
    interface Pages {
        List<ExecutionRow> before(long id, int limit);
    }

    /** @param before where to go on; null when there is no more */
    record Found(List<ExecutionRow> rows, @Nullable Long before) {}

    static ExecutionSearch of(QueryParameters query) {
        return new ExecutionSearch(
                lower(query.text("name")),
                query.instant("from"),
                query.instant("until"),
                query.text("state"),
                query.text("error"),
                lower(query.text("cause")),
                lower(query.text("input")));
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text.toLowerCase(Locale.ROOT);
    }

    private boolean looks() {
        return name != null || from != null || until != null || reads();
    }

    private boolean reads() {
        return state != null || error != null || cause != null || input != null;
    }

    /** @param first where the search begins: {@link Long#MAX_VALUE}, or where the answer before ended */
    Found find(Skald skald, long first, int limit, Pages pages) {
        List<ExecutionRow> found = new ArrayList<>();
        long before = first;
        int read = 0;
        for (int lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
            int wanted = looks() ? PAGE : limit + 1;
            List<ExecutionRow> page = pages.before(before, wanted);
            for (ExecutionRow row : page) {
                if (found.size() == limit || read == READ_MAX) return new Found(found, before);
                if (from != null && row.startedAt().isBefore(from)) return new Found(found, null);
                before = row.id();
                lookedAt++;
                if (!fits(row)) continue;
                if (reads()) read++;
                if (!reads() || fits(skald, row)) found.add(row);
            }
            if (page.size() < wanted) return new Found(found, null);
        }
        return new Found(found, before);
    }

    private boolean fits(ExecutionRow row) {
        return (name == null || row.name().toLowerCase(Locale.ROOT).contains(name))
                && (until == null || row.startedAt().isBefore(until));
    }

    private boolean fits(Skald skald, ExecutionRow row) {
        return described(skald, row)
                .filter(found -> state == null || isIn(found, state))
                .map(ExecutionDescription::result)
                .filter(result -> error == null || error.equals(result.error()))
                .filter(result -> cause == null || has(result.cause(), cause))
                .filter(result -> input == null || has(result.input().text(), input))
                .isPresent();
    }

    private static boolean has(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static boolean isIn(ExecutionDescription execution, String state) {
        return execution.openStates().stream().anyMatch(open -> open.name().equals(state));
    }

    /** It may have been purged since the list was read. */
    static Optional<ExecutionDescription> described(Skald skald, ExecutionRow row) {
        try {
            return Optional.of(skald.describeExecution(row.arn()));
        } catch (ServiceException gone) {
            if (!gone.code().equals("ExecutionDoesNotExist")) throw gone;
            return Optional.empty();
        }
    }
}
