package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks what is given to {@link PutEvents}, in AWS's words, and makes events of it. */
final class Entries {
    /** What the time of an entry counts for. */
    private static final int TIME_BYTES = 14;

    private static final String RESERVED = "aws.";

    private Entries() {}

    /** @throws ServiceException ValidationException when the call as a whole is refused */
    static void check(List<PutEvents.Entry> entries) {
        if (entries.isEmpty()) throw violation("Member must have length greater than or equal to 1");
        if (entries.size() > PutEvents.ENTRIES_MAX)
            throw violation("Member must have length less than or equal to " + PutEvents.ENTRIES_MAX);
        long bytes = entries.stream().mapToLong(Entries::bytes).sum();
        if (bytes > PutEvents.BYTES_MAX)
            throw new ServiceException(
                    "ValidationException", "Total size of the entries in the request is over the limit.");
    }

    private static ServiceException violation(String must) {
        return new ServiceException(
                "ValidationException",
                "1 validation error detected: Value at 'entries' failed to satisfy constraint: " + must);
    }

    private static long bytes(PutEvents.Entry entry) {
        long bytes = entry.time() == null ? 0 : TIME_BYTES;
        bytes += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
        for (String resource : entry.resources()) bytes += bytes(resource);
        return bytes;
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Why an entry is not accepted; empty when it is. */
    static Optional<PutEvents.Result.Refused> refusal(PutEvents.Entry entry, Rules rules) {
        String source = entry.source();
        if (source == null || isAbsent(source)) return Optional.of(required("Source"));
        if (source.startsWith(RESERVED))
            return Optional.of(
                    new PutEvents.Result.Refused("NotAuthorizedForSourceException", "Not authorized for the source."));
        if (isAbsent(entry.detailType())) return Optional.of(required("DetailType"));
        if (isAbsent(entry.detail())) return Optional.of(required("Detail"));
        if (detail(entry) == null) return Optional.of(malformed());
        if (!rules.hasBus(bus(entry)))
            return Optional.of(new PutEvents.Result.Refused(
                    "ResourceNotFoundException", "Event bus " + bus(entry) + " does not exist."));
        return Optional.empty();
    }

    /** The refusal of what is no JSON object, or none that patterns can be matched against. */
    static PutEvents.Result.Refused malformed() {
        return new PutEvents.Result.Refused("MalformedDetail", "Detail is malformed.");
    }

    private static boolean isAbsent(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static PutEvents.Result.Refused required(String name) {
        return new PutEvents.Result.Refused(
                "InvalidArgument", "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
    }

    private static @Nullable JsonNode detail(PutEvents.Entry entry) {
        try {
            JsonNode detail = Json.parse(String.valueOf(entry.detail()));
            return detail.isObject() ? detail : null;
        } catch (MalformedJson malformed) {
            return null;
        }
    }

    static String bus(PutEvents.Entry entry) {
        String name = entry.eventBusName();
        return name == null || name.isEmpty() ? EventRule.DEFAULT_BUS : BusArn.name(name);
    }

    /** The event of an entry that is not refused. */
    static String event(EventSpace space, String id, PutEvents.Entry entry) {
        JsonNode detail = detail(entry);
        if (entry.source() == null || entry.detailType() == null || detail == null)
            throw new IllegalArgumentException("an entry that is refused");
        var time = entry.time() == null ? space.now() : entry.time();
        return BusEvent.text(space, id, entry.source(), entry.detailType(), time, entry.resources(), detail);
    }
}
