package dev.skald.acceptance;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The project's own files, by their path from its root with {@code /} between the names.
 *
 * @param texts the files that people write, with their content
 * @param paths every file and folder
 */
public record SourceTree(Map<String, String> texts, Set<String> paths) {

    private static final Set<String> WRITTEN = Set.of(
            "java", "kt", "md", "xml", "yml", "yaml", "properties", "sql", "sh", "py", "mjs", "ts", "tsx", "css");
    private static final Set<String> SCRIPTS = Set.of("skald", ".ci/run", ".ci/conformance", ".ci/console");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    /** The root of the project that this test belongs to. */
    public static Path root() {
        return Path.of(System.getProperty("skald.root", ".."));
    }

    static SourceTree read(Path root) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        Set<String> paths = new java.util.TreeSet<>();
        visit(root, (path, name) -> {
            paths.add(name);
            if (Files.isRegularFile(path) && isWritten(name)) {
                texts.put(name, Files.readString(path));
            }
        });
        return new SourceTree(texts, paths);
    }

    /** Copies what a checkout would hold, and nothing that was built. */
    static void copy(Path root, Path target) throws IOException {
        visit(root, (path, name) -> {
            if (Files.isDirectory(path)) {
                Files.createDirectories(target.resolve(name));
            } else {
                Files.copy(path, target.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            }
        });
    }

    private static boolean isWritten(String name) {
        return SCRIPTS.contains(name) || WRITTEN.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static boolean isOurs(Path folder) {
        String name = folder.getFileName().toString();
        return !NOT_OURS.contains(name) && (!name.startsWith(".") || name.equals(".ci") || name.equals(".mvn"));
    }

    private static void visit(Path root, Visitor visitor) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!folder.equals(root) && !isOurs(folder)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                visitor.visit(file, root.relativize(file).toString().replace('\\', '/'));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private interface Visitor {
        void visit(Path path, String name) throws IOException;
    }
}
