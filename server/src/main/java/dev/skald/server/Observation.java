package dev.skald.server;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import dev.skald.server.api.Followers;
import dev.skald.server.metrics.Metrics;
import java.util.List;

/**
 * What a server hears from its engine: give it to {@code Skald.Builder.listener} before the engine opens, and to {@link
 * SkaldServer#start} after. It counts for {@code /metrics}, wakes those who follow an execution, and logs what failed.
 */
public final class Observation implements EngineListener {
    private final Metrics metrics = new Metrics();
    private final Followers followers = new Followers();
    private final ExecutionLog log = new ExecutionLog();

    @Override
    public void committed(Identity identity, List<Event> events) {
        metrics.committed(identity, events);
        followers.committed(identity, events);
        log.committed(identity, events);
    }

    /** The figures behind {@code /metrics}. */
    public Metrics metrics() {
        return metrics;
    }

    Followers followers() {
        return followers;
    }
}
