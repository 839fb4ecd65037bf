package dev.skald.acceptance.api;

import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** An engine in memory with a server over it, in this process, on a free port. */
public record RunningServer(Skald skald, SkaldServer server) implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(5);

    /** @param functions registers what the machines call */
    public static RunningServer with(Consumer<SkaldBuilder> functions) throws IOException {
        return with(functions, settings());
    }

    public static RunningServer with(Consumer<SkaldBuilder> functions, ServerSettings settings) throws IOException {
        SkaldBuilder builder = Skald.inMemory();
        functions.accept(builder);
        Observation observation = new Observation();
        builder.listener(observation).performer(observation.sdkTasks());
        Skald skald = builder.open();
        try {
            return new RunningServer(skald, SkaldServer.start(skald, settings, observation));
        } catch (IOException | RuntimeException e) {
            skald.close();
            throw e;
        }
    }

    /** A free port, and long polls that do not keep a test waiting. */
    static ServerSettings settings() {
        return ServerSettings.DEFAULTS.withPort(0).withPolls(POLL, POLL);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        skald.close();
    }
}
