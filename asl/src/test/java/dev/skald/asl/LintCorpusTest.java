package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lint cries no wolf: of all definitions that others recorded on AWS, which are no sagas and undo nothing by hand, it
 * says nothing but that Tasks have no time limit, and that of each that has none.
 */
class LintCorpusTest {
    private static final int DEFINITIONS_MIN = 300;

    /** Those recorded with their executions, and those that were validated. */
    private static Stream<String> definitions() {
        return Recordings.of().stream()
                .flatMap(recording -> found(recording.content()))
                .distinct();
    }

    private static Stream<String> found(JsonNode node) {
        if (node.has("StartAt") && node.path("States").isObject()) return Stream.of(node.toString());
        return node.valueStream().flatMap(LintCorpusTest::found);
    }

    @Test
    void shouldFindNothingButMissingTimeLimits() {
        List<String> definitions = definitions().toList();

        assertThat(definitions).hasSizeGreaterThan(DEFINITIONS_MIN);
        for (String text : definitions) {
            List<Finding> findings = findings(text);
            assertThat(findings).as(text).allMatch(finding -> finding.code() == Finding.Code.NO_TIME_LIMIT);
            assertThat(findings).as(text).hasSize(unlimited(text));
        }
    }

    private static List<Finding> findings(String text) {
        ObjectNode definition = DefinitionParser.definition(text);
        return switch (Asl.parse(text, MachineType.STANDARD)) {
            case Asl.Parsed.Valid valid -> Lint.of(definition, valid.machine());
            case Asl.Parsed.Invalid _ -> Lint.of(definition, null);
        };
    }

    /** The states of the type Task without any of the four fields, counted in the text. */
    private static int unlimited(String text) {
        return (int) DefinitionParser.definition(text).findParents("Type").stream()
                .filter(state -> state.path("Type").asString("").equals("Task"))
                .filter(state -> Stream.of(
                                "TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath")
                        .noneMatch(state::has))
                .count();
    }
}
