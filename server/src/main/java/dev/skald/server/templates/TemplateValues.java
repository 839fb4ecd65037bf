package dev.skald.server.templates;

import dev.skald.asl.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.velocity.runtime.directive.ForeachScope;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The values that templates work with: strings, numbers, booleans, maps and lists, and what may be done with each. This is
 * the whole list: no other object has methods in a template.
 */
final class TemplateValues {
    private TemplateValues() {}

    static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> map(node);
            case ARRAY -> list(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    private static CountedMap map(JsonNode node) {
        TemplateBudget.counting().entries(node.size());
        CountedMap map = new CountedMap();
        for (Map.Entry<String, JsonNode> each : node.properties()) map.put(each.getKey(), of(each.getValue()));
        return map;
    }

    private static CountedList list(JsonNode node) {
        TemplateBudget.counting().entries(node.size());
        CountedList list = CountedList.ofJson();
        for (JsonNode each : node) list.add(of(each));
        return list;
    }

    private static Number number(JsonNode node) {
        return node.numberValue();
    }

    /** A value that is neither a map nor a list, as JSON. */
    static JsonNode scalar(@Nullable Object value) {
        return switch (value) {
            case null -> Json.nullNode();
            case Boolean flag -> Json.bool(flag);
            case Integer whole -> Json.number(whole.longValue());
            case Long whole -> Json.number(whole);
            case Number number -> Json.parseTrusted(number.toString());
            default -> Json.text(text(value));
        };
    }

    /** The value as it is written into a text. */
    static String text(Object value) {
        return switch (value) {
            case Map<?, ?> _, Collection<?> _, Map.Entry<?, ?> _ -> ValueText.of(value);
            // A #define that uses itself too often has no text at all.
            default -> TemplateBudget.current().text(Objects.requireNonNullElse(value.toString(), ""));
        };
    }

    /**
     * Calls a method.
     *
     * @throws TemplateException when the value has no such method in templates
     */
    static @Nullable Object call(Object on, Arguments arguments) {
        TemplateBudget.current().step();
        try {
            return switch (on) {
                case TemplateObject object -> object.call(arguments.method(), arguments);
                case ForeachScope loop -> loop(loop, arguments.method());
                case String text -> TemplateStrings.call(text, arguments);
                case Map<?, ?> map -> ofMap(mutable(map), arguments);
                case Map.Entry<?, ?> entry -> ofEntry(entry, arguments);
                case List<?> list -> ofList(mutable(list), arguments);
                case Collection<?> collection -> ofCollection(collection, arguments);
                case Number number -> ofNumber(number, arguments);
                case Boolean flag -> ofBoolean(flag, arguments);
                default -> ofAny(on, arguments);
            };
        } catch (IndexOutOfBoundsException | UnsupportedOperationException | IllegalArgumentException wrong) {
            throw new TemplateException(arguments.method() + " failed: " + wrong.getMessage());
        }
    }

    /** Reads a property. */
    static @Nullable Object property(Object of, String name) {
        TemplateBudget.current().step();
        return switch (of) {
            case TemplateObject object -> object.get(name);
            case ForeachScope loop -> loop(loop, name);
            case Map<?, ?> map -> map.get(name);
            case Map.Entry<?, ?> entry -> name.equals("key") ? entry.getKey() : entry.getValue();
            case String text when name.equals("empty") -> text.isEmpty();
            case Collection<?> list when name.equals("empty") -> list.isEmpty();
            default -> throw new TemplateException(kind(of) + " has no property " + name + " in templates");
        };
    }

    private static String kind(Object value) {
        return switch (value) {
            case String _ -> "a string";
            case Map<?, ?> _ -> "a map";
            case Collection<?> _ -> "a list";
            case Number _ -> "a number";
            case Boolean _ -> "a boolean";
            default -> "this value";
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<Object, @Nullable Object> mutable(Map<?, ?> map) {
        return (Map<Object, @Nullable Object>) map;
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> mutable(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    private static Object loop(ForeachScope loop, String name) {
        return switch (name) {
            case "count", "getCount" -> loop.getCount();
            case "index", "getIndex" -> loop.getIndex();
            case "hasNext", "getHasNext" -> loop.hasNext();
            case "first", "isFirst", "getFirst" -> loop.isFirst();
            case "last", "isLast", "getLast" -> loop.isLast();
            default -> throw new TemplateException("$foreach has no property " + name + " in templates");
        };
    }

    private static @Nullable Object ofMap(Map<Object, @Nullable Object> map, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "get1" -> map.get(arguments.at(0));
            case "getOrDefault2" -> map.getOrDefault(key(arguments), arguments.at(1));
            case "containsKey1" -> map.containsKey(arguments.at(0));
            case "containsValue1" -> TemplateEquality.indexIn(map.values(), arguments.at(0)) >= 0;
            case "put2" -> room(map.size(), 1) ? map.put(key(arguments), plain(arguments.at(1))) : null;
            case "putIfAbsent2" -> room(map.size(), 1) ? map.putIfAbsent(key(arguments), plain(arguments.at(1))) : null;
            case "putAll1" -> putAll(map, arguments.at(0));
            case "remove1" -> map.remove(arguments.at(0));
            case "size0" -> map.size();
            case "isEmpty0" -> map.isEmpty();
            case "keySet0" -> CountedList.of(map.keySet());
            case "values0" -> CountedList.of(map.values());
            case "entrySet0" -> CountedList.of(map.entrySet());
            default -> ofAny(map, arguments);
        };
    }

    private static Object key(Arguments arguments) {
        return arguments.text(0);
    }

    private static @Nullable Object putAll(Map<Object, @Nullable Object> map, @Nullable Object other) {
        if (other instanceof Map<?, ?> more && room(map.size(), more.size())) map.putAll(mutable(more));
        return null;
    }

    private static boolean room(int size, int more) {
        TemplateBudget.requireRoom(size + (long) more);
        return true;
    }

    /** What may be put into a map or list: no block of the template, which would be rendered anew at each use. */
    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean flag -> flag;
            case Map<?, ?> map -> map;
            case Collection<?> list -> list;
            default -> text(value);
        };
    }

    private static @Nullable Object ofEntry(Map.Entry<?, ?> entry, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "getKey0" -> entry.getKey();
            case "getValue0" -> entry.getValue();
            default -> ofAny(entry, arguments);
        };
    }

    private static @Nullable Object ofList(List<@Nullable Object> list, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "get1" -> list.get(arguments.whole(0));
            case "set2" -> list.set(arguments.whole(0), plain(arguments.at(1)));
            case "add1" -> room(list.size(), 1) && list.add(plain(arguments.at(0)));
            case "addAll1" ->
                arguments.at(0) instanceof Collection<?> more && room(list.size(), more.size()) && list.addAll(more);
            case "indexOf1" -> TemplateEquality.indexIn(list, arguments.at(0));
            case "subList2" -> CountedList.of(list.subList(arguments.whole(0), arguments.whole(1)));
            default -> ofCollection(list, arguments);
        };
    }

    private static @Nullable Object ofCollection(Collection<?> list, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "size0" -> list.size();
            case "isEmpty0" -> list.isEmpty();
            case "contains1" -> TemplateEquality.indexIn(list, arguments.at(0)) >= 0;
            case "containsAll1" -> arguments.at(0) instanceof Collection<?> others && containsAll(list, others);
            case "toArray0" -> CountedList.of(list);
            default -> ofAny(list, arguments);
        };
    }

    private static boolean containsAll(Collection<?> list, Collection<?> others) {
        for (Object each : others) if (TemplateEquality.indexIn(list, each) < 0) return false;
        return true;
    }

    private static @Nullable Object ofNumber(Number number, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "intValue0" -> number.intValue();
            case "longValue0" -> number.longValue();
            case "doubleValue0", "floatValue0" -> number.doubleValue();
            case "parseInt1", "parseLong1", "parseDouble1", "parseFloat1", "valueOf1" -> parsed(number, arguments);
            case "compareTo1" -> new BigDecimal(number.toString()).compareTo(new BigDecimal(arguments.text(0)));
            default -> ofAny(number, arguments);
        };
    }

    // Templates have no classes to call, so they call these through a number that they have.
    private static Number parsed(Number of, Arguments arguments) {
        String text = arguments.text(0);
        return switch (of) {
            case Long _ -> Long.valueOf(text);
            case BigInteger _ -> Long.valueOf(text);
            case Integer _ when arguments.method().equals("parseLong") -> Long.valueOf(text);
            case Integer _ -> Integer.valueOf(text);
            default -> Double.valueOf(text);
        };
    }

    private static @Nullable Object ofBoolean(Boolean flag, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "booleanValue0" -> flag;
            case "parseBoolean1", "valueOf1" -> Boolean.valueOf(arguments.text(0));
            default -> ofAny(flag, arguments);
        };
    }

    private static @Nullable Object ofAny(Object value, Arguments arguments) {
        return switch (arguments.method() + arguments.count()) {
            case "toString0" -> text(value);
            case "equals1" -> TemplateEquality.same(value, arguments.at(0));
            case "hashCode0" -> value.hashCode();
            default -> throw arguments.unknown(kind(value));
        };
    }
}
