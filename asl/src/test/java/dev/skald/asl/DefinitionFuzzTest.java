package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions torn apart at random: the parser never throws and never hangs, and neither do the machines it accepts. */
class DefinitionFuzzTest {
    private static final int MUTANTS = 8_000;
    private static final int MUTANTS_IN_SOAK = 100_000;
    private static final long SEED = 20_260_323;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final List<String> JUNK = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1.5",
            "1e308",
            "99999999999999999999999999",
            "\"\"",
            "\"$\"",
            "\"$$\"",
            "\"$.\"",
            "\"$..*\"",
            "\"$.a[?(@.b == 1)]\"",
            "\"$.a[?(@.b =~ /a*/)]\"",
            "\"$.a[\"",
            "\"$[?(@\"",
            "\"$.a.length()\"",
            "\"$.sum($.a)\"",
            "\"$x\"",
            "\"States.Format('{}', $.a)\"",
            "\"States.Array(\"",
            "\"States.UUID()\"",
            "\"States.ArrayRange(0, 9223372036854775807, 9223372036854775807)\"",
            "\"constructor\"",
            "\"{% $states.input %}\"",
            "\"2024-02-30T00:00:00Z\"",
            "\"arn:aws:states:::lambda:invoke\"",
            "\"\\ud83c\\udd97\"",
            "[]",
            "{}",
            "[[]]",
            "[{}]",
            "{\"a.$\":\"$.b\"}",
            "{\"a.$\":5}");

    @Test
    void shouldNeverThrowNorHang() throws MalformedJson {
        parseMutants(MUTANTS);
    }

    @Test
    @Tag("soak")
    void shouldNeverThrowNorHangManyTimes() throws MalformedJson {
        parseMutants(MUTANTS_IN_SOAK);
    }

    private void parseMutants(int times) throws MalformedJson {
        List<String> corpus = Corpus.definitions();
        Random random = new Random(SEED);
        int valid = 0;
        int findings = 0;
        for (int i = 0; i < times; i++) {
            String definition = corpus.get(random.nextInt(corpus.size()));
            String mutant = random.nextInt(4) == 0 ? tornText(definition, random) : tornTree(definition, random);
            long start = System.nanoTime();
            Asl.Parsed parsed = Asl.parse(mutant, MachineType.values()[random.nextInt(2)]);
            Asl.withoutSkaldFields(mutant);
            Asl.variableReferences(mutant);
            findings += Asl.lint(mutant, MachineType.STANDARD).size();
            if (parsed instanceof Asl.Parsed.Valid accepted) {
                valid++;
                run(accepted.machine(), random);
            } else if (parsed instanceof Asl.Parsed.Invalid(List<Problem> problems)) {
                assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(100);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(mutant).isLessThan(LONGEST);
        }
        assertThat(valid).isGreaterThan(times / 100);
        assertThat(findings).isPositive();
    }

    /** Accepted machines end, or fail with an AWS error; nothing else may come out of an expression. */
    private static void run(StateMachine machine, Random random) throws MalformedJson {
        try {
            Chain.run(machine, Payload.parse(JUNK.get(random.nextInt(JUNK.size()))));
        } catch (UnsupportedOperationException | IllegalStateException _) {
            // A Task, Parallel or Map state; or a loop.
        }
    }

    private static String tornText(String text, Random random) {
        StringBuilder torn = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !torn.isEmpty(); i--) {
            int at = random.nextInt(torn.length());
            switch (random.nextInt(4)) {
                case 0 -> torn.deleteCharAt(at);
                case 1 -> torn.setCharAt(at, "{}[]\",:$.'\\ 0a".charAt(random.nextInt(14)));
                case 2 -> torn.insert(at, JUNK.get(random.nextInt(JUNK.size())));
                default -> torn.delete(at, Math.min(torn.length(), at + random.nextInt(20)));
            }
        }
        return torn.toString();
    }

    private static String tornTree(String text, Random random) throws MalformedJson {
        JsonNode tree = Json.parse(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            if (containers.isEmpty()) return tree.toString();
            JsonNode junk = Json.parse(JUNK.get(random.nextInt(JUNK.size())));
            JsonNode source = containers.get(random.nextInt(containers.size())).deepCopy();
            JsonNode value = random.nextInt(3) == 0 ? source : junk;
            switch (containers.get(random.nextInt(containers.size()))) {
                case ObjectNode object -> tear(object, value, random);
                case ArrayNode array -> array.add(value);
                default -> throw new IllegalStateException();
            }
        }
        return tree.toString();
    }

    private static void tear(ObjectNode object, JsonNode value, Random random) {
        List<String> names = new ArrayList<>(object.propertyNames());
        String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, value);
            case 2 -> object.set(name + ".$", value);
            default -> object.set(FIELDS.get(random.nextInt(FIELDS.size())), value);
        }
    }

    private static final List<String> FIELDS = List.of(
            "Next",
            "End",
            "InputPath",
            "OutputPath",
            "ResultPath",
            "Parameters",
            "ResultSelector",
            "Retry",
            "Catch",
            "Choices",
            "Default",
            "Branches",
            "ItemProcessor",
            "ItemsPath",
            "Resource",
            "Type",
            "Seconds",
            "SecondsPath",
            "TimestampPath",
            "ErrorPath",
            "And",
            "Not",
            "Variable",
            "IsPresent",
            "StringMatches",
            "QueryLanguage",
            "Assign",
            "Output",
            "Arguments",
            "Items",
            "Condition",
            "Label",
            "ItemReader",
            "ProcessorConfig",
            "SearchAttributes",
            "Saga",
            "Compensate",
            "Pivot",
            "Retriable",
            "Record",
            "KnownErrors",
            "constructor");

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (!node.isContainer()) return;
        containers.add(node);
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) collect(field.getValue(), containers);
        } else {
            for (JsonNode element : node) collect(element, containers);
        }
    }

    @Test
    void shouldSurviveExtremeTexts() {
        String deepArrays = "[".repeat(10_000);
        String deepObjects = "{\"a\":".repeat(10_000);
        String deepStates = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Parallel\",\"End\":true,\"Branches\":[";
        List<String> texts = List.of(
                "",
                " ",
                "{",
                "}",
                "null",
                "[]",
                "\"x\"",
                "\uFEFF{}",
                "\0",
                deepArrays,
                deepObjects,
                "{\"StartAt\":" + deepArrays,
                deepStates.repeat(2_000),
                deepStates.repeat(150) + "]}}}".repeat(150),
                "- ".repeat(10_000),
                "a: &a [x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]",
                "a: .inf\nb: .nan\nc: 0x1F\n? [x]\n: y",
                "a:\n" + " b:\n".repeat(5_000),
                "{\"" + "x".repeat(1 << 20) + "\":1}",
                "{\"States\":{\"" + "y".repeat(1 << 20) + "\":{\"Type\":\"Pass\"}}}",
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"InputPath\":\"$" + ".a".repeat(400_000)
                        + "\",\"End\":true}}}",
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"InputPath\":\"$" + "[*]".repeat(300_000)
                        + "\",\"End\":true}}}",
                "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Parameters\":{\"a.$\":\""
                        + "States.Array(".repeat(70_000) + "\"},\"End\":true}}}");
        for (String text : texts) {
            long start = System.nanoTime();
            assertThat(Asl.parse(text, MachineType.STANDARD)).isInstanceOf(Asl.Parsed.Invalid.class);
            assertThat(Asl.parseJson(text, MachineType.STANDARD)).isInstanceOf(Asl.Parsed.Invalid.class);
            Asl.withoutSkaldFields(text);
            Asl.lint(text, MachineType.STANDARD);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(text.substring(0, Math.min(60, text.length())))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }
}
