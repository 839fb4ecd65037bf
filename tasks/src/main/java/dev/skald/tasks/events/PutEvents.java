package dev.skald.tasks.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes events, as the operation of that name of Amazon EventBridge does. {@link EventBus} is ours. */
public interface PutEvents {
    /** How many entries one call may have. */
    int ENTRIES_MAX = 10;

    /** How large the entries of one call may be together, in bytes as EventBridge counts them. */
    int BYTES_MAX = 256 * 1024;

    /**
     * Accepts events: those that are {@link Result.Accepted} are durable, and reach every matching target at least once.
     *
     * @return one result per entry, in their order
     * @throws dev.skald.engine.ServiceException ValidationException when there are none or too many entries, or they are
     *     too large together: then none is accepted. ThrottlingException when too many deliveries wait: none is accepted.
     *     InternalFailure or ServiceUnavailable when the store does not work: then it is not known whether any is
     */
    List<Result> putEvents(List<Entry> entries);

    /**
     * One event, as its sender describes it. What is required may be missing: then the entry is refused.
     *
     * @param detail JSON text of an object
     * @param time when it happened; null means now
     * @param eventBusName a name or an ARN; null means the default bus
     */
    record Entry(
            @Nullable String source,
            @Nullable String detailType,
            @Nullable String detail,
            List<String> resources,
            @Nullable Instant time,
            @Nullable String eventBusName) {
        public Entry {
            resources = List.copyOf(resources);
        }

        /** An event of now, to the default bus. */
        public Entry(String source, String detailType, String detail) {
            this(source, detailType, detail, List.of(), null, null);
        }
    }

    /** What came of an entry. */
    sealed interface Result {
        record Accepted(String eventId) implements Result {}

        /**
         * The entry is not accepted; the others are.
         *
         * @param code such as {@code InvalidArgument} or {@code MalformedDetail}
         */
        record Refused(String code, String message) implements Result {}
    }
}
