package dev.skald.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random definition that validates and whose paths all lead somewhere: it may fail by a task or a Fail state, and never
 * by {@code States.Runtime}.
 */
final class ValidMachine {
    private static final int MOST_STATES = 4;
    private static final int DEEPEST = 2;

    /** What holds in every state: the first one assigns these variables. */
    private static final List<String> EXPRESSIONS = List.of(
            "$",
            "$number",
            "$list[0]",
            "$list[1:]",
            "$object.a",
            "$object['b'].c",
            "$$.State.Name",
            "$$.Execution.Id",
            "States.Format('{} {}', $text, $number)",
            "States.Array($number, $text)",
            "States.ArrayLength($list)",
            "States.MathAdd($number, 1)",
            "States.JsonToString($object)",
            "States.UUID()");

    private final Random random;
    private int named;

    private ValidMachine(Random random) {
        this.random = random;
    }

    static String random(Random random) {
        String block = new ValidMachine(random).block(0);
        String first = """
                {"StartAt":"Init","States":{"Init":{"Type":"Pass","Assign":{"number":1,"text":"t","list":[1,2,3],
                "object":{"a":null,"b":{"c":[true]}}},"Next":"S1"},""";
        return block.replaceFirst(
                "\\{\"StartAt\":\"S1\",\"States\":\\{", first.strip().replace("\n", ""));
    }

    private String block(int depth) {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(MOST_STATES); i >= 0; i--) names.add("S" + ++named);
        List<String> states = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) states.add('"' + names.get(i) + "\":{" + state(names, i, depth) + "}");
        return "{\"StartAt\":\"" + names.getFirst() + "\",\"States\":{" + String.join(",", states) + "}}";
    }

    private String state(List<String> names, int at, int depth) {
        boolean last = at == names.size() - 1;
        String next = last ? "" : names.get(at + 1);
        return switch (random.nextInt(8)) {
            case 0 -> last ? "\"Type\":\"Succeed\",\"OutputPath\":\"$number\"" : choice(names, at);
            case 1 -> last && random.nextInt(4) == 0 ? "\"Type\":\"Fail\",\"ErrorPath\":\"$text\"" : wait(next);
            case 2 -> depth < DEEPEST ? map(next, depth) : pass(next);
            case 3 -> depth < DEEPEST ? parallel(next, depth) : pass(next);
            case 4, 5 -> task(next);
            default -> pass(next);
        };
    }

    private static String to(String next) {
        return next.isEmpty() ? ",\"End\":true" : ",\"Next\":\"" + next + '"';
    }

    private String expression() {
        return EXPRESSIONS.get(random.nextInt(EXPRESSIONS.size()));
    }

    /** Names that no other block assigns. */
    private String assign() {
        return random.nextBoolean() ? "" : ",\"Assign\":{\"v" + ++named + ".$\":\"" + expression() + "\"}";
    }

    private String template(String field) {
        return random.nextBoolean()
                ? ""
                : ",\"" + field + "\":{\"k.$\":\"" + expression() + "\",\"l\":[{\"m.$\":\"" + expression() + "\"}]}";
    }

    private String inputPath() {
        return List.of("", ",\"InputPath\":null", ",\"InputPath\":\"$list\"", ",\"InputPath\":\"$$\"")
                .get(random.nextInt(4));
    }

    private String outputs() {
        return List.of("", ",\"ResultPath\":null", ",\"OutputPath\":\"$object\"", ",\"OutputPath\":null")
                .get(random.nextInt(4));
    }

    private String pass(String next) {
        String result = random.nextInt(4) == 0 ? ",\"Result\":[1,\"x\"]" : template("Parameters");
        return "\"Type\":\"Pass\"" + inputPath() + result + outputs() + assign() + to(next);
    }

    private String wait(String next) {
        String time = random.nextBoolean() ? "\"SecondsPath\":\"$number\"" : "\"Timestamp\":\"2020-01-01T00:00:00Z\"";
        return "\"Type\":\"Wait\"," + time + assign() + to(next);
    }

    private String choice(List<String> names, int at) {
        String later = names.get(at + 1 + random.nextInt(names.size() - at - 1));
        return "\"Type\":\"Choice\",\"Choices\":[{\"Variable\":\"$number\",\"NumericEquals\":" + random.nextInt(2)
                + ",\"Next\":\"" + later + '"' + assign() + "}],\"Default\":\"" + names.get(at + 1) + '"' + assign();
    }

    private String task(String next) {
        String retry =
                random.nextBoolean() ? "" : ",\"Retry\":[{\"ErrorEquals\":[\"States.TaskFailed\"],\"MaxAttempts\":1}]";
        return "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:f\",\"TimeoutSecondsPath\":\"$number\""
                + template("Parameters") + template("ResultSelector") + outputs() + assign() + retry + caught(next)
                + to(next);
    }

    private String caught(String next) {
        if (next.isEmpty() || random.nextBoolean()) return "";
        return ",\"Catch\":[{\"ErrorEquals\":[\"States.ALL\"],\"ResultPath\":null,\"Assign\":{\"v" + ++named
                + ".$\":\"$.Error\"},\"Next\":\"" + next + "\"}]";
    }

    private String map(String next, int depth) {
        return "\"Type\":\"Map\",\"ItemsPath\":\"$list\",\"MaxConcurrency\":" + random.nextInt(3)
                + template("ItemSelector") + outputs() + assign() + caught(next) + ",\"ItemProcessor\":"
                + block(depth + 1) + to(next);
    }

    private String parallel(String next, int depth) {
        List<String> branches = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) branches.add(block(depth + 1));
        return "\"Type\":\"Parallel\",\"Branches\":" + branches + outputs() + assign() + caught(next) + to(next);
    }
}
