package dev.skald.parquet;

import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.objects.ObjectAddress;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.objects.ObjectStoreException;
import dev.skald.tasks.items.ItemFormat;
import dev.skald.tasks.items.ItemValues;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files: a row is an item, an object with a member for each column. Uncompressed, or compressed with GZIP, Snappy or
 * Zstandard. The limits are AWS's (section 1.11 of the reference); one row group is held in memory at a time.
 *
 * <p>AWS does not say how it writes Parquet's types as JSON. Here:
 *
 * <ul>
 *   <li>a null is {@code null}; so is a number that is not finite;
 *   <li>integers, also unsigned ones, and floating-point numbers are numbers, a {@code FLOAT} with its own shortest digits;
 *   <li>{@code DECIMAL} is a number; with a scale and more than 15 digits, which no double holds, it is a string;
 *   <li>{@code STRING}, {@code ENUM} and {@code JSON} are strings; {@code UUID} is one in its usual form;
 *   <li>{@code DATE}, {@code TIME}, {@code TIMESTAMP} and {@code INT96} are strings by ISO 8601, a time stamp in UTC with a Z;
 *       {@code INTERVAL} is a duration such as {@code P1M2DT0.5S};
 *   <li>{@code LIST} and repeated fields are arrays, {@code MAP} is an object, other groups are objects;
 *   <li>all other bytes are strings in Base64.
 * </ul>
 */
public final class ParquetFormat implements ItemFormat {
    /** The largest footer, in bytes. */
    public static final int FOOTER_BYTES_MAX = 5 << 20;

    /** The largest row group, in bytes, as it is and decompressed. */
    public static final int ROW_GROUP_BYTES_MAX = 256 << 20;

    /** How deep groups may be nested; Skald's own limit. */
    public static final int DEPTH_MAX = 100;

    @Override
    public String inputType() {
        return "PARQUET";
    }

    @Override
    public ItemValues open(ObjectStore store, ObjectAddress address) throws IOException {
        return readable(() -> ParquetRows.open(ObjectFile.of(store, address)));
    }

    /** Something that Parquet's library does. */
    interface Reading<T extends @Nullable Object> {
        T read() throws IOException;
    }

    /** On broken files the library throws whatever comes of them, and recurses as deep as they say. */
    static <T extends @Nullable Object> T readable(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (ItemReaderException | ObjectStoreException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw malformed(e);
        }
    }

    private static RuntimeException malformed(Throwable e) {
        Throwable reason = e;
        while (reason.getCause() != null) reason = reason.getCause();
        if (reason instanceof ItemReaderException said) return said;
        if (reason instanceof ObjectStoreException said) return said;
        return malformed(String.valueOf(reason.getMessage() == null ? reason : reason.getMessage()));
    }

    static ItemReaderException malformed(String reason) {
        return ItemReaderException.failed("The file is not valid Parquet: " + reason);
    }
}
