package dev.skald.core;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items that share one child execution, as an {@code ItemBatcher} groups them: section 1.11. Every batch takes at least
 * one item, however large that is.
 */
public final class ItemBatch {
    /** The size of the members' names, brackets, colons and the comma between them. */
    private static final int FRAME_BYTES = "{\"Items\":[]}".length();

    private static final int BATCH_INPUT_FRAME_BYTES = "\"BatchInput\":,".length();

    private final @Nullable Payload batchInput;
    private final long itemsMax;
    private final long bytesMax;
    private final List<Payload> items = new ArrayList<>();
    private long bytes;

    /**
     * @param batchInput {@code BatchInput}; null when there is none
     * @param itemsMax how many items it holds at most
     * @param bytesMax how large {@link #input()} is at most, as UTF-8
     */
    public ItemBatch(@Nullable Payload batchInput, long itemsMax, long bytesMax) {
        this.batchInput = batchInput;
        this.itemsMax = itemsMax;
        this.bytesMax = bytesMax;
        this.bytes = FRAME_BYTES + (batchInput == null ? 0 : (long) BATCH_INPUT_FRAME_BYTES + batchInput.utf8Length());
    }

    /** The inputs of all batches of some items. */
    static List<Payload> inputs(List<Payload> items, Supplier<ItemBatch> empty) {
        List<Payload> inputs = new ArrayList<>();
        ItemBatch batch = empty.get();
        for (Payload item : items) {
            if (!batch.takes(item)) {
                inputs.add(batch.input());
                batch = empty.get();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) inputs.add(batch.input());
        return inputs;
    }

    /** Whether the item belongs to this batch. */
    public boolean takes(Payload item) {
        return items.isEmpty() || (items.size() < itemsMax && bytes + 1 + item.utf8Length() <= bytesMax);
    }

    public void add(Payload item) {
        bytes += item.utf8Length() + (items.isEmpty() ? 0 : 1);
        items.add(item);
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** How many items it holds. */
    public int size() {
        return items.size();
    }

    /** The input of the child execution. */
    public Payload input() {
        ObjectNode input = Json.object();
        if (batchInput != null) input.set("BatchInput", batchInput.node());
        ArrayNode array = input.putArray("Items");
        items.forEach(item -> array.add(item.node()));
        return Payload.of(input);
    }
}
