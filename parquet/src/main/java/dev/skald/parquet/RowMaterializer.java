package dev.skald.parquet;

import dev.skald.asl.Json;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import tools.jackson.databind.JsonNode;

/** Makes an object of each row. */
final class RowMaterializer extends RecordMaterializer<JsonNode> {
    private final RowSize size = new RowSize();
    private final GroupConverter root;
    private JsonNode row = Json.nullNode();

    RowMaterializer(MessageType schema) {
        root = new Shape(size).object(schema, this::finish);
    }

    private void finish(JsonNode finished) {
        row = finished;
        size.reset();
    }

    @Override
    public JsonNode getCurrentRecord() {
        return row;
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }
}
