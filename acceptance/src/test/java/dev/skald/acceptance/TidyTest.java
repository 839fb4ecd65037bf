package dev.skald.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Style as an ordinary test: what a machine can see of it. */
class TidyTest {

    private static final int MAX_JAVA_LINES = 600;
    private static final int MAX_ARCHITECTURE_LINES = 250;

    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(?:Impl|Manager|Helper|Utils?|Factory|Provider)|(?:Abstract|Base)[A-Z].*");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    /**
     * One rule, with the smallest file that breaks it.
     *
     * @param sentence what must hold
     * @param files the files it speaks of, by path
     * @param check finds the breaches in a file
     */
    private record Rule(String sentence, Predicate<String> files, Check check, String badPath, String badText) {

        List<String> breaches(SourceTree tree) {
            return tree.texts().entrySet().stream()
                    .filter(file -> files.test(file.getKey()))
                    .flatMap(file -> check.breaches(file.getKey(), file.getValue(), tree).stream()
                            .map(breach -> file.getKey() + breach))
                    .toList();
        }
    }

    private interface Check {
        List<String> breaches(String path, String text, SourceTree tree);
    }

    // The samples are put together so that this file keeps the rules itself.
    private static final List<Rule> RULES = List.of(
            rule("no trailing whitespace", TidyTest::isAny, lines("[ \\t]+$"), "a.md", "a \n"),
            rule("no tabs", TidyTest::isAny, lines("\t"), "a.md", "a\tb\n"),
            rule(
                    "nothing left to do",
                    TidyTest::isAny,
                    lines("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b"),
                    "A.java",
                    "// TO" + "DO\n"),
            rule(
                    "no path of one machine",
                    TidyTest::isAny,
                    lines("(?<![\\w.*~-])/(?:root|work|home)/"),
                    "a.sh",
                    "cd /ho" + "me/me\n"),
            rule(
                    "no stack trace printed",
                    TidyTest::isJava,
                    lines("\\.print" + "StackTrace\\("),
                    "A.java",
                    "e.print" + "StackTrace();\n"),
            rule(
                    "no more lines than a reader holds",
                    TidyTest::isJava,
                    atMost(MAX_JAVA_LINES),
                    "A.java",
                    "\n".repeat(601)),
            rule(
                    "an overview that stays one",
                    path -> path.equals("ARCHITECTURE.md"),
                    atMost(MAX_ARCHITECTURE_LINES - 1),
                    "ARCHITECTURE.md",
                    "\n".repeat(250)),
            rule(
                    "names that say something",
                    TidyTest::isJava,
                    TidyTest::emptyNames,
                    "A.java",
                    "final class OrderMan" + "ager {}\n"),
            rule(
                    "a null-marked package-info in each package",
                    path -> isJava(path) && path.contains("src/main/java/") && !path.contains("src/test/"),
                    TidyTest::unmarkedPackage,
                    "asl/src/main/java/a/A.java",
                    "package a;\n"),
            rule(
                    "links that lead somewhere in the project",
                    path -> path.endsWith(".md"),
                    TidyTest::deadLinks,
                    "docs/a.md",
                    "[b](../b.md#there)\n"));

    @TestFactory
    Stream<DynamicTest> shouldHold() throws IOException {
        SourceTree tree = SourceTree.read(SourceTree.root());
        assertThat(tree.texts()).containsKeys("pom.xml", "skald", ".ci/run");
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.sentence(), () -> assertThat(rule.breaches(tree)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> shouldNoticeBreach() {
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.sentence(),
                        () -> assertThat(rule.breaches(only(rule.badPath(), rule.badText())))
                                .hasSize(1)));
    }

    @TestFactory
    Stream<DynamicTest> shouldAcceptWhatIsTidy() {
        SourceTree tidy = new SourceTree(
                Map.of(
                        "src/main/java/a/package-info.java", "@NullMarked\npackage a;\n",
                        "src/main/java/a/BaseballMatch.java", "record BaseballMatch() {}\n",
                        "docs/a.md", "[a](a.md), [docs](../docs), [b](https://example.com), `[c](d)`\n"),
                Set.of("docs", "docs/a.md", "src/main/java/a/package-info.java"));
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.sentence(), () -> assertThat(rule.breaches(tidy)).isEmpty()));
    }

    private static Rule rule(String sentence, Predicate<String> files, Check check, String badPath, String badText) {
        return new Rule(sentence, files, check, badPath, badText);
    }

    private static SourceTree only(String path, String text) {
        return new SourceTree(Map.of(path, text), Set.of(path));
    }

    private static boolean isAny(String path) {
        return true;
    }

    private static boolean isJava(String path) {
        return path.endsWith(".java");
    }

    private static Check lines(String forbidden) {
        Pattern pattern = Pattern.compile(forbidden);
        return (path, text, tree) -> {
            List<String> lines = text.lines().toList();
            return IntStream.range(0, lines.size())
                    .filter(line -> pattern.matcher(lines.get(line)).find())
                    .mapToObj(line -> ":" + (line + 1) + " " + lines.get(line).strip())
                    .toList();
        };
    }

    private static Check atMost(int limit) {
        return (path, text, tree) -> {
            long count = text.lines().count();
            return count <= limit ? List.of() : List.of(" has " + count + " lines, more than " + limit);
        };
    }

    private static List<String> emptyNames(String path, String text, SourceTree tree) {
        return DECLARATION
                .matcher(text)
                .results()
                .map(declared -> declared.group(1))
                .filter(name -> EMPTY_NAME.matcher(name).matches())
                .map(name -> " declares " + name)
                .toList();
    }

    private static List<String> unmarkedPackage(String path, String text, SourceTree tree) {
        String folder = path.substring(0, path.lastIndexOf('/'));
        String info = tree.texts().getOrDefault(folder + "/package-info.java", "");
        return info.contains("@NullMarked") ? List.of() : List.of(" is in a package without @NullMarked package-info");
    }

    private static List<String> deadLinks(String path, String text, SourceTree tree) {
        List<String> dead = new ArrayList<>();
        LINK.matcher(CODE.matcher(text).replaceAll("")).results().forEach(link -> {
            String target = link.group(1).replaceFirst("#.*", "");
            if (target.isEmpty() || target.matches("\\w+:.*")) {
                return;
            }
            String resolved =
                    Path.of("/" + path).resolveSibling(target).normalize().toString();
            if (!tree.paths().contains(resolved.substring(1).replace('\\', '/'))) {
                dead.add(" links to " + link.group(1));
            }
        });
        return dead;
    }
}
