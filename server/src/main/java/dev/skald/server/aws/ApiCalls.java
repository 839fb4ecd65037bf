package dev.skald.server.aws;

import dev.skald.server.json.JsonReader;
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

    AwsService.Entry find(String operation) throws InterruptedException {
        return actions().find(operation);
    }

    private Actions actions() throws InterruptedException {
        try {
            return server.get();
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
        return JsonReader.object(actions().perform(operation, request, null))
                .orElseThrow(() -> new IllegalStateException("an action answers with an object"));
    }
}
