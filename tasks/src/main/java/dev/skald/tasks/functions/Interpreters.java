package dev.skald.tasks.functions;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Programs of this machine, as {@code PATH} has them. */
final class Interpreters {
    private static final boolean POSIX = File.separatorChar == '/';
    private static final long PROBE_SECONDS_MAX = 20;
    private static final Map<Path, Optional<Path>> PROBED = new ConcurrentHashMap<>();

    private Interpreters() {}

    /** The Node.js that works. */
    static Optional<Path> node() {
        return working(List.of("-p", "process.execPath"), "node", "nodejs");
    }

    /** The first of these Pythons that works. */
    static Optional<Path> python(String... names) {
        return working(List.of("-c", "import sys; print(sys.executable)"), names);
    }

    /**
     * The first that runs, as the file that it really is: version managers put small scripts into {@code PATH}, which take
     * long, and which may be there for versions that are not.
     */
    private static Optional<Path> working(List<String> question, String... names) {
        for (String name : names) {
            Optional<Path> found =
                    find(name).flatMap(program -> PROBED.computeIfAbsent(program, p -> answer(p, question)));
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    /** Whether a Python has a module. */
    static boolean has(Path python, String module) {
        return answer(python, List.of("-c", "import " + module + ", sys; print(sys.executable)"))
                .isPresent();
    }

    private static Optional<Path> answer(Path program, List<String> question) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(question);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) ProcessTree.kill(process);
            if (!ended || process.exitValue() != 0) return Optional.empty();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Path real = Path.of(text.strip());
            return Optional.of(Files.isExecutable(real) ? real : program);
        } catch (IOException | InvalidPathException unusable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A program by its name. */
    static Optional<Path> find(String name) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = program(folder, name);
            if (program != null && Files.isExecutable(program) && !Files.isDirectory(program))
                return Optional.of(program);
        }
        return Optional.empty();
    }

    private static @Nullable Path program(String folder, String name) {
        try {
            return folder.isEmpty() ? null : Path.of(folder, POSIX ? name : name + ".exe");
        } catch (InvalidPathException noFolder) {
            return null;
        }
    }

    /**
     * The command so that an interrupt from the keyboard, which reaches all processes of a terminal, does not end it: Skald
     * ends its functions when it has ended itself, not before. Where the system can do it, the process leads a group of its
     * own, so that what it has started can be found when it has crashed.
     */
    static List<String> undisturbed(List<String> command) {
        if (!POSIX) return command;
        List<String> wrapped = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "skald-function"));
        if (ProcessTree.GROUPS) wrapped.add(ProcessTree.LEADER);
        wrapped.addAll(command);
        return wrapped;
    }
}
