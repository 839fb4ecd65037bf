/**
 * Reads the items of a Distributed Map from Parquet files. A module of its own, because Parquet's library is larger than all of
 * Skald; {@code skald-tasks} finds it by {@link java.util.ServiceLoader}.
 *
 * <p>Nothing else may depend on it. What is wrong with a file is an {@link dev.skald.engine.items.ItemReaderException}, whatever
 * Parquet's library throws.
 *
 * <p>Start reading at {@link dev.skald.parquet.ParquetFormat}.
 */
@NullMarked
package dev.skald.parquet;

import org.jspecify.annotations.NullMarked;
