package dev.skald.asl;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A payload template (section 1.5), compiled. */
sealed interface Template {
    /** A part without anything to evaluate. Its tree is shared. */
    record Constant(JsonNode value) implements Template {}

    /**
     * {@code "name.$": "$.path"}.
     *
     * @param field the field's name, with {@code .$}
     */
    record Query(String field, Path path) implements Template {}

    /** {@code "name.$": "States.UUID()"}. */
    record Call(Intrinsic intrinsic) implements Template {}

    /** An object with something to evaluate in it. */
    record Members(List<Member> members) implements Template {}

    /** An array with something to evaluate in it. */
    record Elements(List<Template> elements) implements Template {}

    /** @param name without {@code .$} */
    record Member(String name, Template value) {}

    /** @throws EvaluationException if a path selects nothing, an intrinsic fails, or the result is beyond the limits */
    default Payload evaluate(Frame frame) {
        return Payload.of(Json.checked(value(frame)));
    }

    private JsonNode value(Frame frame) {
        return switch (this) {
            case Constant(JsonNode value) -> value;
            case Query(String field, Path path) -> query(field, path, frame);
            case Call(Intrinsic intrinsic) -> intrinsic.evaluate(frame);
            case Members(List<Member> members) -> members(members, frame);
            case Elements(List<Template> elements) -> elements(elements, frame);
        };
    }

    private static JsonNode members(List<Member> members, Frame frame) {
        ObjectNode object = Json.object();
        for (Member member : members) object.set(member.name(), member.value().value(frame));
        return object;
    }

    private static JsonNode elements(List<Template> elements, Frame frame) {
        ArrayNode array = Json.array();
        for (Template element : elements) array.add(element.value(frame));
        return array;
    }

    /** What a path selects, or AWS's text that names the field. */
    static JsonNode query(String field, Path path, Frame frame) {
        JsonNode found = path.find(frame);
        if (found != null) return found;
        throw new EvaluationException(
                ErrorName.RUNTIME,
                "The JSONPath '" + path.text() + "' specified for the field '" + field
                        + "' could not be found in the input '" + path.subject(frame) + "'");
    }
}
