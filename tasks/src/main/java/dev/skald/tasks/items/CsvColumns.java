package dev.skald.tasks.items;

import dev.skald.engine.items.ItemReaderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of delimited text.
 *
 * @param inAwsOrder in the order that AWS's items show: that of a Java HashMap
 */
record CsvColumns(List<Column> inAwsOrder) {

    /** One column: its name, and where it stands in a row. */
    record Column(String name, int index) {
        /** Its value: a short row is as if empty fields followed. */
        String of(List<String> row) {
            return index < row.size() ? row.get(index) : "";
        }
    }

    static CsvColumns of(List<String> names) {
        Map<String, Integer> indexes = new HashMap<>();
        int bytes = 0;
        for (String name : names) {
            // JSON cannot name a member so: nobody could read the item back.
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(name))
                throw ItemReaderException.failed("CSV headers cannot contain half a surrogate pair.");
            bytes += name.getBytes(StandardCharsets.UTF_8).length;
            if (indexes.put(name, indexes.size()) != null)
                throw ItemReaderException.failed("CSV headers cannot contain duplicates.");
        }
        if (bytes > ReaderLimits.HEADER_BYTES_MAX)
            throw ItemReaderException.failed(
                    "The CSV headers are larger than " + ReaderLimits.HEADER_BYTES_MAX + " bytes.");
        List<Column> columns = new ArrayList<>();
        indexes.forEach((name, index) -> columns.add(new Column(name, index)));
        return new CsvColumns(List.copyOf(columns));
    }
}
