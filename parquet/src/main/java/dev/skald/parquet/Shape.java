package dev.skald.parquet;

import static org.apache.parquet.schema.Type.Repetition.REPEATED;

import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import tools.jackson.databind.JsonNode;

/**
 * Which JSON a type of the schema becomes: the rules of Parquet's specification for lists and maps, with those for files of older
 * writers.
 *
 * @param size counts what a row's converters make
 */
record Shape(RowSize size) {
    /** A converter that hands each value of the type on when it is whole. */
    Converter of(Type type, Consumer<JsonNode> to) {
        if (type.isPrimitive()) return new ScalarConverter(Scalars.of(type.asPrimitiveType()), size, to);
        GroupType group = type.asGroupType();
        if (isList(group)) return new ListConverter(this, group, to);
        if (isMap(group)) return new MapConverter(this, group, to);
        return object(group, to);
    }

    GroupConverter object(GroupType group, Consumer<JsonNode> to) {
        return new ObjectConverter(this, group, to);
    }

    private static boolean isList(GroupType group) {
        return group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation && hasOnlyARepeatedField(group);
    }

    private static boolean isMap(GroupType group) {
        var annotation = group.getLogicalTypeAnnotation();
        return (annotation instanceof MapLogicalTypeAnnotation || annotation instanceof MapKeyValueTypeAnnotation)
                && hasOnlyARepeatedField(group)
                && !group.getType(0).isPrimitive()
                && group.getType(0).asGroupType().getFieldCount() <= 2
                && group.getType(0).asGroupType().getFieldCount() >= 1;
    }

    private static boolean hasOnlyARepeatedField(GroupType group) {
        return group.getFieldCount() == 1 && group.getType(0).isRepetition(REPEATED);
    }

    /** Whether a list's repeated field wraps its element, as it should, or is the element, as older writers had it. */
    static boolean wrapsElement(GroupType list) {
        Type repeated = list.getType(0);
        if (repeated.isPrimitive()) return false;
        GroupType group = repeated.asGroupType();
        return group.getFieldCount() == 1
                && !group.getType(0).isRepetition(REPEATED)
                && !group.getName().equals("array")
                && !group.getName().equals(list.getName() + "_tuple");
    }
}
