package dev.skald.parquet;

import dev.skald.asl.Payload;
import dev.skald.tasks.items.ItemValues;
import java.io.IOException;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of a file, one row group after the other. */
final class ParquetRows implements ItemValues {
    private final ParquetFileReader file;
    private final MessageColumnIO columns;
    private @Nullable RecordReader<JsonNode> rows;
    private long left;

    private ParquetRows(ParquetFileReader file) {
        this.file = file;
        this.columns = new ColumnIOFactory().getColumnIO(file.getFileMetaData().getSchema());
    }

    static ParquetRows open(ObjectFile file) throws IOException {
        Footer.checkTail(file);
        ParquetFileReader reader = ParquetFileReader.open(file, options());
        try {
            Footer.check(reader.getFooter());
            return new ParquetRows(reader);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static ParquetReadOptions options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new PageCodecs())
                .usePageChecksumVerification()
                .build();
    }

    @Override
    public @Nullable ItemValue next() throws IOException {
        JsonNode row = ParquetFormat.readable(this::read);
        return row == null ? null : new ItemValue(null, Payload.of(row));
    }

    private @Nullable JsonNode read() throws IOException {
        RecordReader<JsonNode> reader = rows;
        while (reader == null || left == 0) {
            PageReadStore group = file.readNextRowGroup();
            if (group == null) return null;
            reader = columns.getRecordReader(group, new RowMaterializer(columns.getType()));
            rows = reader;
            left = group.getRowCount();
        }
        left--;
        return reader.read();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
