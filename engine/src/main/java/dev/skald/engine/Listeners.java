package dev.skald.engine;

import dev.skald.core.Event;
import dev.skald.core.Identity;
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
        for (EngineListener each : listeners) tell(each, identity, events);
    }

    private static void tell(EngineListener listener, Identity identity, List<Event> events) {
        try {
            listener.committed(identity, events);
        } catch (RuntimeException broken) {
            LOG.error("The listener {} threw", listener.getClass().getName(), broken);
        }
    }
}
