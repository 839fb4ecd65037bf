/**
 * Reads the items of a Distributed Map from objects, and writes its results to objects: the formats of section 1.11 of the
 * reference, streamed in bounded memory.
 *
 * <p>{@link dev.skald.tasks.items.ObjectMapData} gives an engine both. What is wrong with the data is an {@link
 * dev.skald.engine.items.ItemReaderException}, never another one.
 *
 * <p>Start reading at {@link dev.skald.tasks.items.ObjectItemReader}.
 */
@NullMarked
package dev.skald.tasks.items;

import org.jspecify.annotations.NullMarked;
