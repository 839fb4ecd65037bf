package dev.skald.acceptance.clients;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.Payload;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.items.MapData;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import dev.skald.tasks.items.ObjectMapData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server for one client's script, and the functions that the script's machines call. */
final class ClientServer implements AutoCloseable {
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final RunningServer running;

    private ClientServer(MapData mapData) throws IOException {
        running = RunningServer.with(builder -> functions(builder.mapData(mapData)));
    }

    static ClientServer start() throws IOException {
        return new ClientServer(MapData.NONE);
    }

    /** @param objects the folder with the buckets that machines read and write */
    static ClientServer start(Path objects) throws IOException {
        return new ClientServer(ObjectMapData.of(new FolderObjects(objects)));
    }

    int port() {
        return running.port();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void functions(SkaldBuilder builder) {
        builder.register("double", ClientServer::twice).register("mended", this::mended);
    }

    private static Payload twice(Payload input, StepContext step) {
        return Payload.ofText(String.valueOf(2 * input.node().path("n").asInt()));
    }

    /** Refuses each step once; its redrive succeeds, as after somebody mended the participant. */
    private Payload mended(Payload input, StepContext step) throws TaskFailure {
        if (refused.add(step.key())) throw new TaskFailure("Broken", "not mended yet");
        return Payload.ofText("\"mended\"");
    }

    @Override
    public void close() {
        running.close();
    }
}
