package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.engine.ServiceException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** An event as a person has changed it, to be sent in place of the one that its target did not get. */
final class ChangedEvent {
    private ChangedEvent() {}

    /** @throws ServiceException ValidationException when it is no event, another one, or too long */
    static String text(Payload changed, DeadLetter letter) {
        JsonNode event = changed.node();
        if (!event.isObject()) throw refused("be a JSON object");
        if (!event.path("id").asString("").equals(letter.eventId())) throw refused("keep its id, " + letter.eventId());
        requireText(event, "source");
        requireText(event, "detail-type");
        if (!event.path("detail").isObject()) throw refused("have an object 'detail'");
        int bytesMax = Math.max(PutEvents.BYTES_MAX, bytes(letter.event()));
        // Without what a person has laid out: written as all events are.
        String text = Json.write(event);
        if (bytes(text) > bytesMax) throw refused("have at most " + bytesMax + " bytes");
        return text;
    }

    private static void requireText(JsonNode event, String name) {
        JsonNode text = event.path(name);
        if (!text.isString() || text.stringValue().isEmpty()) throw refused("have a text '" + name + "'");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ServiceException refused(String must) {
        return new ServiceException("ValidationException", "The changed event must " + must + ".");
    }
}
