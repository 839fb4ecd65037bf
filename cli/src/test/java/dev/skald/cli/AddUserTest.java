package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the classes of runs. */
class AddUserTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("skald.root", ".."), "examples", "add-user");

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNoFindings() throws Exception {
        String definition = Files.readString(EXAMPLE.resolve("add-user.asl.yaml"));

        assertThat(Asl.lint(definition, MachineType.STANDARD)).isEmpty();
    }

    @Test
    void shouldTellAKnownFailureFromAnUnknownOne() {
        CommandLineRun skald = new CommandLineRun(folder);
        String store = folder.resolve("skald.db").toString();

        assertThat(skald.run("run", EXAMPLE.toString(), "--store", store))
                .as(skald.err())
                .isEqualTo(ExitCode.OK);

        assertThat(skald.run("list", "--store", store, "--class", "KnownFailure"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("add-user/refused-1").doesNotContain("broken-1", "added-1");
        assertThat(skald.run("list", "--store", store, "--class", "UnknownFailure"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("add-user/broken-1").doesNotContain("refused-1", "added-1");
    }
}
