package dev.skald.parquet;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of an object, with jumps: each opens the object again at another place. */
final class ObjectStream extends DelegatingSeekableInputStream {
    private final Cursor cursor;

    private ObjectStream(Cursor cursor) {
        super(cursor);
        this.cursor = cursor;
    }

    static ObjectStream of(ObjectFile file) {
        return new ObjectStream(new Cursor(file));
    }

    @Override
    public long getPos() {
        return cursor.position;
    }

    @Override
    public void seek(long position) throws IOException {
        cursor.seek(position);
    }

    private static final class Cursor extends InputStream {
        private final ObjectFile file;
        private @Nullable InputStream body;
        private long position;

        Cursor(ObjectFile file) {
            this.file = file;
        }

        void seek(long to) throws IOException {
            if (to < 0 || to > file.size()) throw ParquetFormat.malformed("it points outside of itself");
            if (to == position) return;
            close();
            position = to;
        }

        @Override
        public int read() throws IOException {
            int next = open().read();
            if (next >= 0) position++;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = open().read(into, from, length);
            if (count > 0) position += count;
            return count;
        }

        private InputStream open() throws IOException {
            InputStream opened = body == null ? file.from(position) : body;
            body = opened;
            return opened;
        }

        @Override
        public void close() throws IOException {
            InputStream opened = body;
            body = null;
            if (opened != null) opened.close();
        }
    }
}
