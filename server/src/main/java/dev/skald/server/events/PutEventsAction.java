package dev.skald.server.events;

import dev.skald.engine.ServiceException;
import dev.skald.server.aws.Action;
import dev.skald.server.aws.Parameters;
import dev.skald.server.json.JsonWriter;
import dev.skald.tasks.events.PutEvents;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** PutEvents. */
final class PutEventsAction implements Action {
    private final PutEvents bus;

    PutEventsAction(PutEvents bus) {
        this.bus = bus;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        List<PutEvents.Entry> entries = new ArrayList<>();
        for (JsonNode entry : in.items("Entries")) entries.add(entry(entry));
        List<PutEvents.Result> results = bus.putEvents(entries);
        long failed = results.stream()
                .filter(result -> result instanceof PutEvents.Result.Refused)
                .count();
        out.number("FailedEntryCount", failed);
        out.list("Entries", items -> results.forEach(result -> items.object(item -> item(result, item))));
    }

    private static void item(PutEvents.Result result, JsonWriter item) {
        switch (result) {
            case PutEvents.Result.Accepted(var eventId) -> item.text("EventId", eventId);
            case PutEvents.Result.Refused(var code, var message) ->
                item.text("ErrorCode", code).text("ErrorMessage", message);
        }
    }

    private static PutEvents.Entry entry(JsonNode entry) {
        List<String> resources = new ArrayList<>();
        for (JsonNode resource : entry.path("Resources")) resources.add(resource.asString());
        return new PutEvents.Entry(
                text(entry, "Source"),
                text(entry, "DetailType"),
                text(entry, "Detail"),
                resources,
                time(entry.path("Time")),
                text(entry, "EventBusName"));
    }

    private static @Nullable String text(JsonNode entry, String name) {
        JsonNode value = entry.path(name);
        return value.isString() ? value.stringValue() : null;
    }

    /** Seconds since the epoch, as SDKs send them, or ISO 8601, as people do. */
    private static @Nullable Instant time(JsonNode time) {
        if (time.isMissingNode() || time.isNull()) return null;
        try {
            if (time.isNumber()) return Instant.ofEpochMilli(Math.round(time.doubleValue() * 1000));
            if (time.isString()) return OffsetDateTime.parse(time.stringValue()).toInstant();
        } catch (DateTimeException noTime) {
            throw unreadable(noTime);
        }
        throw unreadable(null);
    }

    private static ServiceException unreadable(@Nullable DateTimeException why) {
        String reason = why == null ? "" : ": " + why.getMessage();
        return new ServiceException("SerializationException", "'Time' is no timestamp" + reason + ".");
    }
}
