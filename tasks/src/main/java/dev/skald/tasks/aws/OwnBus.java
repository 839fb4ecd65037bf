package dev.skald.tasks.aws;

import dev.skald.core.Effect;
import dev.skald.engine.ServiceException;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.events.PutEvents;
import dev.skald.tasks.events.PutEvents.Entry;
import dev.skald.tasks.events.PutEvents.Result;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code events:putEvents} onto Skald's own bus, as EventBridge would answer. */
final class OwnBus {
    private static final Set<String> MEMBERS = Set.of("Entries", "EndpointId");
    private static final Set<String> ENTRY_MEMBERS =
            Set.of("Source", "DetailType", "Detail", "Resources", "Time", "EventBusName", "TraceHeader");
    private static final Set<String> FAILURES = Set.of("InternalFailure", "ServiceUnavailable");

    private final PutEvents bus;

    OwnBus(PutEvents bus) {
        this.bus = bus;
    }

    TaskOutcome put(JsonNode parameters) throws UnusableParameters {
        requireKnown(parameters, MEMBERS);
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : parameters.path("Entries")) entries.add(entry(entry));
        try {
            return EventsTask.outcome(answer(bus.putEvents(entries)));
        } catch (ServiceException refused) {
            return refused(refused);
        }
    }

    private static void requireKnown(JsonNode object, Set<String> members) throws UnusableParameters {
        for (String name : object.propertyNames()) if (!members.contains(name)) throw UnusableParameters.unknown(name);
    }

    private static Entry entry(JsonNode entry) throws UnusableParameters {
        if (!entry.isObject()) throw UnusableParameters.malformed("Entries");
        requireKnown(entry, ENTRY_MEMBERS);
        return new Entry(
                text(entry, "Source"),
                text(entry, "DetailType"),
                text(entry, "Detail"),
                resources(entry),
                time(entry.path("Time")),
                text(entry, "EventBusName"));
    }

    private static @Nullable String text(JsonNode entry, String member) {
        return entry.hasNonNull(member) ? Blobs.text(entry.path(member)) : null;
    }

    private static List<String> resources(JsonNode entry) {
        List<String> resources = new ArrayList<>();
        for (JsonNode resource : entry.path("Resources")) resources.add(Blobs.text(resource));
        return resources;
    }

    private static @Nullable Instant time(JsonNode time) throws UnusableParameters {
        try {
            if (time.isNumber())
                return Instant.ofEpochMilli(
                        time.decimalValue().movePointRight(3).longValue());
            return time.isString() ? OffsetDateTime.parse(time.stringValue()).toInstant() : null;
        } catch (DateTimeException noInstant) {
            throw UnusableParameters.malformed("Time");
        }
    }

    private static ObjectNode answer(List<Result> results) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = answer.putArray("Entries");
        int failed = 0;
        for (Result result : results) {
            switch (result) {
                case Result.Accepted accepted -> entries.addObject().put("EventId", accepted.eventId());
                case Result.Refused refused -> {
                    failed++;
                    entries.addObject().put("ErrorCode", refused.code()).put("ErrorMessage", refused.message());
                }
            }
        }
        return answer.put("FailedEntryCount", failed);
    }

    private static TaskOutcome refused(ServiceException refused) {
        boolean uncertain = FAILURES.contains(refused.code());
        String name = refused.code().equals("ThrottlingException") ? refused.code() : "AmazonEventBridgeException";
        String cause = refused.message() + " (Service: AmazonEventBridge; Error Code: " + refused.code() + ")";
        return new TaskOutcome.Failed("EventBridge." + name, cause, uncertain ? Effect.UNCERTAIN : Effect.NONE);
    }
}
