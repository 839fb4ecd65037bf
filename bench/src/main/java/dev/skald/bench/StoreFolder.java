package dev.skald.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for one store, made anew and deleted afterwards. */
record StoreFolder(Path path) implements AutoCloseable {
    static StoreFolder in(Path parent) throws IOException {
        return new StoreFolder(Files.createTempDirectory(Files.createDirectories(parent), "store-"));
    }

    Path store() {
        return path.resolve("skald.db");
    }

    /** Bytes of all files in it. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path each : files()) bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
        return bytes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.sorted(Comparator.reverseOrder()).toList();
        }
    }

    @Override
    public void close() throws IOException {
        for (Path each : files()) Files.delete(each);
    }
}
