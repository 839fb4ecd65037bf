package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ItemBatcher: section 1.11 of the reference. */
class ItemBatchTest {
    private static List<String> batches(ItemBatchLimits limits, String... items) {
        return ItemBatch.inputs(Stream.of(items).map(Payload::ofText).toList(), limits::empty).stream()
                .map(Payload::text)
                .toList();
    }

    private record ItemBatchLimits(long items, long bytes) {
        ItemBatch empty() {
            return new ItemBatch(null, items, bytes);
        }
    }

    @Test
    void shouldHoldNoMoreItemsThanAllowed() {
        assertThat(batches(new ItemBatchLimits(2, 1_000), "1", "2", "3"))
                .containsExactly("{\"Items\":[1,2]}", "{\"Items\":[3]}");
        assertThat(batches(new ItemBatchLimits(2, 1_000))).isEmpty();
    }

    @Test
    void shouldHoldNoMoreBytesThanAllowed() {
        String two = "{\"Items\":[11,22]}";
        assertThat(batches(new ItemBatchLimits(9, two.length()), "11", "22", "33"))
                .containsExactly(two, "{\"Items\":[33]}");
        assertThat(batches(new ItemBatchLimits(9, two.length() - 1L), "11", "22"))
                .containsExactly("{\"Items\":[11]}", "{\"Items\":[22]}");
    }

    @Test
    void shouldTakeAnItemThatIsLargerThanABatch() {
        assertThat(batches(new ItemBatchLimits(9, 1), "1", "2")).hasSize(2);
    }

    @Test
    void shouldCountTheBatchInput() {
        Payload batchInput = Payload.ofText("{\"a\":1}");
        var probe = new ItemBatch(batchInput, 9, 1_000);
        probe.add(Payload.ofText("1"));
        probe.add(Payload.ofText("2"));
        int exactly = probe.input().utf8Length();
        assertThat(probe.input()).hasToString("{\"BatchInput\":{\"a\":1},\"Items\":[1,2]}");
        for (long bytes : List.of(exactly - 1L, (long) exactly)) {
            var batch = new ItemBatch(batchInput, 9, bytes);
            batch.add(Payload.ofText("1"));
            assertThat(batch.takes(Payload.ofText("2"))).isEqualTo(bytes == exactly);
        }
    }
}
