package dev.skald.cli;

import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it, handed in so that tests can hand in something else.
 *
 * @param variables the environment
 * @param folder the working folder
 */
record Surroundings(Terminal terminal, Map<String, String> variables, Path folder) {
    private static final int TEXT_BYTES_MAX = 64 << 20;

    static Surroundings ofProcess() {
        return new Surroundings(Terminal.ofProcess(System.getenv()), System.getenv(), Path.of(""));
    }

    /** The text that an argument means: {@code @FILE} reads a file, {@code -} reads standard input, others are it. */
    String text(String argument) throws IOException {
        if (argument.equals("-")) return new String(System.in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8);
        return argument.startsWith("@") ? Files.readString(folder.resolve(argument.substring(1))) : argument;
    }
}
