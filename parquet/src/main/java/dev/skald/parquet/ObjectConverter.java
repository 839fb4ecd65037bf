package dev.skald.parquet;

import static org.apache.parquet.schema.Type.Repetition.REPEATED;

import dev.skald.asl.Json;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A group: an object with all its fields, also those that are null. A field that is repeated outside of a list is an array. */
final class ObjectConverter extends GroupConverter {
    private final GroupType group;
    private final RowSize size;
    private final Consumer<JsonNode> to;
    private final Converter[] fields;
    private ObjectNode object = Json.object();

    ObjectConverter(Shape shape, GroupType group, Consumer<JsonNode> to) {
        this.group = group;
        this.size = shape.size();
        this.to = to;
        this.fields = group.getFields().stream()
                .map(field -> shape.of(field, member(field)))
                .toArray(Converter[]::new);
    }

    private Consumer<JsonNode> member(Type field) {
        String name = field.getName();
        if (field.isRepetition(REPEATED)) return value -> ((ArrayNode) object.get(name)).add(value);
        return value -> object.set(name, value);
    }

    @Override
    public Converter getConverter(int field) {
        return fields[field];
    }

    @Override
    public void start() {
        object = Json.object();
        size.add(object);
        for (Type field : group.getFields())
            object.set(field.getName(), field.isRepetition(REPEATED) ? Json.array() : Json.nullNode());
    }

    @Override
    public void end() {
        to.accept(object);
    }
}
