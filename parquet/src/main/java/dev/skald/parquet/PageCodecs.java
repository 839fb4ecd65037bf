package dev.skald.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.skald.engine.items.ItemReaderException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompresses pages to exactly the size that their headers give, and never more than a row group may have. */
final class PageCodecs implements CompressionCodecFactory {

    private interface Decompression {
        byte[] decompress(byte[] compressed, int size) throws IOException;
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Pages(
                switch (codec) {
                    case UNCOMPRESSED -> (compressed, size) -> compressed;
                    case GZIP -> PageCodecs::gzip;
                    case SNAPPY -> PageCodecs::snappy;
                    case ZSTD -> PageCodecs::zstd;
                    case LZO, BROTLI, LZ4, LZ4_RAW ->
                        throw ItemReaderException.failed(
                                "Parquet files compressed with " + codec + " are not supported.");
                });
    }

    private static byte[] gzip(byte[] compressed, int size) throws IOException {
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readNBytes(size);
        }
    }

    private static byte[] snappy(byte[] compressed, int size) throws IOException {
        if (Snappy.uncompressedLength(compressed) != size) throw wrongSize();
        return Snappy.uncompress(compressed);
    }

    private static byte[] zstd(byte[] compressed, int size) {
        try {
            return Zstd.decompress(compressed, size);
        } catch (ZstdException e) {
            throw ParquetFormat.malformed(String.valueOf(e.getMessage()));
        }
    }

    private static ItemReaderException wrongSize() {
        return ParquetFormat.malformed("a page does not have the size that its header gives");
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("Parquet files are only read");
    }

    @Override
    public void release() {}

    private record Pages(Decompression codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput compressed, int size) throws IOException {
            return BytesInput.from(plain(compressed.toByteArray(), size));
        }

        private byte[] plain(byte[] compressed, int size) throws IOException {
            if (size < 0 || size > ParquetFormat.ROW_GROUP_BYTES_MAX) throw wrongSize();
            byte[] plain = codec.decompress(compressed, size);
            if (plain.length != size) throw wrongSize();
            return plain;
        }

        @Override
        public void decompress(ByteBuffer compressed, int compressedSize, ByteBuffer into, int size)
                throws IOException {
            byte[] bytes = new byte[compressedSize];
            compressed.get(bytes);
            into.put(plain(bytes, size));
        }

        @Override
        public void release() {}
    }
}
