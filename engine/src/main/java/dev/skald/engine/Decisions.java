package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.core.Park;
import dev.skald.core.WaitingTask;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DecisionRow.Kind;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a command that a person gives will be on the list of decisions. */
final class Decisions {
    private Decisions() {}

    /**
     * Null when the command keeps no person's word.
     *
     * @param before the execution before the command is carried out: it knows the states that are left by it, and that
     *     the first event is the one that keeps who and why
     */
    static @Nullable DecisionRow of(Execution before, Command command, Instant at) {
        if (command instanceof Command.Operate c)
            return row(before, kind(c), parked(before, c.park()), c.who(), c.why(), at);
        if (command instanceof Command.AnswerTask c)
            return row(before, kind(c.end()), asked(before, c.end()), c.who(), c.why(), at);
        return null;
    }

    private static DecisionRow row(Execution before, Kind kind, String about, String who, String why, Instant at) {
        return new DecisionRow(0, before.identity().id(), before.lastSequence() + 1, kind, about, who, why, at);
    }

    private static String parked(Execution before, long park) {
        return before.parks().stream()
                .filter(parked -> parked.id() == park)
                .map(Park::state)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static String asked(Execution before, Command.EndTask end) {
        return before.waitingTask(end.sequence()).map(WaitingTask::state).orElse("");
    }

    private static Kind kind(Command.EndTask end) {
        return switch (end) {
            case Command.CompleteTask _ -> Kind.APPROVE;
            case Command.FailTask _ -> Kind.REJECT;
        };
    }

    private static Kind kind(Command.Operate command) {
        return switch (command.action()) {
            case RETRY -> command.payload() == null ? Kind.RETRY : Kind.RETRY_CHANGED;
            case SKIP -> Kind.SKIP;
            case DONE -> Kind.DONE;
            case HAPPENED -> Kind.HAPPENED;
            case COMPENSATE -> Kind.COMPENSATE;
            case ABANDON -> Kind.ABANDON;
        };
    }
}
