package dev.skald.acceptance.simulation;

import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.Limits;
import java.util.List;

/**
 * What is left of one simulated execution.
 *
 * @param machine its definition, as a tree of states by name
 * @param chunks its events as they were committed
 * @param limits after how many events or bytes a turn may stop in the middle
 */
record RunHistory(Identity identity, MachineFacts machine, List<List<Event>> chunks, Limits limits) {
    List<Event> events() {
        return chunks.stream().flatMap(List::stream).toList();
    }

    Execution fold() {
        return Execution.replay(identity, events());
    }
}
