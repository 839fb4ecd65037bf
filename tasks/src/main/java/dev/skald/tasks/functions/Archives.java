package dev.skald.tasks.functions;

import dev.skald.tasks.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Zips with code or layers, each unpacked once into a folder named by its content. */
final class Archives {
    /** What a function and its layers may have unpacked, as on Lambda, and with room for what lives outside of it. */
    static final long UNPACKED_BYTES_MAX = 1L << 30;

    /** How many files a zip may hold. */
    static final int FILES_MAX = 200_000;

    private final Path cache;

    Archives(Path cache) {
        this.cache = cache;
    }

    Path unpacked(Path zip) throws UnusableFunction {
        try {
            Path folder = cache.resolve("unpacked").resolve(hash(zip)).toAbsolutePath();
            if (Files.isDirectory(folder)) return folder;
            Files.createDirectories(folder.getParent());
            Path fresh = Files.createTempDirectory(folder.getParent(), "new");
            unpack(zip, fresh);
            return moved(fresh, folder);
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableFunction("cannot unpack " + zip + ": " + e.getMessage(), e);
        }
    }

    /** Two processes may unpack the same zip: the first to be done wins. */
    private static Path moved(Path fresh, Path folder) throws IOException {
        try {
            return Files.move(fresh, folder);
        } catch (IOException there) {
            if (Files.isDirectory(folder)) return folder;
            throw there;
        }
    }

    private static String hash(Path zip) throws IOException {
        try (InputStream in = Files.newInputStream(zip);
                DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.digest())) {
            in.transferTo(out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest(), 0, 12);
        }
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
            for (Path root : files.getRootDirectories()) Files.walkFileTree(root, new Copy(root, folder));
        }
    }

    /** Copies what is under a root, its executables as such. */
    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path folder;
        private long bytes;
        private int files;

        Copy(Path root, Path folder) {
            this.root = root;
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(target(directory));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            bytes += attributes.size();
            files++;
            if (bytes > UNPACKED_BYTES_MAX || files > FILES_MAX)
                throw new IOException("it holds more than " + UNPACKED_BYTES_MAX + " bytes or " + FILES_MAX + " files");
            Path target = target(file);
            Files.copy(file, target);
            if (isExecutable(file) && !target.toFile().setExecutable(true))
                throw new IOException("cannot make " + target + " executable");
            return FileVisitResult.CONTINUE;
        }

        private static boolean isExecutable(Path file) throws IOException {
            return Files.getAttribute(file, "zip:permissions") instanceof Set<?> permissions
                    && permissions.contains(PosixFilePermission.OWNER_EXECUTE);
        }

        private Path target(Path file) throws IOException {
            Path target = folder.resolve(root.relativize(file).toString()).normalize();
            if (!target.startsWith(folder)) throw new IOException("it holds a file outside of itself: " + file);
            return target;
        }
    }
}
