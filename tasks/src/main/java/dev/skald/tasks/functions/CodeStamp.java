package dev.skald.tasks.functions;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Whether code files have changed, told by their names, sizes and times. Installed packages are not looked at: they are
 * many, and seldom change while one works.
 */
final class CodeStamp extends SimpleFileVisitor<Path> {
    /** So many files are looked at. */
    private static final int FILES_MAX = 10_000;

    private static final Set<String> LEFT_OUT = Set.of("node_modules", "venv", "__pycache__", "cdk.out", "coverage");

    private final Path root;
    private long stamp = 1;
    private int files;

    private CodeStamp(Path root) {
        this.root = root;
    }

    /** A number that is another one when something has changed. */
    static long of(FunctionDefinition function) throws UnusableFunction {
        long stamp = of(function.code());
        for (Path layer : function.layers()) stamp = 31 * stamp + of(layer);
        return stamp;
    }

    private static long of(Path code) throws UnusableFunction {
        CodeStamp visitor = new CodeStamp(code);
        try {
            Files.walkFileTree(code, visitor);
            return visitor.stamp;
        } catch (IOException e) {
            throw new UnusableFunction("cannot read " + code + ": " + e.getMessage(), e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) return FileVisitResult.CONTINUE;
        String name = String.valueOf(folder.getFileName());
        boolean leftOut = name.startsWith(".") || LEFT_OUT.contains(name);
        return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        stamp = 31 * stamp + file.hashCode();
        stamp = 31 * stamp + attributes.size();
        stamp = 31 * stamp + attributes.lastModifiedTime().hashCode();
        return ++files < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    /** A file that was removed, or all of them, has changed. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
        stamp = 31 * stamp + 7;
        return FileVisitResult.CONTINUE;
    }
}
