package dev.skald.server.aws;

import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of the AWS API for callers in this process. An engine opens before its server starts: who calls in between
 * waits.
 */
public final class ApiCalls {
    private final CompletableFuture<Actions> server = new CompletableFuture<>();

    /** From now on these actions answer. */
    public void serve(Actions actions) {
        server.complete(actions);
    }

    Actions.Entry find(String operation) throws InterruptedException {
        try {
            return server.get().find(operation);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /**
     * Performs an operation, as for a client.
     *
     * @param operation such as {@code CreateStateMachine}
     * @throws dev.skald.engine.ServiceException what it refuses
     */
    public ObjectNode perform(String operation, ObjectNode request) throws InterruptedException {
        Actions.Entry entry = find(operation);
        entry.constraints().check(request);
        return answer(entry, request);
    }

    /** @param request one that has been checked */
    static ObjectNode answer(Actions.Entry entry, ObjectNode request) throws InterruptedException {
        JsonWriter out = new JsonWriter();
        entry.action().perform(new Parameters(request), out);
        return JsonReader.object(out.end())
                .orElseThrow(() -> new IllegalStateException("an action answers with an object"));
    }
}
