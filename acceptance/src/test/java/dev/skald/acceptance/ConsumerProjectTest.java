package dev.skald.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./mvnw install} puts into a repository is enough for another project. */
@Tag("soak")
class ConsumerProjectTest {

    private static final int BUILD_MINUTES_MAX = 10;

    @TempDir
    private Path temporary;

    @Test
    void shouldRunAgainstInstalledArtefacts() throws Exception {
        Path sources = temporary.resolve("skald");
        SourceTree.copy(SourceTree.root(), sources);
        maven(sources, "-Dmaven.test.skip=true", "install");

        Path consumer = temporary.resolve("consumer");
        SourceTree.copy(Path.of("src/test/resources/consumer"), consumer);
        SourceTree.copy(sources.resolve(".mvn"), consumer.resolve(".mvn"));
        Files.copy(sources.resolve("mvnw"), consumer.resolve("mvnw"));
        maven(consumer, "-Dskald.version=" + System.getProperty("skald.version"), "package");

        String classPath = consumer.resolve("target/classes") + File.pathSeparator + consumer.resolve("target/lib/*");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String output = run(
                consumer, List.of(java, "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "example.Consumer"));
        assertThat(output).contains("SUCCEEDED \"hello\"");
    }

    /** Runs Maven with a repository that is new, except for what other people's artefacts the machine already has. */
    private void maven(Path project, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                "sh",
                "mvnw",
                "-q",
                "-Dmaven.repo.local=" + temporary.resolve("repository"),
                "-Dmaven.repo.local.tail=" + System.getProperty("skald.localRepository")));
        command.addAll(List.of(arguments));
        run(project, command);
    }

    private String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(temporary, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // The wrapper's own variables of the build around this test would point Maven back to that build.
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_") || name.startsWith("MVNW_"));
        Process process = builder.start();
        boolean ended = process.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(log);
        assertThat(ended && process.exitValue() == 0)
                .as("%s%n%s", command, output)
                .isTrue();
        return output;
    }
}
