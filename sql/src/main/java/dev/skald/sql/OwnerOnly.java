package dev.skald.sql;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Makes files and folders that nobody but their owner can read: a store holds everyone's payloads. */
final class OwnerOnly {
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** Makes an empty file unless there is one, and sees to it that a power failure does not unmake it. */
    static void create(Path file) throws IOException {
        if (Files.exists(file)) return;
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException since) {
            // Someone else has made it in the meantime: that is as good.
        }
        if (isPosix(file)) sync(file.toAbsolutePath().getParent());
    }

    private static void sync(@Nullable Path folder) throws IOException {
        if (folder == null) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes the folder of a file, and the folders above, where they are missing. */
    static void createFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) Files.createDirectories(folder, attributes(file, FOLDER));
    }

    private static FileAttribute<?>[] attributes(Path path, FileAttribute<?> posix) {
        return isPosix(path) ? new FileAttribute<?>[] {posix} : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
