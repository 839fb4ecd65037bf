package dev.skald.engine.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects in a local folder: {@code s3://bucket/key} is the file {@code ROOT/bucket/key}. Files that others put there are
 * objects as well; a bucket is made by making its folder. Nothing has versions or owners.
 *
 * <p>Keys that name no file of their own under the bucket ({@code a//b}, {@code ../x}, a trailing slash) are refused, so no
 * key leads out of the folder. Symbolic links are followed: only who owns the folder can make them.
 */
public final class FolderObjects implements ObjectStore {
    /** Holds objects while they are written; no bucket has such a name. */
    static final String UPLOADS = ".uploads";

    /** As in S3. */
    static final int KEY_BYTES_MAX = 1_024;

    /** An upload that has been lying for so long was cut off by a crash. */
    private static final Duration UPLOAD_AGE_MAX = Duration.ofDays(1);

    private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}");

    private final Path root;

    /** The folder is made when something is first written to it. */
    public FolderObjects(Path root) {
        this(root, InstantSource.system());
    }

    /** @param clock tells which uploads were cut off by a crash */
    public FolderObjects(Path root, InstantSource clock) {
        this.root = root.toAbsolutePath().normalize();
        sweep(this.root.resolve(UPLOADS), clock.instant().minus(UPLOAD_AGE_MAX));
    }

    private static void sweep(Path uploads, Instant before) {
        if (!Files.isDirectory(uploads)) return;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads)) {
            for (Path upload : left)
                if (Files.getLastModifiedTime(upload).toInstant().isBefore(before)) Files.deleteIfExists(upload);
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
    }

    @Override
    public ObjectContent get(ObjectAddress address, long from) {
        Path file = file(bucket(address.bucket()), address.key());
        if (!Files.isRegularFile(file)) throw ObjectStoreException.noSuchKey();
        if (!isNewest(address.versionId())) throw ObjectStoreException.noSuchVersion();
        try {
            StoredObject object = FileObject.of(address.key(), file);
            return new ObjectContent(object, open(file, from));
        } catch (NoSuchFileException e) {
            throw ObjectStoreException.noSuchKey();
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
    }

    /** S3 calls the one version of an object in a bucket without versioning {@code null}. */
    private static boolean isNewest(@Nullable String versionId) {
        return versionId == null || versionId.equals("null");
    }

    private static InputStream open(Path file, long from) throws IOException {
        InputStream body = Files.newInputStream(file);
        try {
            body.skipNBytes(from);
            return body;
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    @Override
    public ObjectListing list(String bucket, String prefix) {
        return new FolderListing(bucket(bucket), prefix);
    }

    @Override
    public ObjectUpload put(String bucket, String key) {
        return new FileUpload(root.resolve(UPLOADS), file(bucket(bucket), key), key);
    }

    private Path bucket(String name) {
        if (!BUCKET.matcher(name).matches())
            throw ObjectStoreException.invalid("InvalidBucketName", "The specified bucket is not valid.");
        Path bucket = root.resolve(name);
        if (!Files.isDirectory(bucket)) throw ObjectStoreException.noSuchBucket();
        return bucket;
    }

    private static Path file(Path bucket, String key) {
        if (!isPath(key)) throw ObjectStoreException.invalid("InvalidRequest", "A local folder cannot keep this key.");
        if (key.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX)
            throw ObjectStoreException.invalid("KeyTooLongError", "Your key is too long");
        try {
            return bucket.resolve(key);
        } catch (InvalidPathException e) {
            throw ObjectStoreException.invalid("InvalidRequest", "A local folder cannot keep this key.");
        }
    }

    /** Whether the key is a relative path that stays below its bucket. */
    private static boolean isPath(String key) {
        for (String step : key.split("/", -1))
            if (step.isEmpty() || step.equals(".") || step.equals("..") || step.indexOf('\\') >= 0) return false;
        return true;
    }
}
