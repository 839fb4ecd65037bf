package dev.skald.asl;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random JSONata expressions over {@link #INPUT}, with a little of everything, sense or not. */
final class JsonataGenerator {
    static final String INPUT = """
            {"n": 3, "x": 2.5, "neg": -7, "s": "hello", "t": "World", "b": true, "no": false, "z": null, "empty": [], "none": {},
             "list": [4, 1, 3, 1], "words": ["b", "a", "c"], "mixed": [1, "a", null, true, [2, 3], {"k": 5}],
             "items": [{"k": "p", "v": 1, "tags": ["u", "w"]}, {"k": "q", "v": 2.5, "tags": []},
               {"k": "p", "v": 3, "w": {"deep": [1, 2]}}],
             "nested": {"list": [[1, 2], [3], []], "n": 10, "s": "x", "o": {"k": 1, "v": "y"}}}""";

    private static final List<String> NAMES = List.of(
            "n", "x", "neg", "s", "t", "b", "no", "z", "empty", "none", "list", "words", "mixed", "items", "nested",
            "k", "v", "tags", "o", "missing");
    private static final List<String> NUMBERS = List.of("0", "1", "2", "3", "-1", "0.5", "10", "2.25", "1e3");
    private static final List<String> TEXTS = List.of("''", "'a'", "'hello'", "\"l\"", "'3'", "'a,b'", "'\\u00e9x'");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "%");
    private static final List<String> COMPARISONS = List.of("=", "!=", "<", "<=", ">", ">=", "in");
    private static final List<String> OF_ONE = List.of(
            "sum",
            "count",
            "max",
            "min",
            "average",
            "string",
            "number",
            "boolean",
            "not",
            "exists",
            "length",
            "uppercase",
            "lowercase",
            "trim",
            "keys",
            "reverse",
            "distinct",
            "sort",
            "abs",
            "floor",
            "ceil",
            "type",
            "spread",
            "merge",
            "join",
            "base64encode",
            "encodeUrlComponent");
    private static final List<String> OF_TWO = List.of(
            "append",
            "contains",
            "split",
            "join",
            "lookup",
            "substring",
            "substringBefore",
            "substringAfter",
            "zip",
            "power",
            "round",
            "pad");
    private static final List<String> WITH_FUNCTION = List.of("map", "filter", "each", "sift", "single");

    private final Random random;

    JsonataGenerator(long seed) {
        this.random = new Random(seed);
    }

    String expression() {
        return value(4, false);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** @param inside whether there is a context to read names of */
    private String value(int depth, boolean inside) {
        if (depth == 0) return leaf(inside);
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> path(depth - 1, inside);
            case 4 -> "(" + value(depth - 1, inside) + " " + one(ARITHMETIC) + " " + value(depth - 1, inside) + ")";
            case 5 -> "(" + value(depth - 1, inside) + " " + one(COMPARISONS) + " " + value(depth - 1, inside) + ")";
            case 6 -> value(depth - 1, inside) + " & " + leaf(inside);
            case 7 -> "(" + value(depth - 1, inside) + (random.nextBoolean() ? " and " : " or ") + leaf(inside) + ")";
            case 8 -> "(" + value(depth - 1, inside) + " ? " + leaf(inside) + " : " + value(depth - 1, inside) + ")";
            case 9 -> "[" + values(depth - 1, inside) + "]";
            case 10 -> object(depth - 1, inside);
            case 11 -> "$" + one(OF_ONE) + "(" + value(depth - 1, inside) + ")";
            case 12 -> "$" + one(OF_TWO) + "(" + value(depth - 1, inside) + ", " + leaf(inside) + ")";
            case 13 ->
                "$" + one(WITH_FUNCTION) + "(" + value(depth - 1, inside) + ", function($v, $i) { "
                        + within(depth - 1, inside) + " })";
            case 14 -> "($y := " + value(depth - 1, inside) + "; " + path("$y", depth - 1) + ")";
            default -> value(depth - 1, inside) + " ~> $" + one(OF_ONE);
        };
    }

    private String within(int depth, boolean inside) {
        return switch (random.nextInt(4)) {
            case 0 -> "$v";
            case 1 -> path("$v", depth);
            case 2 -> "$v = " + leaf(inside);
            default -> "[$v, " + leaf(inside) + "]";
        };
    }

    private String leaf(boolean inside) {
        return switch (random.nextInt(6)) {
            case 0 -> one(NUMBERS);
            case 1 -> one(TEXTS);
            case 2 -> one(List.of("true", "false", "null", "[]", "{}"));
            case 3 -> inside ? one(List.of("$", "k", "v", "n", "tags")) : "$states.input";
            default -> "$states.input." + one(NAMES);
        };
    }

    private String values(int depth, boolean inside) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> random.nextInt(8) == 0 ? "1.." + random.nextInt(4) : value(depth, inside))
                .collect(Collectors.joining(", "));
    }

    private String object(int depth, boolean inside) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> "'" + one(NAMES) + i + "': " + value(depth, inside))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private String path(int depth, boolean inside) {
        return path(inside && random.nextBoolean() ? one(NAMES) : "$states.input." + one(NAMES), depth);
    }

    private String path(String from, int depth) {
        var path = new StringBuilder(from);
        for (int steps = random.nextInt(3); steps > 0; steps--) path.append(step(depth));
        return path.toString();
    }

    private String step(int depth) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> "." + one(NAMES);
            case 3 -> "[" + one(List.of("0", "1", "-1", "9")) + "]";
            case 4 -> "[" + value(Math.max(0, depth - 1), true) + "]";
            case 5 -> ".(" + value(Math.max(0, depth - 1), true) + ")";
            case 6 -> "[]";
            case 7 -> "^(" + one(List.of("", ">", "<")) + one(List.of("v", "k", "$")) + ")";
            case 8 -> "{" + one(List.of("k", "'all'", "$string(v)")) + ": " + one(List.of("v", "$", "$sum(v)")) + "}";
            default -> one(List.of(".*", ".**", ".$"));
        };
    }
}
