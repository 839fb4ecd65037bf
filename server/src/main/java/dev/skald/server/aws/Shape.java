package dev.skald.server.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the model says of a member of a request. */
sealed interface Shape {

    /**
     * A string.
     *
     * @param pattern null when any text will do
     * @param values the only values allowed; empty when it is no enumeration
     * @param sensitive whether errors must not repeat the value
     */
    record Text(int min, int max, @Nullable Pattern pattern, List<String> values, boolean sensitive) implements Shape {}

    record Whole(long min, long max) implements Shape {}

    record Real(double min, double max) implements Shape {}

    record Flag() implements Shape {}

    record Items(Shape item, int min, int max) implements Shape {}

    record Structure(List<Member> members) implements Shape {}

    /** A member of a structure. */
    record Member(String name, Shape shape, boolean required) {}

    /**
     * Reads the shape of a structure from the model.
     *
     * @param payloadMax how long an execution's input or output may be: the one bound that is a setting
     */
    static Structure structure(JsonNode members, int payloadMax) {
        List<Member> list = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            JsonNode model = member.getValue();
            list.add(new Member(member.getKey(), of(model, payloadMax), model.has("required")));
        }
        return new Structure(list);
    }

    private static Shape of(JsonNode model, int payloadMax) {
        String type = model.path("type").asString();
        return switch (type) {
            case "string" -> text(model, payloadMax);
            case "integer" -> new Whole(min(model, Integer.MIN_VALUE), max(model, Integer.MAX_VALUE));
            case "long" ->
                new Whole(
                        model.path("min").asLong(Long.MIN_VALUE),
                        model.path("max").asLong(Long.MAX_VALUE));
            case "float" ->
                new Real(
                        model.path("min").asDouble(-Double.MAX_VALUE),
                        model.path("max").asDouble(Double.MAX_VALUE));
            case "boolean" -> new Flag();
            case "list" ->
                new Items(of(model.path("member"), payloadMax), min(model, 0), max(model, Integer.MAX_VALUE));
            case "structure" -> structure(model.path("members"), payloadMax);
            default -> throw new IllegalStateException("the model has a type that is not known: " + type);
        };
    }

    private static Text text(JsonNode model, int payloadMax) {
        Pattern pattern =
                model.has("pattern") ? Pattern.compile(model.path("pattern").asString()) : null;
        List<String> values = new ArrayList<>();
        for (JsonNode value : model.path("enum")) values.add(value.asString());
        int max = model.has("payload") ? payloadMax : max(model, Integer.MAX_VALUE);
        return new Text(min(model, 0), max, pattern, List.copyOf(values), model.has("sensitive"));
    }

    private static int min(JsonNode model, int absent) {
        return model.path("min").asInt(absent);
    }

    private static int max(JsonNode model, int absent) {
        return model.path("max").asInt(absent);
    }
}
