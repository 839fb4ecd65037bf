package dev.skald.parquet;

import dev.skald.asl.Json;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A map: an object. A key that is no string is written as its JSON; of equal keys the last one stands. */
final class MapConverter extends GroupConverter {
    private final RowSize size;
    private final Consumer<JsonNode> to;
    private final Entry entry;
    private ObjectNode object = Json.object();

    MapConverter(Shape shape, GroupType map, Consumer<JsonNode> to) {
        this.size = shape.size();
        this.to = to;
        this.entry = new Entry(shape, map.getType(0).asGroupType());
    }

    @Override
    public Converter getConverter(int field) {
        return entry;
    }

    @Override
    public void start() {
        object = Json.object();
        size.add(object);
    }

    @Override
    public void end() {
        to.accept(object);
    }

    /** A key and a value. A map without values is a set; its values are null. */
    private final class Entry extends GroupConverter {
        private final Converter[] fields;
        private JsonNode key = Json.nullNode();
        private JsonNode value = Json.nullNode();

        Entry(Shape shape, GroupType entry) {
            fields = new Converter[entry.getFieldCount()];
            fields[0] = shape.of(entry.getType(0), found -> key = found);
            if (fields.length > 1) fields[1] = shape.of(entry.getType(1), found -> value = found);
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {
            key = Json.nullNode();
            value = Json.nullNode();
            size.add(value);
        }

        @Override
        public void end() {
            object.set(key.isString() ? key.stringValue() : Json.write(key), value);
        }
    }
}
