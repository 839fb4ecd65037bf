package dev.skald.server.links;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs links: 256 random bits in a file that only its owner can read, made when the first link is. Who has it
 * can make links; without it, those that were made are void.
 */
public final class LinkKey {
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final @Nullable Path file;
    private byte @Nullable [] key;

    /** @param file where it is kept; null keeps it in memory: then links last as long as the process */
    public LinkKey(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Signs bytes; those of each purpose begin differently.
     *
     * @throws UncheckedIOException when the key cannot be read or made
     */
    public byte[] signature(byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        } catch (IOException unusable) {
            throw new UncheckedIOException("The key of links cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private synchronized byte[] key() throws IOException {
        byte[] known = key;
        if (known == null) {
            known = file == null ? random() : readOrMake(file);
            key = known;
        }
        return known;
    }

    private static byte[] random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static byte[] readOrMake(Path file) throws IOException {
        try {
            return read(file);
        } catch (NoSuchFileException none) {
            return make(file);
        }
    }

    private static byte[] make(Path file) throws IOException {
        byte[] made = random();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0];
        Path whole =
                file.resolveSibling(file.getFileName() + "." + HexFormat.of().formatHex(random(), 0, 8));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
        try (SeekableByteChannel out = Files.newByteChannel(whole, options, attributes)) {
            String text = HexFormat.of().formatHex(made) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) out.write(bytes);
        }
        return inPlace(whole, file) ? made : read(file);
    }

    /** The key is in its place whole or not at all; false when another process has put one there meanwhile. */
    private static boolean inPlace(Path whole, Path file) throws IOException {
        try {
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException since) {
            return false;
        } finally {
            Files.delete(whole);
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > 2 * BYTES + 2) throw new IOException(file + " holds no key");
        try {
            byte[] bytes = HexFormat.of().parseHex(Files.readString(file).strip());
            if (bytes.length == BYTES) return bytes;
        } catch (IllegalArgumentException noHex) {
            throw new IOException(file + " holds no key", noHex);
        }
        throw new IOException(file + " holds no key");
    }
}
