package dev.skald.parquet;

import dev.skald.asl.Json;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A list: an array. */
final class ListConverter extends GroupConverter {
    private final RowSize size;
    private final Consumer<JsonNode> to;
    private final Converter repeated;
    private ArrayNode array = Json.array();

    ListConverter(Shape shape, GroupType list, Consumer<JsonNode> to) {
        this.size = shape.size();
        this.to = to;
        this.repeated = Shape.wrapsElement(list)
                ? new Wrapped(shape, list.getType(0).asGroupType())
                : shape.of(list.getType(0), this::add);
    }

    private void add(JsonNode element) {
        array.add(element);
    }

    @Override
    public Converter getConverter(int field) {
        return repeated;
    }

    @Override
    public void start() {
        array = Json.array();
        size.add(array);
    }

    @Override
    public void end() {
        to.accept(array);
    }

    /** The group around an element; without one in it the element is null. */
    private final class Wrapped extends GroupConverter {
        private final Converter element;
        private JsonNode value = Json.nullNode();

        Wrapped(Shape shape, GroupType wrapper) {
            this.element = shape.of(wrapper.getType(0), found -> value = found);
        }

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            value = Json.nullNode();
            size.add(value);
        }

        @Override
        public void end() {
            add(value);
        }
    }
}
