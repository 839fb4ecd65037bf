package dev.skald.server.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Templates put together at random: whatever they try, they render text or fail as templates do, and reach no class. */
class FuzzedTemplatesTest {
    private static final int TEMPLATES_TRIED = 8_000;
    private static final List<String> PARTS = List.of(
            "$input",
            "$util",
            "$context",
            "$stageVariables",
            "$foreach",
            "$x",
            "$y",
            "$!x",
            "${y}",
            ".body",
            ".class",
            ".getClass()",
            ".forName('java.lang.Runtime')",
            ".json('$')",
            ".path('$.a')",
            ".path('$')",
            ".params()",
            ".get('a')",
            ".get(0)",
            "[0]",
            "['a']",
            ".keySet()",
            ".entrySet()",
            ".values()",
            ".toString()",
            ".size()",
            ".split('')",
            ".replaceAll('(.*)*', '$0$0')",
            ".put('self', $x)",
            ".add($x)",
            ".hashCode()",
            ".equals($y)",
            ".info",
            ".topmost",
            ".parent",
            ".stop()",
            "#set($x = ",
            "#set($y = ",
            "$input.path('$')",
            ")",
            "#if(",
            "#else ",
            "#end",
            "#foreach($y in ",
            "[1..9]",
            "[]",
            "{}",
            "{'a': $x}",
            "[$x, $y]",
            "'text'",
            "\"$x$y\"",
            "7",
            " + ",
            " == ",
            " && ",
            "!",
            "#define($x)",
            "#macro(m $x)",
            "#m($y)",
            "#break",
            "#stop",
            "#evaluate($x)",
            "#parse($x)",
            "#[[",
            "]]#",
            "##",
            "#*",
            "*#",
            "\\",
            "\n",
            "$util.parseJson($x)",
            "$util.escapeJavaScript($x)",
            "$util.base64Decode($x)",
            ".requestOverride",
            ".identity",
            "#@m()",
            "$bodyContent",
            "$velocityCount",
            "$template",
            "$macro",
            "$evaluate");

    @Test
    void shouldReachNothing() {
        Templates templates = new Templates();
        long seed = Long.getLong("skald.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        int rendered = 0;
        for (int i = 0; i < TEMPLATES_TRIED; i++) {
            String template = template(random);
            String text;
            try {
                text = render(templates, template);
                rendered++;
            } catch (TemplateException | UnreadableBody expected) {
                continue;
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + ", template " + i + ": " + template, other);
            }
            // The parts themselves may be rendered as text; what a class, an object or a thread looks like may not.
            assertThat(text.replace("java.lang.Runtime", ""))
                    .as("seed %d, template %d: %s", seed, i, template)
                    .doesNotContain("class java", "interface java", "dev.skald", "java.lang.")
                    .doesNotContainPattern("@[0-9a-f]{5,}");
        }
        assertThat(rendered).isGreaterThan(TEMPLATES_TRIED / 20);
    }

    private static String template(Random random) {
        StringBuilder template = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) template.append(PARTS.get(random.nextInt(PARTS.size())));
        return template.toString();
    }

    private static String render(Templates templates, String template) {
        Map<String, Object> context = new HashMap<>(Map.of("requestId", "r", "identity", new HashMap<>()));
        var input = new TemplateInput("{\"a\":[1,\"b\",{\"c\":null}]}", TemplateInput.Parameters.NONE);
        return templates.compile("fuzz", template).render(input, context, Map.of("a", "b"));
    }
}
