package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever test {@code docs/faults.md} names must exist. */
class FaultTableTest {
    private static final Path ROOT = Path.of(System.getProperty("skald.root", ".."));
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void shouldNameTestsThatExist() throws IOException {
        Map<String, List<Path>> sources = sources();
        Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/faults.md")));
        List<String> missing = new ArrayList<>();
        int count = 0;
        while (named.find()) {
            count++;
            if (!exists(sources.getOrDefault(named.group(1), List.of()), named.group(2))) missing.add(named.group());
        }
        assertThat(missing).isEmpty();
        assertThat(count).isPositive();
    }

    /** The test classes of all modules, by their simple names. */
    private static Map<String, List<Path>> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(FaultTableTest::tests)
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", "")));
        }
    }

    private static Stream<Path> tests(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean exists(List<Path> classes, String method) {
        return classes.stream().anyMatch(file -> text(file).contains(" " + method + "("));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
