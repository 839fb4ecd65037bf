package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of tests in other languages: a server in virtual time, with the functions of the test behind it. */
class TestingExamplesTest {
    private static final Duration TIME_MAX = Duration.ofMinutes(6);
    private static final Path EXAMPLES =
            Path.of("../examples/testing").toAbsolutePath().normalize();

    @Test
    void shouldRunWithJest() throws Exception {
        Path project = NodeProject.installed(EXAMPLES.resolve("jest"), "jest");

        ClientProgram.Result result = ClientProgram.of(TIME_MAX, "node", "node_modules/jest/bin/jest.js")
                .run(project, environment());

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).contains("3 passed");
    }

    @Test
    void shouldRunWithPytestOrWithout() throws Exception {
        assumeThat(ClientProgram.works("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))"))
                .as("Python 3.9 or newer is installed")
                .isTrue();
        boolean pytest = ClientProgram.works("python3", "-m", "pytest", "--version");
        List<String> command = pytest
                ? List.of("python3", "-m", "pytest", "-q", "-p", "no:cacheprovider")
                : List.of("python3", "-m", "unittest");

        ClientProgram.Result result =
                new ClientProgram(command, TIME_MAX).run(EXAMPLES.resolve("pytest"), environment());

        assertThat(result.succeeded()).as(result.output()).isTrue();
        assertThat(result.output()).contains(pytest ? "2 passed" : "Ran 2 tests");
    }

    private static Map<String, String> environment() throws IOException {
        return Map.of(
                "SKALD", launcher().toString(),
                "BOOKING", EXAMPLES.resolve("booking.asl.json").toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "http_proxy", "",
                "HTTP_PROXY", "");
    }

    /** What {@code ./skald} does, with the classes of this build. */
    private static Path launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String script = "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
                + " --enable-native-access=ALL-UNNAMED -cp '" + System.getProperty("java.class.path")
                + "' dev.skald.cli.Main \"$@\"\n";
        Files.createDirectories(ClientProgram.OUTPUT);
        Path file = ClientProgram.OUTPUT.resolve("skald");
        Files.writeString(file, script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
