package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.saga.ExportedDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The npm package {@code asl-validator}, which others wrote, finds nothing wrong with exported sagas. */
class AslValidatorTest {
    private static final Duration TIME_MAX = Duration.ofMinutes(4);

    @Test
    void shouldAcceptExportedSagas() throws Exception {
        Path project = NodeProject.installed("asl-validator");
        List<String> command = new ArrayList<>(List.of("node", "judge.mjs"));
        for (Map.Entry<String, String> each : ExportedDefinitions.all().entrySet()) {
            String file = each.getKey() + ".asl.json";
            Files.writeString(project.resolve(file), each.getValue());
            command.add(file);
        }

        var result = ClientProgram.of(TIME_MAX, command.toArray(String[]::new)).run(project, Map.of());

        assertThat(result.output())
                .contains("asl-validator: 0 of " + ExportedDefinitions.all().size() + " wrong");
        assertThat(result.succeeded()).as(result.output()).isTrue();
    }

    /** A validator that accepts everything would prove nothing. */
    @Test
    void shouldRefuseTheFieldsOfSkald() throws Exception {
        Path project = NodeProject.installed("asl-validator");
        Files.writeString(project.resolve("saga.asl.json"), ExportedDefinitions.SAGA);

        var result =
                ClientProgram.of(TIME_MAX, "node", "judge.mjs", "saga.asl.json").run(project, Map.of());

        assertThat(result.succeeded()).as(result.output()).isFalse();
    }
}
