package dev.skald.server.aws;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.ReaderData;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ReadRequest;
import dev.skald.tasks.items.ObjectItemReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code mapItemReaderData} of TestState: read as an object of that content, in the format of the state's {@code
 * ReaderConfig}. What a listing or a manifest would lead to is given as JSON.
 */
final class GivenReaderData implements ReaderData {
    private static final Set<String> FORMATS = Set.of("CSV", "JSON", "JSONL");
    private static final String GET_OBJECT = "arn:aws:states:::s3:getObject";

    private final ObjectItemReader reader;

    GivenReaderData(String text) {
        this.reader = new ObjectItemReader(new GivenObject(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Payload items(Payload config) {
        var request = new ReadRequest(GET_OBJECT, GivenObject.ARGUMENTS, format(config));
        ArrayNode items = Json.array();
        try (var source = reader.open(request)) {
            for (Item item = source.next(); item != null; item = source.next())
                items.add(item.value().node());
        } catch (ItemReaderException e) {
            throw new UnreadableException(e.error(), e.cause());
        }
        return Payload.of(items);
    }

    private static Payload format(Payload config) {
        ObjectNode format = (ObjectNode) config.node().deepCopy();
        format.remove("ManifestType");
        if (!FORMATS.contains(format.path("InputType").asString(""))) format.put("InputType", "JSON");
        return Payload.of(format);
    }
}
