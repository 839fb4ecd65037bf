package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.acceptance.Alone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JavaScript clients: a folder of {@code src/test/resources/clients} with its {@code package.json}, copied below
 * {@code target} together with the packages that its lock file names.
 */
public final class NodeProject {
    private static final Duration INSTALL_MAX = Duration.ofMinutes(8);
    private static final String IS_RECENT = "process.exit(process.versions.node.split('.')[0] >= 20 ? 0 : 1)";

    private NodeProject() {}

    /** The folder of the copy; the calling test is skipped where there is no Node.js, npm or network. */
    static Path installed(String name) throws IOException, InterruptedException {
        return installed(ClientProgram.SCRIPTS.resolve(name), name);
    }

    /** The same for a project that is elsewhere. */
    public static Path installed(Path source, String name) throws IOException, InterruptedException {
        assumeThat(ClientProgram.works("node", "-e", IS_RECENT))
                .as("Node.js 20 or newer is installed")
                .isTrue();
        assumeThat(ClientProgram.works("npm", "--version"))
                .as("npm is installed")
                .isTrue();
        Path project = ClientProgram.OUTPUT.resolve(name);
        return Alone.in(project, () -> {
            copy(source, project);
            install(project);
            return project;
        });
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(each -> isSource(source, each)).toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                replace(file, copy);
            }
        }
    }

    /** What is the same stays: somebody else's program may be reading it. */
    private static void replace(Path file, Path copy) throws IOException {
        if (!Files.exists(copy) || Files.mismatch(file, copy) >= 0)
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSource(Path folder, Path file) {
        return Files.isRegularFile(file) && !folder.relativize(file).startsWith("node_modules");
    }

    /** Installs what the lock file names, unless it did so before. */
    private static void install(Path project) throws IOException, InterruptedException {
        Path lock = project.resolve("package-lock.json");
        Path marker = project.resolve("node_modules/.installed-from");
        if (Files.exists(marker) && Files.mismatch(marker, lock) < 0) return;
        ClientProgram npm = ClientProgram.of(INSTALL_MAX, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        ClientProgram.Result result = npm.run(project, Map.of());
        assumeThat(result.succeeded())
                .as("npm installs the packages (is there a network?):%n%s", result.output())
                .isTrue();
        Files.copy(lock, marker, StandardCopyOption.REPLACE_EXISTING);
    }
}
