package dev.skald.engine.objects;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object open for reading.
 *
 * @param object what it is; its size counts all its bytes, wherever the reading began
 */
public record ObjectContent(StoredObject object, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        body.close();
    }
}
