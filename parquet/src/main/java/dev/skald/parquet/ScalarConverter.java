package dev.skald.parquet;

import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A value of a column. What stands in a dictionary is converted once and shared. */
final class ScalarConverter extends PrimitiveConverter {
    private final Scalars scalars;
    private final RowSize size;
    private final Consumer<JsonNode> to;
    private @Nullable Dictionary dictionary;
    private @Nullable JsonNode[] known = new JsonNode[0];

    ScalarConverter(Scalars scalars, RowSize size, Consumer<JsonNode> to) {
        this.scalars = scalars;
        this.size = size;
        this.to = to;
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
        this.dictionary = dictionary;
        this.known = new JsonNode[dictionary.getMaxId() + 1];
    }

    @Override
    public void addValueFromDictionary(int id) {
        JsonNode value = known[id];
        if (value == null) {
            value = scalars.of(dictionary(), id);
            known[id] = value;
        }
        add(value);
    }

    private Dictionary dictionary() {
        Dictionary given = dictionary;
        if (given == null) throw ParquetFormat.malformed("a column refers to a dictionary that is not there");
        return given;
    }

    private void add(JsonNode value) {
        size.add(value);
        to.accept(value);
    }

    @Override
    public void addBinary(Binary value) {
        add(scalars.of(value));
    }

    @Override
    public void addBoolean(boolean value) {
        add(Scalars.of(value));
    }

    @Override
    public void addDouble(double value) {
        add(Scalars.of(value));
    }

    @Override
    public void addFloat(float value) {
        add(Scalars.of(value));
    }

    @Override
    public void addInt(int value) {
        add(scalars.of(value));
    }

    @Override
    public void addLong(long value) {
        add(scalars.of(value));
    }
}
