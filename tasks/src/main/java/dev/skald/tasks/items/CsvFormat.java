package dev.skald.tasks.items;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delimited text: a row is an item, an object of strings.
 *
 * @param headers names of the columns; null when the first row has them
 */
record CsvFormat(@Nullable List<String> headers, char delimiter) implements ItemFormat {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    @Override
    public String inputType() {
        return "CSV";
    }

    @Override
    public ItemValues open(ObjectStore store, ObjectAddress address) throws IOException {
        InputStream body = ObjectBytes.open(store, address);
        try {
            return values(body);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private ItemValues values(InputStream body) throws IOException {
        CsvRows rows = rows(body, delimiter);
        List<String> names = headers == null ? read(rows) : headers;
        return new Values(body, rows, CsvColumns.of(names == null ? List.of() : names));
    }

    /** The rows of UTF-8 text. */
    static CsvRows rows(InputStream body, char delimiter) throws IOException {
        Reader text = new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder());
        return new CsvRows(withoutMark(text), delimiter, ReaderLimits.ITEM_BYTES_MAX);
    }

    /** Spreadsheets put a byte order mark first; it is no part of the first name. */
    private static Reader withoutMark(Reader text) throws IOException {
        var pushback = new PushbackReader(text, 1);
        int first;
        try {
            first = pushback.read();
        } catch (MalformedInputException e) {
            throw notText();
        }
        if (first >= 0 && first != BYTE_ORDER_MARK) pushback.unread(first);
        return pushback;
    }

    static @Nullable List<String> read(CsvRows rows) throws IOException {
        try {
            return rows.next();
        } catch (MalformedInputException e) {
            throw notText();
        }
    }

    private static ItemReaderException notText() {
        return ItemReaderException.failed("The file is not valid UTF-8.");
    }

    private record Values(InputStream body, CsvRows rows, CsvColumns columns) implements ItemValues {
        @Override
        public @Nullable ItemValue next() throws IOException {
            List<String> row = read(rows);
            return row == null ? null : new ItemValue(null, item(row));
        }

        private Payload item(List<String> row) {
            var item = Json.object();
            for (CsvColumns.Column column : columns.inAwsOrder()) item.put(column.name(), column.of(row));
            return Payload.of(item);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
