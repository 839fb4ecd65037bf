package dev.skald.engine;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.store.ExecutionRow;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear what was committed. One that throws is logged, and harms nobody. */
final class Listeners implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<EngineListener> listeners;

    Listeners(List<EngineListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        for (EngineListener each : listeners) tell(each, () -> each.committed(identity, events));
    }

    @Override
    public void committed(Identity identity, ExecutionRow row, List<Event> events) {
        for (EngineListener each : listeners) tell(each, () -> each.committed(identity, row, events));
    }

    @Override
    public void changed() {
        for (EngineListener each : listeners) tell(each, each::changed);
    }

    private static void tell(EngineListener listener, Runnable news) {
        try {
            news.run();
        } catch (RuntimeException broken) {
            LOG.error("The listener {} threw", listener.getClass().getName(), broken);
        }
    }
}
