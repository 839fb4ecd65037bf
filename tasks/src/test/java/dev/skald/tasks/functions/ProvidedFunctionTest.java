package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult.Raised;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executables that speak the Runtime API themselves: here shell scripts, with curl. */
class ProvidedFunctionTest {
    private static final String[] LOOP = {
        "#!/bin/sh",
        "api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation",
        "while :; do",
        "  event=$(curl -s -D $HEADERS $api/next)",
        "  id=$(sed -n 's/^Lambda-Runtime-Aws-Request-Id: *\\([^\\r]*\\).*/\\1/p' $HEADERS)",
        "  . ./$_HANDLER",
        "done"
    };

    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() {
        Workshop.needs("curl");
        workshop = new Workshop(folder);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void provided(String... script) throws IOException {
        workshop.program("bootstrap", LOOP)
                .file("answer.sh", script)
                .deploy(workshop.function(
                        "f",
                        "provided.al2023",
                        "answer.sh",
                        Workshop.TIMEOUT,
                        Map.of("HEADERS", folder.resolve("headers").toString())));
    }

    @Test
    void shouldRunABootstrapInAnyLanguage() throws Exception {
        provided("echo written", "curl -s -d \"[$event]\" $api/$id/response >$HEADERS.answer");

        assertThat(workshop.returned("{\"a\":1}")).isEqualTo(Workshop.json("[{\"a\":1}]"));
        assertThat(workshop.returned("2")).isEqualTo(Workshop.json("[2]"));
        assertThat(workshop.log()).contains("written");
        assertThat(folder.resolve("headers.answer")).hasContent("{\"status\":\"OK\"}");
    }

    @Test
    void shouldTakeItsErrors() throws Exception {
        provided("curl -s -H 'Lambda-Runtime-Function-Error-Type: Runtime.Odd' -d 'no JSON' $api/$id/error");

        assertThat(workshop.invoke("1")).isEqualTo(new Raised("Runtime.Odd", "no JSON", Effect.REPORTED));
    }

    @Test
    void shouldTakeAResultInPieces() throws Exception {
        provided("echo '{\"in\":\"pieces\"}' | curl -s -T - -X POST $api/$id/response");

        assertThat(workshop.returned("1")).isEqualTo(Workshop.json("{\"in\":\"pieces\"}"));
    }

    @Test
    void shouldTellOfAResultThatIsNoJson() throws Exception {
        provided("curl -s -d '{\"broken\":' $api/$id/response");

        Raised raised = workshop.raised("1");

        assertThat(raised.errorType()).isEqualTo("Runtime.MarshalError");
        assertThat(raised.effect()).isEqualTo(Effect.UNCERTAIN);
    }

    @Test
    void shouldRefuseWhatDoesNotFollowTheProtocol() throws Exception {
        provided(
                "a=$(curl -s -o /dev/null -w '%{http_code}' $api/next)",
                "b=$(curl -s -o /dev/null -w '%{http_code}' -d 1 $api/other/response)",
                "c=$(curl -s -o /dev/null -w '%{http_code}' -d 1 $api/$id/elsewhere)",
                "d=$(curl -s -o /dev/null -w '%{http_code}' -H 'Origin: http://evil.example' $api/next)",
                "curl -s -d \"[$a, $b, $c, $d]\" $api/$id/response");

        assertThat(workshop.returned("1")).isEqualTo(Workshop.json("[403, 400, 404, 403]"));
    }

    @Test
    void shouldUnpackAZipWithItsExecutables() throws Exception {
        Path zip = folder.resolve("code.zip");
        provided("curl -s -d '\"zipped\"' $api/$id/response");
        zip(zip);
        workshop.deploy(new FunctionDefinition(
                "f",
                "provided",
                "answer.sh",
                zip,
                List.of(),
                Map.of("HEADERS", folder.resolve("headers").toString()),
                Workshop.TIMEOUT,
                128,
                null));

        assertThat(workshop.returned("1").asString()).isEqualTo("zipped");
    }

    private void zip(Path zip) throws IOException {
        try (java.nio.file.FileSystem files = java.nio.file.FileSystems.newFileSystem(
                zip, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            for (String name : List.of("bootstrap", "answer.sh"))
                Files.copy(
                        workshop.code().resolve(name),
                        files.getPath(name),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(
                    files.getPath("bootstrap"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void shouldRefuseAZipThatReachesOutOfItself() throws Exception {
        Path zip = folder.resolve("evil.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            entries.putNextEntry(new ZipEntry("../../escaped"));
            entries.write('x');
            entries.closeEntry();
        }
        workshop.deploy(
                new FunctionDefinition("f", "provided", "a", zip, List.of(), Map.of(), Workshop.TIMEOUT, 128, null));

        assertThat(workshop.raised("1").errorType()).isEqualTo("Runtime.InvalidEntrypoint");
        try (var files = Files.walk(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.endsWith("escaped"));
        }
    }

    @Test
    void shouldSayThatThereIsNoBootstrap() throws Exception {
        workshop.file("main.c", "").deploy(workshop.function("f", "provided", "", Workshop.TIMEOUT, Map.of()));

        assertThat(workshop.raised("1").errorPayload()).contains("there is no file 'bootstrap' in");
    }
}
