package dev.skald.engine.objects;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Walks the folders of a bucket in the order of the keys. What changes meanwhile may be seen or not, as in S3.
 *
 * <p>A folder's name counts with its slash: {@code a-b} comes before {@code a/b}.
 */
final class FolderListing implements ObjectListing {
    /** Deeper than any key can be. */
    private static final int DEPTH_MAX = FolderObjects.KEY_BYTES_MAX / 2;

    private final String prefix;
    private final Deque<FolderNames> open = new ArrayDeque<>();

    FolderListing(Path bucket, String prefix) {
        this.prefix = prefix;
        open.push(new FolderNames(bucket, "", prefix));
    }

    @Override
    public @Nullable StoredObject next() {
        while (!open.isEmpty()) {
            FolderNames folder = open.element();
            String name = folder.next();
            if (name == null) open.pop();
            else if (name.endsWith("/")) enter(folder, name);
            else {
                StoredObject found = object(folder, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    /** A link that leads back to a folder above is not followed for ever. */
    private void enter(FolderNames above, String name) {
        String key = above.key() + name;
        if (open.size() < DEPTH_MAX && key.length() <= FolderObjects.KEY_BYTES_MAX)
            open.push(new FolderNames(above.path().resolve(name), key, prefix));
    }

    private static @Nullable StoredObject object(FolderNames folder, String name) {
        Path file = folder.path().resolve(name);
        try {
            return Files.isRegularFile(file) ? FileObject.of(folder.key() + name, file) : null;
        } catch (NoSuchFileException deletedMeanwhile) {
            return null;
        } catch (IOException e) {
            throw ObjectStoreException.failed(e);
        }
    }

    @Override
    public void close() {
        open.clear();
    }
}
