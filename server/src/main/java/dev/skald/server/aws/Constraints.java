package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a request against the model of its operation, as AWS does before it looks at the meaning: first the types, then
 * lengths, ranges, enumerations and patterns. Members that the model does not know are ignored.
 */
public final class Constraints {
    /** More violations than these are not listed. */
    private static final int VIOLATIONS_MAX = 10;

    private final Shape.Structure shape;

    Constraints(Shape.Structure shape) {
        this.shape = shape;
    }

    Shape.Structure shape() {
        return shape;
    }

    /** @throws ServiceException SerializationException or ValidationException */
    public void check(ObjectNode request) {
        checkTypes(shape, request);
        List<String> violations = new ArrayList<>();
        checkMembers(shape, request, "", violations);
        if (!violations.isEmpty()) throw refused(violations);
    }

    private static ServiceException refused(List<String> violations) {
        List<String> listed = violations.subList(0, Math.min(violations.size(), VIOLATIONS_MAX));
        String errors = listed.size() == 1 ? "1 validation error" : listed.size() + " validation errors";
        return new ServiceException("ValidationException", errors + " detected: " + String.join("; ", listed));
    }

    // Types.

    private static void checkTypes(Shape shape, JsonNode value) {
        switch (shape) {
            case Shape.Text _ -> {
                if (!value.isString()) throw unreadable(value, "a String");
            }
            case Shape.Whole _ -> {
                if (!value.isNumber() || !value.canConvertToExactIntegral()) throw unreadable(value, "an Integer");
            }
            case Shape.Real _ -> {
                if (!value.isNumber()) throw unreadable(value, "a Float");
            }
            case Shape.Flag _ -> {
                if (!value.isBoolean()) throw unreadable(value, "a Boolean");
            }
            case Shape.Items items -> {
                if (!value.isArray()) throw unreadable(value, "a List");
                for (JsonNode item : value) if (!item.isNull()) checkTypes(items.item(), item);
            }
            case Shape.Structure structure -> {
                if (!value.isObject()) throw unreadable(value, "a Structure");
                for (Shape.Member member : structure.members()) {
                    JsonNode present = present(value, member.name());
                    if (present != null) checkTypes(member.shape(), present);
                }
            }
        }
    }

    private static ServiceException unreadable(JsonNode value, String wanted) {
        String message = switch (value.getNodeType()) {
            case OBJECT -> "Start of structure or map found where not expected.";
            case ARRAY -> "Start of list found where not expected";
            case STRING -> "STRING_VALUE can not be converted to " + wanted;
            case NUMBER -> "NUMBER_VALUE can not be converted to " + wanted;
            case BOOLEAN ->
                (value.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE") + " can not be converted to " + wanted;
            case NULL, BINARY, POJO, MISSING -> "Unexpected field type";
        };
        return new ServiceException("SerializationException", message);
    }

    // Values.

    private static void checkMembers(Shape.Structure structure, JsonNode value, String path, List<String> violations) {
        for (Shape.Member member : structure.members()) {
            JsonNode present = present(value, member.name());
            if (present != null) checkValue(member.shape(), present, path + member.name(), violations);
            else if (member.required())
                violations.add("Value null at '" + path + member.name()
                        + "' failed to satisfy constraint: Member must not be null");
        }
    }

    private static void checkValue(Shape shape, JsonNode value, String path, List<String> violations) {
        switch (shape) {
            case Shape.Text text -> checkText(text, value.stringValue(), path, violations);
            case Shape.Whole whole -> checkRange(value, whole.min(), whole.max(), path, violations);
            case Shape.Real real -> checkReal(real, value, path, violations);
            case Shape.Flag _ -> {}
            case Shape.Items items -> checkItems(items, value, path, violations);
            case Shape.Structure structure -> checkMembers(structure, value, path + ".", violations);
        }
    }

    private static void checkText(Shape.Text shape, String text, String path, List<String> violations) {
        String shown = shape.sensitive() ? null : text;
        if (text.length() < shape.min())
            violations.add(violation(shown, path, "have length greater than or equal to " + shape.min()));
        if (text.length() > shape.max())
            violations.add(violation(shown, path, "have length less than or equal to " + shape.max()));
        if (!shape.values().isEmpty() && !shape.values().contains(text))
            violations.add(violation(shown, path, "satisfy enum value set: " + shape.values()));
        if (shape.pattern() != null && !shape.pattern().matcher(text).matches())
            violations.add(violation(shown, path, "satisfy regular expression pattern: " + shape.pattern()));
    }

    private static void checkRange(JsonNode value, long min, long max, String path, List<String> violations) {
        if (!value.canConvertToLong() || value.longValue() > max)
            violations.add(violation(value.asString(), path, "have value less than or equal to " + max));
        else if (value.longValue() < min)
            violations.add(violation(value.asString(), path, "have value greater than or equal to " + min));
    }

    private static void checkReal(Shape.Real shape, JsonNode value, String path, List<String> violations) {
        if (value.doubleValue() > shape.max())
            violations.add(violation(value.asString(), path, "have value less than or equal to " + plain(shape.max())));
        if (value.doubleValue() < shape.min())
            violations.add(
                    violation(value.asString(), path, "have value greater than or equal to " + plain(shape.min())));
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static void checkItems(Shape.Items shape, JsonNode list, String path, List<String> violations) {
        if (list.size() < shape.min())
            violations.add(violation(list.toString(), path, "have length greater than or equal to " + shape.min()));
        if (list.size() > shape.max())
            violations.add(violation(list.toString(), path, "have length less than or equal to " + shape.max()));
        for (int i = 0; i < list.size() && violations.size() < VIOLATIONS_MAX; i++) {
            JsonNode item = list.get(i);
            String itemPath = path + "." + (i + 1) + ".member";
            if (item.isNull()) violations.add(violation("null", itemPath, "not be null"));
            else checkValue(shape.item(), item, itemPath, violations);
        }
    }

    private static String violation(@Nullable String shown, String path, String must) {
        String value = shown == null ? "Value" : "Value '" + shown + "'";
        return value + " at '" + path + "' failed to satisfy constraint: Member must " + must;
    }

    private static @Nullable JsonNode present(JsonNode structure, String name) {
        JsonNode value = structure.get(name);
        return value == null || value.isNull() ? null : value;
    }
}
