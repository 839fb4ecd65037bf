package dev.skald.engine.saga;

import dev.skald.asl.SagaStep.Role;
import dev.skald.engine.task.Handler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a saga is made of: a tree, written as a machine by {@link SagaMachine}. */
sealed interface Part {
    /** The name that it was given; unique in its saga. */
    String name();

    /**
     * A step.
     *
     * @param answers whether it has a result for the steps that follow
     * @param recordType what its undo is told that it recorded
     * @param undo null unless it can be undone
     * @param noCompensation why it needs no undo; null when nothing was said
     */
    record Act(
            String name,
            Role role,
            Handlers.Doing<?, ?> action,
            boolean answers,
            Class<?> recordType,
            Duration timeout,
            List<Retry> retries,
            @Nullable Handler undo,
            @Nullable String noCompensation)
            implements Part {

        Act withTimeout(Duration timeout) {
            return new Act(name, role, action, answers, recordType, timeout, retries, undo, noCompensation);
        }

        Act withRetry(Retry retry) {
            List<Retry> all = new ArrayList<>(retries);
            all.add(retry);
            return new Act(name, role, action, answers, recordType, timeout, all, undo, noCompensation);
        }

        Act withRecord(Handlers.Doing<?, ?> action, Class<?> recordType) {
            return new Act(name, role, action, answers, recordType, timeout, retries, undo, noCompensation);
        }

        Act withUndo(Handler undo) {
            Role role = Role.COMPENSATABLE;
            return new Act(name, role, action, answers, recordType, timeout, retries, undo, noCompensation);
        }

        Act withNoCompensation(String reason) {
            return new Act(name, role, action, answers, recordType, timeout, retries, undo, reason);
        }
    }

    /** A question to somebody, who answers by its token. */
    record Approval(String name, Handlers.Doing<?, ?> request, boolean answers, Duration within) implements Part {}

    /** Branches side by side. */
    record Fork(String name, List<List<Part>> branches) implements Part {}

    /**
     * One of several ways.
     *
     * @param decides answers the label of the way, or null for the way otherwise
     */
    record Ways(String name, Handler decides, List<Way> ways, List<Part> otherwise) implements Part {}

    /** One way of a choice. */
    record Way(String label, List<Part> parts) {}

    /**
     * The same for each item.
     *
     * @param concurrency how many side by side; 0 means all
     */
    record Each(String name, Handler items, int concurrency, List<Part> body) implements Part {}

    /** A pause. */
    record Pause(String name, Duration duration) implements Part {}

    /** A pause until an instant. */
    record Until(String name, Handler instant) implements Part {}

    /** A saga within this one. */
    record Inner(String name, Handler input, List<Part> parts) implements Part {}
}
