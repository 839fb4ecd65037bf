package dev.skald.server.aws;

import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;

/** Writes an event of the journal as AWS's {@code HistoryEvent}: timestamp, type, id, previousEventId, and the details. */
public final class HistoryEventJson {
    private final EventDetails details;

    /**
     * @param execution whose events they are
     * @param includeData whether inputs, outputs and parameters are shown; errors and causes always are
     */
    public HistoryEventJson(ExecutionRow execution, boolean includeData) {
        this.details = new EventDetails(execution, includeData, Integer.MAX_VALUE);
    }

    /** Writes the members of one published event. */
    public void write(Event event, JsonWriter out) {
        out.time("timestamp", event.at())
                .text("type", EventType.of(event.detail()))
                .number("id", event.id())
                .number("previousEventId", event.previousId());
        EventDetails.Named named = details.of(event.detail());
        if (named != null) out.object(named.name(), named.members());
    }
}
