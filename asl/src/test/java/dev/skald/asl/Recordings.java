package dev.skald.asl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded AWS behaviour in {@code ../shared/conformance/cases}, which lies outside of the repository. */
final class Recordings {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> WILD =
            List.of("RandomNumberGenerated", "date", "start-time", "entered-time", "snf_role_arn");

    private Recordings() {}

    /** One case file. */
    record Recording(String name, String area, JsonNode content) {
        String definition() {
            return content.path("definition").toString();
        }

        String input() {
            return content.path("input_text").asString("{}");
        }

        MachineType type() {
            return MachineType.valueOf(content.path("type").asString("STANDARD"));
        }

        boolean isExecution() {
            return content.path("kind").asString("").equals("execution")
                    && content.path("definition").isObject();
        }

        /** Whether it uses what this version refuses: JSONata, variables, Distributed Map. */
        boolean isOfLater() {
            String text = definition();
            return text.contains("\"JSONata\"")
                    || text.contains("\"Assign\"")
                    || text.contains("\"DISTRIBUTED\"")
                    || text.contains("\"ItemReader\"");
        }

        @Override
        public String toString() {
            return area + "/" + name;
        }
    }

    /** The cases of some areas, all if none is named; skips the test where there are no recordings. */
    static List<Recording> of(String... areas) {
        String shared = System.getProperty("skald.shared", "");
        Path cases = Path.of(shared, "conformance", "cases");
        Assumptions.assumeTrue(
                !shared.isEmpty() && Files.isDirectory(cases),
                "no recordings: set -Dskald.shared to the folder that holds conformance/cases");
        try (Stream<Path> files = Files.walk(cases)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Recordings::read)
                    .filter(recording -> areas.length == 0 || List.of(areas).contains(recording.area()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording read(Path file) {
        try {
            String area = String.valueOf(file.getParent().getFileName());
            return new Recording(String.valueOf(file.getFileName()), area, MAPPER.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a value is as recorded; placeholders such as {@code <uuid:1>} fit anything. */
    static boolean fits(JsonNode recorded, JsonNode actual) {
        if (recorded.isString()) {
            if (WILD.contains(recorded.stringValue())) return true;
            return actual.isString() && fits(recorded.stringValue(), actual.stringValue());
        }
        if (recorded.isObject() && actual.isObject()) {
            return recorded.size() == actual.size()
                    && recorded.properties().stream()
                            .allMatch(field -> fits(field.getValue(), actual.path(field.getKey())));
        }
        if (recorded.isArray() && actual.isArray()) {
            if (recorded.size() != actual.size()) return false;
            for (int i = 0; i < recorded.size(); i++) if (!fits(recorded.get(i), actual.get(i))) return false;
            return true;
        }
        return recorded.equals(actual);
    }

    static boolean fits(String recorded, String actual) {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        var placeholder = Pattern.compile("<[A-Za-z][^<>]*>").matcher(recorded);
        while (placeholder.find()) {
            pattern.append(Pattern.quote(recorded.substring(at, placeholder.start())))
                    .append(".*");
            at = placeholder.end();
        }
        pattern.append(Pattern.quote(recorded.substring(at)));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(actual)
                .matches();
    }
}
