package dev.skald.core;

import dev.skald.asl.MapState;
import dev.skald.asl.Payload;
import dev.skald.asl.Scope;
import dev.skald.asl.Watch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A Map under test: its fields are evaluated as if it began, and no iteration runs. */
final class MockedMap {
    private MockedMap() {}

    /** Evaluates the fields, and shows what they came to. */
    static void perform(Turn turn, Frame frame, MapState state, StateTest.Setup setup, StateProbe probe) {
        Scope scope = turn.effective(frame, state);
        probe.saw(new StateOutcome.MapFields(state.maxConcurrency().evaluate(scope), null, null));
        Payload items = setup.items() == null ? state.items().evaluate(scope) : setup.items();
        if (state.itemSelector() != null)
            probe.saw(Watch.Stage.AFTER_ITEM_SELECTOR, selected(turn, frame, state, items));
    }

    private static Payload selected(Turn turn, Frame frame, MapState state, Payload items) {
        ArrayNode selected = JsonNodeFactory.instance.arrayNode();
        int index = 0;
        for (JsonNode item : items.node())
            selected.add(MapBehaviour.select(turn, frame, state, index++, Payload.of(item))
                    .node());
        return Payload.of(selected);
    }
}
