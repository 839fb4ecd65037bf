package dev.skald.tasks.items;

/** How much is read. AWS's limits, section 1.11 of the reference. */
public final class ReaderLimits {
    /** The largest item before an ItemSelector makes it smaller, in bytes. */
    public static final int ITEM_BYTES_MAX = 8 << 20;

    /** The largest object, after decompression, in bytes. */
    public static final long OBJECT_BYTES_MAX = 10L << 30;

    /** The most items of one Map Run; a larger or no {@code MaxItems} means this. */
    public static final long ITEMS_MAX = 100_000_000;

    /** All headers of a CSV file together, in bytes. */
    public static final int HEADER_BYTES_MAX = 10 << 10;

    /** The longest {@code ItemsPointer}, in characters. */
    public static final int POINTER_CHARS_MAX = 2_000;

    /** How far into a JSON file an {@code ItemsPointer} may lead, in bytes. */
    public static final long POINTER_LEAD_BYTES_MAX = 16 << 20;

    /** The manifest of an S3 inventory, in bytes. Skald's own: a file name takes about 200. */
    public static final int MANIFEST_BYTES_MAX = 16 << 20;

    private ReaderLimits() {}
}
