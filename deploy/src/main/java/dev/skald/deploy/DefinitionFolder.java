package dev.skald.deploy;

import dev.skald.deploy.Projects.Options;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.template.Definition;
import dev.skald.deploy.template.Draft;
import dev.skald.deploy.template.Substitutions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code *.asl.json}, {@code *.asl.yaml} and {@code *.asl.yml}: a machine each, named as its file. */
final class DefinitionFolder {
    private static final Pattern FILE = Pattern.compile("(.+)\\.asl\\.(?:json|ya?ml)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,80}");
    private static final int DEPTH_MAX = 8;
    private static final int FILES_MAX = 1_000;

    private DefinitionFolder() {}

    /** The files in a folder and below, hidden folders and those of packages left out. */
    static List<Path> files(Path folder, Reading reading) {
        try (Stream<Path> all = Files.find(
                folder,
                DEPTH_MAX,
                (path, attributes) ->
                        attributes.isRegularFile() && isDefinition(path) && isOwn(folder.relativize(path)))) {
            return all.sorted().limit(FILES_MAX).toList();
        } catch (IOException | UncheckedIOException e) {
            throw reading.stop(new Place(folder, 0), "cannot be read: " + e.getMessage());
        }
    }

    static boolean isDefinition(Path file) {
        return FILE.matcher(file.getFileName().toString()).matches();
    }

    private static boolean isOwn(Path path) {
        for (Path part : path)
            if (part.toString().startsWith(".")
                    || part.toString().equals("node_modules")
                    || part.toString().equals("target")) return false;
        return true;
    }

    static Application read(Path folder, List<Path> files, Options options, Reading reading) {
        Draft draft = new Draft(reading);
        files.forEach(file -> reading.part(() -> read(file, options, draft, reading)));
        Path name = folder.toAbsolutePath().normalize().getFileName();
        String called = name == null ? "machines" : name.toString().replaceAll("[^A-Za-z0-9._-]", "-");
        return draft.finish(called, Objects.requireNonNullElse(options.stage(), ""), options.regionOr(null));
    }

    private static void read(Path file, Options options, Draft draft, Reading reading) {
        Place place = new Place(file, 1);
        String name = name(file);
        if (!NAME.matcher(name).matches())
            reading.problem(place, "`" + name + "` cannot be a machine's name: 1 to 80 letters, digits, `-`, `_`, `.`");
        Substitutions substitutions = new Substitutions(options.parameters());
        Value value = file.toString().endsWith(".json")
                ? reading.parseFile(substitutions.inJson(reading.text(file, place)), file)
                : substitutions.in(reading.value(file, place));
        String definition = Definition.text(value, "STANDARD", name, reading);
        draft.add(new Machine(name, "STANDARD", definition, null, Map.of()), place);
    }

    private static String name(Path file) {
        Matcher matcher = FILE.matcher(file.getFileName().toString());
        return matcher.matches()
                ? matcher.group(1)
                : file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}
