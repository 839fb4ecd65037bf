package dev.skald.tasks.items;

import com.github.luben.zstd.ZstdInputStream;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The bytes of an object, decompressed when they begin as GZIP or Zstandard do, whatever the key ends with. */
final class ObjectBytes extends FilterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 4;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;

    private long read;

    private ObjectBytes(InputStream plain) {
        super(plain);
    }

    /** Opens the object. Reading beyond {@link ReaderLimits#OBJECT_BYTES_MAX} fails. */
    static InputStream open(ObjectStore store, ObjectAddress address) throws IOException {
        InputStream body = new BufferedInputStream(store.get(address).body(), BUFFER_BYTES);
        try {
            return new BufferedInputStream(new ObjectBytes(plain(body)), BUFFER_BYTES);
        } catch (IOException e) {
            body.close();
            throw e;
        }
    }

    private static InputStream plain(InputStream body) throws IOException {
        body.mark(MAGIC_BYTES);
        int magic = magic(body.readNBytes(MAGIC_BYTES));
        body.reset();
        if (magic >>> 16 == GZIP) return new GZIPInputStream(body, BUFFER_BYTES);
        return magic == ZSTD ? new ZstdInputStream(body) : body;
    }

    private static int magic(byte[] first) {
        int magic = 0;
        for (int i = 0; i < MAGIC_BYTES; i++) magic = magic << 8 | (i < first.length ? first[i] & 0xff : 0);
        return magic;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next >= 0) count(1);
        return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        if (count > 0) count(count);
        return count;
    }

    private void count(int more) {
        read += more;
        if (read > ReaderLimits.OBJECT_BYTES_MAX)
            throw ItemReaderException.failed("The object holds more than " + ReaderLimits.OBJECT_BYTES_MAX + " bytes.");
    }
}
