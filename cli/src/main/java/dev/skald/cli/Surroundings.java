package dev.skald.cli;

import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
        if (argument.equals("-")) return decoded(System.in, "standard input");
        return argument.startsWith("@") ? read(Path.of(argument.substring(1))) : argument;
    }

    /** The text in a file. */
    String read(Path file) throws IOException {
        Path place = folder.resolve(file);
        if (Files.isDirectory(place)) throw new IOException(file + " is a folder, not a file");
        try (InputStream in = Files.newInputStream(place)) {
            return decoded(in, file.toString());
        }
    }

    private static String decoded(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(TEXT_BYTES_MAX + 1);
        if (bytes.length > TEXT_BYTES_MAX) throw new IOException(what + " is larger than " + TEXT_BYTES_MAX + " bytes");
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IOException(what + " is not UTF-8");
        }
    }

    /** Writes a text to a file, whatever it held before. */
    void write(Path file, String text) throws IOException {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw new IOException(file + " cannot be written: "
                    + (e instanceof AccessDeniedException ? "access is denied" : "its folder does not exist"));
        }
    }
}
