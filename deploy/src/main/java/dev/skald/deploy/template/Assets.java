package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files that a template points to: paths beside it, assets of the CDK, and code that it holds itself. */
public final class Assets {
    private static final Path INLINE = Path.of(".skald", "inline");

    private final Path folder;
    private final Reading reading;
    private final Map<String, Path> byKey = new HashMap<>();

    /** @param folder of the template: what paths in it are relative to */
    public Assets(Path folder, Reading reading) {
        this.folder = folder;
        this.reading = reading;
    }

    /** Takes in what a {@code NAME.assets.json} of the CDK says: which file becomes which object in a bucket. */
    public void addManifest(Path manifest) {
        Place place = new Place(manifest, 0);
        if (!(reading.value(manifest, place) instanceof Mapping root)) return;
        if (!(root.members().get("files") instanceof Mapping files)) return;
        files.members().values().forEach(this::addFile);
    }

    private void addFile(Value file) {
        Path source = source(file);
        if (source == null || !(member(file, "destinations") instanceof Mapping destinations)) return;
        destinations.members().values().forEach(destination -> {
            if (member(destination, "objectKey") instanceof Scalar key) byKey.put(key.text(), source);
        });
    }

    private @Nullable Path source(Value file) {
        return member(member(file, "source"), "path") instanceof Scalar path ? resolve(path) : null;
    }

    private static @Nullable Value member(@Nullable Value value, String name) {
        return value instanceof Mapping mapping ? mapping.members().get(name) : null;
    }

    /** A path in the template. */
    Path resolve(Scalar path) {
        try {
            return folder.resolve(path.text()).normalize();
        } catch (InvalidPathException e) {
            reading.problem(path.place(), "`" + path.text() + "` is no path");
            return folder;
        }
    }

    /** The file or folder that becomes an object of that key in the bucket for assets. */
    Optional<Path> byKey(String key) {
        return Optional.ofNullable(byKey.get(key)).or(() -> unpacked(key));
    }

    /** As the CDK names what it writes: {@code asset.HASH}, with the ending of a file. */
    private Optional<Path> unpacked(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        Path file = folder.resolve("asset." + name);
        Path unpacked = folder.resolve("asset." + name.replaceFirst("\\.zip$", ""));
        return Files.exists(unpacked)
                ? Optional.of(unpacked)
                : Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** Writes code that stands in the template to a folder of its own, where a function can run from. */
    Path inline(String function, String runtime, Scalar code) {
        Path home = folder.resolve(INLINE).resolve(function.replaceAll("[^A-Za-z0-9_-]", "_"));
        Path file = home.resolve(runtime.startsWith("python") ? "index.py" : "index.js");
        byte[] bytes = code.text().getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(home);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) Files.write(file, bytes);
        } catch (IOException e) {
            reading.problem(code.place(), "the code of `" + function + "` cannot be written to " + file + ": " + e);
        }
        return home;
    }
}
