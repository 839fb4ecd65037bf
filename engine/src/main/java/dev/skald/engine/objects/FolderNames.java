package dev.skald.engine.objects;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names in one folder in order, folders with a slash at their end.
 *
 * <p>Holds at most {@link #NAMES_MAX}: a larger folder is read again for the names that come after those.
 */
final class FolderNames {
    /** How many names are in memory at once. */
    static final int NAMES_MAX = 200_000;

    /** As S3 orders keys: by their UTF-8 bytes, which is the order of code points. */
    static final Comparator<String> BY_BYTES = FolderNames::compare;

    private final Path path;
    private final String key;
    private final String prefix;
    private final int namesMax;
    private TreeSet<String> names = new TreeSet<>(BY_BYTES);
    private @Nullable String last;
    private boolean more = true;

    FolderNames(Path path, String key, String prefix) {
        this(path, key, prefix, NAMES_MAX);
    }

    FolderNames(Path path, String key, String prefix, int namesMax) {
        this.path = path;
        this.key = key;
        this.prefix = prefix;
        this.namesMax = namesMax;
    }

    Path path() {
        return path;
    }

    /** What the keys of all its objects begin with. */
    String key() {
        return key;
    }

    /** The next name; null after the last one. */
    @Nullable
    String next() {
        if (names.isEmpty() && more) names = read();
        String next = names.pollFirst();
        if (next != null) last = next;
        return next;
    }

    private TreeSet<String> read() {
        var smallest = new TreeSet<>(BY_BYTES);
        more = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) offer(smallest, nameOf(entry));
        } catch (NoSuchFileException deletedMeanwhile) {
            return smallest;
        } catch (DirectoryIteratorException e) {
            throw ObjectStoreException.failed(e);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
        return smallest;
    }

    private static String nameOf(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return Files.isDirectory(entry) ? name + "/" : name;
    }

    private void offer(TreeSet<String> smallest, String name) {
        if (!isWanted(key + name)) return;
        if (last != null && BY_BYTES.compare(name, last) <= 0) return;
        if (smallest.size() == namesMax && BY_BYTES.compare(name, smallest.last()) > 0) {
            more = true;
            return;
        }
        smallest.add(name);
        if (smallest.size() > namesMax) {
            smallest.pollLast();
            more = true;
        }
    }

    /** An object that the prefix asks for, or a folder that may hold some. */
    private boolean isWanted(String at) {
        return at.startsWith(prefix) || at.endsWith("/") && prefix.startsWith(at);
    }

    private static int compare(String left, String right) {
        int at = 0;
        int shorter = Math.min(left.length(), right.length());
        while (at < shorter && left.charAt(at) == right.charAt(at)) at++;
        if (at == shorter) return left.length() - right.length();
        return rank(left.charAt(at)) - rank(right.charAt(at));
    }

    /** A surrogate stands for a code point beyond all that one char can hold. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
