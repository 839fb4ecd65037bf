package dev.skald.core;

import dev.skald.asl.Distributed;
import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Json;
import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import dev.skald.asl.Watch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A Map under test: its fields are evaluated as if it began, and no iteration runs. */
final class MockedMap {
    static final Failure THRESHOLD_EXCEEDED = Failure.of(
            ErrorName.EXCEED_TOLERATED_FAILURE_THRESHOLD, "The specified tolerated failure threshold was exceeded");

    private final Turn turn;
    private final Frame frame;
    private final MapState state;
    private final StateTest.Setup setup;
    private final StateProbe probe;
    private final Scope scope;

    MockedMap(Turn turn, Frame frame, MapState state, StateTest.Setup setup, StateProbe probe) {
        this.turn = turn;
        this.frame = frame;
        this.state = state;
        this.setup = setup;
        this.probe = probe;
        this.scope = turn.effective(frame, state);
    }

    /** Evaluates the fields and shows what they came to; says whether more iterations have failed than are tolerated. */
    boolean exceedsTolerance(StateTest.Mock mock) {
        StateOutcome.MapFields fields = fields();
        probe.saw(fields);
        Payload items = items();
        if (items != null) show(items);
        return switch (mock) {
            case StateTest.Mock.Result(var result) ->
                fields.exceededBy(
                        setup.failedIterations(),
                        (items == null ? result : items).node().size());
            case StateTest.Mock.Failed _ -> false;
        };
    }

    private StateOutcome.MapFields fields() {
        var count = state.toleratedFailureCount();
        var percentage = state.toleratedFailurePercentage();
        return new StateOutcome.MapFields(
                state.maxConcurrency().evaluate(scope),
                count == null ? null : count.evaluate(scope),
                percentage == null ? null : percentage.evaluate(scope));
    }

    /** The items, an array or an object; null when they would be read, and the test does not say what there is to read. */
    private @Nullable Payload items() {
        Distributed distributed = state.distributed();
        Distributed.Reader reader = distributed == null ? null : distributed.reader();
        if (reader == null) return state.items().evaluate(scope);
        reader.arguments().evaluate(scope);
        Payload config = reader.config().evaluate(scope);
        return setup.readerData() == null ? itemsOfInput() : read(setup.readerData(), config);
    }

    private Payload read(ReaderData data, Payload config) {
        Payload items = data.items(config);
        if (config.node().has("ItemsPointer") && probe.isJsonPath()) probe.saw(Watch.Stage.AFTER_ITEMS_POINTER, items);
        return items;
    }

    /** What is read may also be given as the state's input; an input of another form holds only the reader's arguments. */
    private @Nullable Payload itemsOfInput() {
        try {
            Payload items = state.items().evaluate(scope);
            return items.node().isArray() ? items : null;
        } catch (EvaluationException _) {
            return null;
        }
    }

    private void show(Payload items) {
        List<Payload> inputs = new ArrayList<>();
        if (items.node().isObject())
            items.node().forEachEntry((key, item) -> inputs.add(selected(inputs.size(), key, item)));
        else for (JsonNode item : items.node()) inputs.add(selected(inputs.size(), null, item));
        if (state.itemSelector() != null) probe.saw(Watch.Stage.AFTER_ITEM_SELECTOR, array(inputs));
        Distributed distributed = state.distributed();
        if (distributed != null && distributed.batcher() != null)
            probe.saw(Watch.Stage.AFTER_ITEM_BATCHER, array(batches(distributed.batcher(), inputs)));
    }

    private Payload selected(int index, @Nullable String key, JsonNode item) {
        return MapBehaviour.select(turn, frame, state, index, key, Payload.of(item));
    }

    private List<Payload> batches(Distributed.Batcher batcher, List<Payload> items) {
        var input = batcher.batchInput();
        Payload batchInput = input == null ? null : input.evaluate(scope);
        long itemsMax =
                batcher.maxItems() == null ? Long.MAX_VALUE : batcher.maxItems().evaluate(scope);
        long inputMax = turn.limits.payloadBytesMax();
        long bytesMax = batcher.maxInputBytes() == null
                ? inputMax
                : Math.min(inputMax, batcher.maxInputBytes().evaluate(scope));
        return ItemBatch.inputs(items, () -> new ItemBatch(batchInput, itemsMax, bytesMax));
    }

    private static Payload array(List<Payload> values) {
        ArrayNode array = Json.array();
        values.forEach(value -> array.add(value.node()));
        return Payload.of(array);
    }
}
