package dev.skald.tasks;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java sources of a project with the JDK's own compiler, so that a project needs no build of its own.
 *
 * <p>The classes go to a folder named after a hash of all that they depend on: unchanged sources are not compiled again,
 * and two processes may compile at the same time.
 */
public final class FunctionSources {
    /** More source files than this want a real build, and a jar. */
    static final int FILES_MAX = 500;

    /** More bytes of source than this want a real build, and a jar. */
    static final long BYTES_MAX = 8L << 20;

    /** How many compiled versions stay in the cache. */
    static final int CACHED_MAX = 4;

    private static final int ERRORS_SHOWN_MAX = 10;

    private final Path cache;
    private final String classPath;

    /**
     * @param cache the folder for compiled classes; made when absent
     * @param classPath what the sources may use, in the form of {@code java.class.path}
     */
    public FunctionSources(Path cache, String classPath) {
        this.cache = cache;
        this.classPath = classPath;
    }

    /**
     * The folder with the classes of all {@code .java} files under a folder.
     *
     * @throws FunctionLoadException if there are none or too many, if they do not compile (with the compiler's errors), or
     *     if this Java has no compiler
     */
    public Path compile(Path sources) throws FunctionLoadException {
        try {
            List<Path> files = javaFiles(sources);
            Path classes = cache.resolve(hash(sources, files));
            if (!Files.isDirectory(classes)) compileInto(classes, files);
            return classes;
        } catch (IOException e) {
            throw new FunctionLoadException("cannot compile " + sources + ": " + e, e);
        }
    }

    private static List<Path> javaFiles(Path sources) throws IOException, FunctionLoadException {
        if (!Files.isDirectory(sources)) throw new FunctionLoadException("there is no folder " + sources);
        try (Stream<Path> all = Files.walk(sources)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
            if (files.isEmpty()) throw new FunctionLoadException("there are no .java files in " + sources);
            if (files.size() > FILES_MAX) throw tooLarge(sources, "more than " + FILES_MAX + " files");
            return files;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static FunctionLoadException tooLarge(Path sources, String why) {
        return new FunctionLoadException(sources + " has " + why + ": build a jar and name it as `jar`");
    }

    private String hash(Path sources, List<Path> files) throws IOException, FunctionLoadException {
        MessageDigest digest = Sha256.digest();
        update(digest, System.getProperty("java.vm.version", "") + "\n" + classPath);
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            if (bytes > BYTES_MAX) throw tooLarge(sources, "more than " + BYTES_MAX + " bytes of source");
            update(digest, "\n" + sources.relativize(file) + "\n");
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Compiles beside the place and moves the whole at once: nobody ever sees half of it. */
    private void compileInto(Path classes, List<Path> files) throws IOException, FunctionLoadException {
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, "compiling-");
        try {
            javac(files, unfinished);
            moveIntoPlace(unfinished, classes);
        } finally {
            delete(unfinished);
        }
        forgetOld(classes);
    }

    private void javac(List<Path> files, Path target) throws IOException, FunctionLoadException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) throw new FunctionLoadException("this Java has no compiler: use a JDK, not a JRE");
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StringWriter output = new StringWriter();
        List<String> options =
                List.of("-d", target.toString(), "-cp", classPath, "-proc:none", "-nowarn", "-parameters");
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = manager.getJavaFileObjectsFromPaths(files);
            boolean compiled = compiler.getTask(output, manager, diagnostics, options, null, units)
                    .call();
            if (!compiled) throw new FunctionLoadException(errors(diagnostics, output));
        }
    }

    private static String errors(DiagnosticCollector<JavaFileObject> diagnostics, StringWriter output) {
        String errors = diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .limit(ERRORS_SHOWN_MAX)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
        return "the sources do not compile:\n" + (errors.isEmpty() ? output.toString() : errors);
    }

    private static void moveIntoPlace(Path unfinished, Path classes) throws IOException {
        try {
            Files.move(unfinished, classes, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Another process was faster: its classes are the same.
            if (!Files.isDirectory(classes)) throw e;
        }
    }

    private void forgetOld(Path newest) throws IOException {
        List<Path> old;
        try (Stream<Path> all = Files.list(cache)) {
            old = all.filter(path -> Files.isDirectory(path) && !path.equals(newest))
                    .filter(path -> !path.getFileName().toString().startsWith("compiling-"))
                    .sorted(Comparator.comparingLong(FunctionSources::modified).reversed())
                    .skip(CACHED_MAX - 1L)
                    .toList();
        }
        for (Path path : old) delete(path);
    }

    private static long modified(Path path) {
        return path.toFile().lastModified();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) Files.deleteIfExists(path);
    }
}
