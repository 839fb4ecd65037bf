package dev.skald.engine;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.store.ExecutionRow;
import java.util.List;

/**
 * Hears what was committed, in the order of each execution's events: metrics, progress lines, live views. Called on the
 * engine's threads: must be quick and must not throw.
 */
public interface EngineListener {
    /** Events of one execution became durable (for EXPRESS executions: happened). */
    void committed(Identity identity, List<Event> events);

    /**
     * The same, with the execution's row as it is after these events, but for its status: for listeners that want to know
     * more, such as through which version it was started.
     */
    default void committed(Identity identity, ExecutionRow row, List<Event> events) {
        committed(identity, events);
    }

    /** Something else that people look at became durable: a machine, a version, an alias, an acknowledgement. */
    default void changed() {}
}
