package dev.skald.server.logs;

import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.aws.EventDetails;
import dev.skald.server.json.JsonWriter;

/**
 * One event as AWS logs it: a line of JSON, numbers of its envelope as text. See section 5.3 of the Step Functions
 * reference.
 */
final class LogLine {
    /** AWS cuts inputs and outputs whose escaped text is longer: a log event has 256 KiB. */
    static final int DATA_BYTES_MAX = 248 * 1024;

    private final ExecutionRow execution;
    private final EventDetails details;

    LogLine(ExecutionRow execution, boolean includeData) {
        this.execution = execution;
        this.details = new EventDetails(execution, includeData, DATA_BYTES_MAX);
    }

    /** The line, without its end. */
    byte[] of(Event event) {
        EventDetails.Named named = details.of(event.detail());
        JsonWriter line = new JsonWriter();
        line.text("id", Long.toString(event.id())).text("type", EventType.of(event.detail()));
        line.object("details", members -> {
            if (named != null) named.members().accept(members);
        });
        line.text("previous_event_id", Long.toString(event.previousId()))
                .text("event_timestamp", Long.toString(event.at().toEpochMilli()))
                .text("execution_arn", execution.arn());
        ExecutionRow.MapItem item = execution.origin().mapItem();
        if (item != null) line.text("map_run_arn", item.mapRunArn());
        return line.text("redrive_count", Integer.toString(execution.redriveCount()))
                .end();
    }
}
