package dev.skald.deploy.reading;

import java.nio.file.Path;

/**
 * Where a value stands.
 *
 * @param line from 1; 0 when it is not known
 */
public record Place(Path file, int line) {
    /** The folder of the file: what paths in it are relative to. */
    public Path folder() {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
