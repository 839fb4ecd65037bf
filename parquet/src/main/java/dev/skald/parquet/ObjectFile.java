package dev.skald.parquet;

import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectContent;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * An object as Parquet's library reads files.
 *
 * @param lastModified when the object was what its size was taken from
 */
record ObjectFile(ObjectStore store, ObjectAddress address, long size, Instant lastModified) implements InputFile {

    static ObjectFile of(ObjectStore store, ObjectAddress address) throws IOException {
        try (ObjectContent content = store.get(address)) {
            return new ObjectFile(
                    store, address, content.object().size(), content.object().lastModified());
        }
    }

    @Override
    public long getLength() {
        return size;
    }

    @Override
    public SeekableInputStream newStream() {
        return ObjectStream.of(this);
    }

    /** The bytes from there on, of the same object as before. */
    InputStream from(long position) throws IOException {
        ObjectContent content = store.get(address, position);
        if (isSame(content.object())) return content.body();
        content.close();
        throw ItemReaderException.failed("The object was replaced while it was read.");
    }

    private boolean isSame(StoredObject object) {
        return object.size() == size && object.lastModified().equals(lastModified);
    }
}
