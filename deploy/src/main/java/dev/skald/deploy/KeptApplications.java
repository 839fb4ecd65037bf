package dev.skald.deploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The deployed applications on disk: a file for each that only its owner can read, in a folder beside the store. A file appears when it is whole and on
 * disk, so that a crash leaves the application as it was or as it is to be.
 */
public final class KeptApplications {
    /** More would be another use of Skald than this. */
    public static final int APPLICATIONS_MAX = 1_000;

    private static final String ENDING = ".json";
    private static final String UNFINISHED = ".new";

    /** API keys, secrets of connections and the environment of functions are in these files. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}");

    private final @Nullable Path folder;

    /** @param folder made when the first application comes; null keeps nothing, for servers in memory */
    public KeptApplications(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Whether an application may have that name: it is a file's, too. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * All of them, by name.
     *
     * @throws IOException when one cannot be read: a server that forgot it would do harm quietly
     */
    List<Application> all() throws IOException {
        if (folder == null || !Files.isDirectory(folder)) return List.of();
        List<Application> all = new ArrayList<>();
        for (Path file : files(folder)) all.add(read(file));
        return all;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static Application read(Path file) throws IOException {
        try {
            return ApplicationJson.read(Files.readString(file));
        } catch (IllegalArgumentException malformed) {
            throw new IOException(file + " is no deployed application: " + malformed.getMessage(), malformed);
        }
    }

    void put(Application application) throws IOException {
        if (folder == null) return;
        Files.createDirectories(folder);
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path file = file(folder, application.id());
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        // One that a crash left behind may be readable by others.
        Files.deleteIfExists(unfinished);
        write(unfinished, ApplicationJson.write(application), posix ? List.of(OWNER_ONLY) : List.of());
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
    }

    private static void write(Path file, String text, List<FileAttribute<?>> attributes) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, attributes.toArray(FileAttribute<?>[]::new))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    void remove(String id) throws IOException {
        if (folder == null) return;
        if (Files.deleteIfExists(file(folder, id))) sync(folder);
    }

    private static Path file(Path folder, String id) {
        return folder.resolve(id + ENDING);
    }
}
