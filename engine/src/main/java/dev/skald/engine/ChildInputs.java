package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.core.ItemBatch;
import dev.skald.core.MapRun;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import org.jspecify.annotations.Nullable;

/** Makes the inputs of a Map Run's children from its items, one after the other: selects, and batches. */
final class ChildInputs implements AutoCloseable {
    private final MapRun run;
    private final MapState state;
    private final ItemSource source;
    private final EngineParts parts;
    private final int bytesMax;
    private long items;
    private long children;

    /** An item that did not fit into the batch before. */
    private @Nullable Payload left;

    ChildInputs(MapRun run, MapState state, ItemSource source, EngineParts parts, int bytesMax) {
        this.run = run;
        this.state = state;
        this.source = source;
        this.parts = parts;
        this.bytesMax = bytesMax;
    }

    /** @param itemCount how many items it holds */
    record ChildInput(long index, int itemCount, Payload payload) {}

    /** How many items were read. */
    long items() {
        return items;
    }

    /**
     * The next input; null after the last one.
     *
     * @throws EvaluationException if the ItemSelector cannot be evaluated, or an input is too large
     * @throws dev.skald.engine.items.ItemReaderException if the items cannot be read on
     */
    @Nullable
    ChildInput next() {
        return run.batching() == null ? single() : batch(run.batching());
    }

    private @Nullable ChildInput single() {
        Payload item = item();
        if (item == null) return null;
        return input(1, item);
    }

    private ChildInput input(int itemCount, Payload payload) {
        if (payload.utf8Length() > bytesMax)
            throw new EvaluationException(ErrorName.DATA_LIMIT_EXCEEDED, MapRun.tooLargeText(state.name()));
        return new ChildInput(children++, itemCount, payload);
    }

    private @Nullable Payload item() {
        Item item = source.next();
        if (item == null) return null;
        var seen = new MapRun.Item(items++, item.key(), item.value(), item.source());
        return run.select(state, seen, parts.clock().now(), parts.entropy());
    }

    private @Nullable ChildInput batch(MapRun.Batching batching) {
        long itemsMax = batching.maxItems() == null ? Long.MAX_VALUE : batching.maxItems();
        long limit = batching.maxInputBytes() == null ? bytesMax : Math.min(bytesMax, batching.maxInputBytes());
        var batch = new ItemBatch(batching.batchInput(), itemsMax, limit);
        Payload item = left == null ? item() : left;
        while (item != null && batch.takes(item)) {
            batch.add(item);
            item = item();
        }
        left = item;
        return batch.isEmpty() ? null : input(batch.size(), batch.input());
    }

    @Override
    public void close() {
        source.close();
    }
}
