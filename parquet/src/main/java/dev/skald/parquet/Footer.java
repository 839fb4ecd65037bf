package dev.skald.parquet;

import dev.skald.engine.items.ItemReaderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** What the end of a file says, checked before it is believed. */
final class Footer {
    private static final int TAIL_BYTES = 8;
    private static final int MAGIC_BYTES = 4;

    private Footer() {}

    /** Checks the last bytes: the footer's length, and {@code PAR1}. */
    static void checkTail(ObjectFile file) throws IOException {
        if (file.size() < TAIL_BYTES + MAGIC_BYTES) throw ParquetFormat.malformed("it is too short");
        ByteBuffer tail = tail(file);
        int length = tail.getInt();
        String magic = StandardCharsets.US_ASCII.decode(tail).toString();
        if (magic.equals("PARE")) throw ItemReaderException.failed("The Parquet file is encrypted.");
        if (!magic.equals("PAR1")) throw ParquetFormat.malformed("it does not end with PAR1");
        if (length < 0 || length > ParquetFormat.FOOTER_BYTES_MAX)
            throw ItemReaderException.failed(
                    "The footer of the Parquet file is larger than " + ParquetFormat.FOOTER_BYTES_MAX + " bytes.");
    }

    private static ByteBuffer tail(ObjectFile file) throws IOException {
        try (InputStream end = file.from(file.size() - TAIL_BYTES)) {
            byte[] tail = end.readNBytes(TAIL_BYTES);
            if (tail.length < TAIL_BYTES) throw ParquetFormat.malformed("it ends too soon");
            return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Checks the sizes of the row groups, and how deep the schema is. */
    static void check(ParquetMetadata footer) {
        for (BlockMetaData group : footer.getBlocks()) checkSize(group);
        for (var column : footer.getFileMetaData().getSchema().getColumns())
            if (column.getPath().length > ParquetFormat.DEPTH_MAX)
                throw ItemReaderException.failed(
                        "The Parquet file has columns nested deeper than " + ParquetFormat.DEPTH_MAX + " levels.");
    }

    private static void checkSize(BlockMetaData group) {
        long bytes = Math.max(group.getTotalByteSize(), group.getCompressedSize());
        if (bytes > ParquetFormat.ROW_GROUP_BYTES_MAX)
            throw ItemReaderException.failed(
                    "A row group of the Parquet file is larger than " + ParquetFormat.ROW_GROUP_BYTES_MAX + " bytes.");
    }
}
