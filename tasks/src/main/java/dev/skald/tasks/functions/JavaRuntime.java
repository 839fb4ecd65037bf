package dev.skald.tasks.functions;

import dev.skald.tasks.functions.bootstrap.Bootstrap;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * Java, with a bootstrap of Skald's own, on the JDK that Skald runs on. The handler's classes have a class loader of their
 * own, so that of Skald's class path they see nothing.
 */
record JavaRuntime() implements FunctionRuntime {
    @Override
    public Launch launch(FunctionDefinition function, FunctionCode code, @Nullable Integer debugger)
            throws UnusableFunction {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("--enable-native-access=ALL-UNNAMED");
        if (debugger != null)
            command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + debugger);
        command.addAll(List.of("-cp", bootstrapPath(), Bootstrap.class.getName()));
        return new Launch(command, code.root(), Map.of(Bootstrap.CLASS_PATH, joined(classPath(code))), true);
    }

    /** The bootstrap and what it reads JSON with. */
    private static String bootstrapPath() throws UnusableFunction {
        List<Path> parts = new ArrayList<>();
        for (Class<?> part : List.of(
                Bootstrap.class,
                JsonParser.class,
                JsonMapper.class,
                com.fasterxml.jackson.annotation.JsonProperty.class)) parts.add(place(part));
        return joined(parts);
    }

    private static Path place(Class<?> type) throws UnusableFunction {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) throw new UnusableFunction("cannot tell where " + type.getName() + " is loaded from");
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UnusableFunction("cannot start a JVM from " + source.getLocation(), e);
        }
    }

    /** The jar, or the folder and the jars in its {@code lib}, as Lambda has it; then the layers' {@code java/lib}. */
    private static List<Path> classPath(FunctionCode code) throws UnusableFunction {
        List<Path> parts = new ArrayList<>(code.archive());
        if (parts.isEmpty()) {
            parts.add(code.root());
            parts.addAll(jars(code.root().resolve("lib")));
        }
        for (Path lib : code.inLayers("java/lib")) parts.addAll(jars(lib));
        return parts;
    }

    private static List<Path> jars(Path folder) throws UnusableFunction {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnusableFunction("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String joined(List<Path> parts) {
        return parts.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
