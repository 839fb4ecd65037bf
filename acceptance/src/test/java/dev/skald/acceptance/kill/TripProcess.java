package dev.skald.acceptance.kill;

import dev.skald.acceptance.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;

/** The program of {@code examples/java-trip} in a process of its own, with its participants' databases in a folder. */
final class TripProcess {
    private static final Duration BEGIN_MAX = Duration.ofMinutes(4);
    private static final Duration END_MAX = Duration.ofMinutes(5);

    private final Path folder;
    private final Path classes;
    private final Path output;

    TripProcess(Path folder) throws IOException {
        this.folder = folder;
        this.classes = folder.resolve("classes");
        this.output = folder.resolve("output.txt");
        compile();
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(SourceTree.root().resolve("examples/java-trip/src"))) {
            sources.map(Path::toString).filter(path -> path.endsWith(".java")).forEach(arguments::add);
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) throw new IllegalStateException("examples/java-trip does not compile");
    }

    /** Books trips until it is killed: after the first that has ended, and a while. */
    void runAndKill(String prefix, Duration after) throws Exception {
        Process process = start("1000000", prefix);
        try {
            Awaitility.await()
                    .atMost(BEGIN_MAX)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Files.readString(output).contains(prefix + "-") || !process.isAlive());
            if (process.waitFor(after.toNanos(), TimeUnit.NANOSECONDS))
                throw new IllegalStateException("the program ended by itself:\n" + Files.readString(output));
        } finally {
            process.destroyForcibly();
            require(process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS), "does not die");
        }
    }

    /** Lets what is open come to its end, and returns what the program says of its books. */
    String finish() throws Exception {
        Process process = start("0", "none");
        try {
            require(process.waitFor(END_MAX.toMillis(), TimeUnit.MILLISECONDS), "does not end");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue() + " " + Files.readString(output);
    }

    private static void require(boolean ended, String what) throws TimeoutException {
        if (!ended) throw new TimeoutException("the program " + what);
    }

    private Process start(String count, String prefix) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        String classPath = classes + System.getProperty("path.separator") + System.getProperty("java.class.path");
        command.addAll(List.of("-cp", classPath, "com.example.trip.JavaTrip"));
        command.addAll(List.of(folder.toString(), count, prefix, "15"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        return builder.redirectOutput(output.toFile()).start();
    }
}
