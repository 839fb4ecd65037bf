package dev.skald.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.AssertionFailedError;

/** Texts that stay the same from run to run, each a file beside the tests. */
final class Snapshots {
    /** Set to {@code update}, it writes all snapshots anew. */
    static final String PROPERTY = "skald.snapshots";

    private final Path folder;
    private final boolean update;

    Snapshots(Path folder, boolean update) {
        this.folder = folder;
        this.update = update;
    }

    /** Those of the module that is tested. */
    static Snapshots ofSources() {
        Path folder = Path.of("src/test/resources/snapshots");
        return new Snapshots(folder, "update".equals(System.getProperty(PROPERTY)));
    }

    /** Compares a text with its file; writes the file when there is none. */
    void check(String name, String text) {
        if (!name.matches("[\\w.-]{1,100}"))
            throw new IllegalArgumentException("a snapshot's name has letters, digits, dots and dashes: " + name);
        Path file = folder.resolve(name + ".txt");
        try {
            if (update || !Files.exists(file)) write(file, text);
            else compare(file, Files.readString(file), text);
        } catch (IOException unusable) {
            throw new UncheckedIOException("the snapshot " + file + " cannot be used", unusable);
        }
    }

    private void write(Path file, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file, text);
    }

    private static void compare(Path file, String expected, String actual) {
        if (expected.replace("\r\n", "\n").equals(actual)) return;
        throw new AssertionFailedError(
                "it is not what " + file + " says; run with -D" + PROPERTY + "=update if it shall be so\n"
                        + difference(expected, actual),
                expected,
                actual);
    }

    private static String difference(String expected, String actual) {
        String[] before = expected.split("\r?\n", -1);
        String[] now = actual.split("\n", -1);
        for (int i = 0; i < Math.max(before.length, now.length); i++) {
            String was = i < before.length ? before[i] : "(end)";
            String is = i < now.length ? now[i] : "(end)";
            if (!was.equals(is)) return "line " + (i + 1) + "\n  was: " + was + "\n  is:  " + is;
        }
        return "";
    }
}
