package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.engine.EventSpace;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The shape that every event has on its way to rules and targets. */
final class BusEvent {
    private BusEvent() {}

    /** @param time shown in whole seconds, as AWS does */
    static String text(
            EventSpace space,
            String id,
            String source,
            String detailType,
            Instant time,
            List<String> resources,
            JsonNode detail) {
        ObjectNode event = Json.object();
        event.put("version", "0")
                .put("id", id)
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", space.accountId())
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", space.region());
        var listed = event.putArray("resources");
        resources.forEach(listed::add);
        event.set("detail", detail);
        return Json.write(event);
    }
}
