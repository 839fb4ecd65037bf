package dev.skald.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project, as its {@code skald.yml} tells: what {@code skald run} runs and {@code skald server --project} serves. The
 * file's format is described in {@code docs/project-file.md}.
 *
 * @param folder the folder of the file: what paths in it are relative to
 * @param sources the folder of Java sources to compile; null means none
 * @param machines the machines by name, in the file's order
 * @param functions the functions by name
 * @param scenarios what {@code run} starts, in this order
 * @param report the class name of a {@link Report}; null means none
 * @param settings paths made relative to the working folder
 */
public record Project(
        Path folder,
        @Nullable Path sources,
        Map<String, MachineFile> machines,
        Map<String, FunctionClass> functions,
        List<Scenario> scenarios,
        @Nullable String report,
        Map<Setting, String> settings) {

    /** The name of the file in a project's folder. */
    public static final String FILE_NAME = "skald.yml";

    /** The largest project file, in bytes. */
    public static final long FILE_BYTES_MAX = 1 << 20;

    /** The project of a folder without a file: nothing but defaults. */
    public static Project none(Path folder) {
        return new Project(folder, null, Map.of(), Map.of(), List.of(), null, Map.of());
    }

    /**
     * Reads a project.
     *
     * @param place the project's folder, or the file itself
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidProjectException if something is wrong with it
     */
    public static Project read(Path place) throws IOException, InvalidProjectException {
        Path file = Files.isDirectory(place) ? place.resolve(FILE_NAME) : place;
        if (!Files.isRegularFile(file)) throw new NoSuchFileException(file.toString());
        if (Files.size(file) > FILE_BYTES_MAX) throw tooLarge(file);
        return new ProjectFile(file).read(Files.readString(file));
    }

    private static InvalidProjectException tooLarge(Path file) {
        String why = "a project file has at most " + FILE_BYTES_MAX + " bytes";
        return new InvalidProjectException(file, List.of(new ProjectProblem(1, why)));
    }

    /** The project of a folder, if it has a file. */
    public static Optional<Project> find(Path folder) throws IOException, InvalidProjectException {
        return Files.isRegularFile(folder.resolve(FILE_NAME)) ? Optional.of(read(folder)) : Optional.empty();
    }
}
