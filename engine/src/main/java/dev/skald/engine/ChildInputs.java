package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.core.MapRun;
import dev.skald.engine.items.Item;
import dev.skald.engine.items.ItemSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the inputs of a Map Run's children from its items, one after the other: selects, and batches. */
final class ChildInputs implements AutoCloseable {
    private static final String ITEMS = "\"Items\":[";
    private static final int CLOSING_BYTES = 2;

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
        Payload common = batching.batchInput();
        String head = common == null ? "{" + ITEMS : "{\"BatchInput\":" + common.text() + "," + ITEMS;
        long itemsMax = batching.maxItems() == null ? Long.MAX_VALUE : batching.maxItems();
        long limit = batching.maxInputBytes() == null ? bytesMax : Math.min(bytesMax, batching.maxInputBytes());
        long bytes = Payload.ofText(head).utf8Length() + CLOSING_BYTES;
        List<String> texts = new ArrayList<>();
        while (texts.size() < itemsMax) {
            Payload item = left == null ? item() : left;
            left = null;
            if (item == null) break;
            bytes += item.utf8Length() + (texts.isEmpty() ? 0 : 1);
            if (bytes > limit && !texts.isEmpty()) {
                left = item;
                break;
            }
            texts.add(item.text());
        }
        if (texts.isEmpty()) return null;
        return input(texts.size(), Payload.ofText(head + String.join(",", texts) + "]}"));
    }

    @Override
    public void close() {
        source.close();
    }
}
