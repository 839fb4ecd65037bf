package dev.skald.engine.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** A file as an object. */
record FileObject(String key, Path file, long size, Instant lastModified) implements StoredObject {
    private static final int BUFFER_BYTES = 1 << 16;

    static FileObject of(String key, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileObject(
                key, file, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /** Reads the file. */
    @Override
    public String etag() {
        MessageDigest digest = md5();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream body = Files.newInputStream(file)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) digest.update(buffer, 0, read);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public String storageClass() {
        return "STANDARD";
    }

    /** What S3 names an object's bytes by; it is no secret that it keeps. */
    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
