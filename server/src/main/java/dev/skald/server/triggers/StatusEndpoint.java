package dev.skald.server.triggers;

import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where callers ask again: waits a while for the end, and answers as the trigger would have. */
final class StatusEndpoint {
    private static final String WAIT = "wait";

    private final StatusLinks links;
    private final Machines machines;
    private final Duration poll;
    private final Function<String, Route> gone;

    /** @param gone answers for a trigger that is there no longer, by its id: what ran for it is still its caller's */
    StatusEndpoint(StatusLinks links, Machines machines, Duration poll, Function<String, Route> gone) {
        this.links = links;
        this.machines = machines;
        this.poll = poll;
        this.gone = gone;
    }

    Answer answer(Request request, Routes routes, String requestId) throws InterruptedException {
        StatusLinks.Link link = links.read(request.path()).orElseThrow(GatewayFailure::notFound);
        Route route = routes.byId(link.route()).orElseGet(() -> gone.apply(link.route()));
        CrossOrigin cors = route.cors();
        String origin = request.header("Origin");
        if (request.method().equals("OPTIONS") && cors != null)
            return new Answer(204, TriggerCall.JSON, cors.preflight(origin, Set.of("GET")), new byte[0]);
        if (!request.method().equals("GET")) throw GatewayFailure.notFound();
        Answer answer = answer(request, link, route, requestId);
        return cors == null ? answer : answer.and(cors.headers(origin));
    }

    private Answer answer(Request request, StatusLinks.Link link, Route route, String requestId)
            throws InterruptedException {
        Query query = Query.of(request);
        RunResult result = await(request, link, wait(query));
        var call = new TriggerCall(
                request, route.trigger(), link.pathParameters(), query, new byte[0], requestId, Instant.now(), null);
        if (!(route.integration() instanceof MachineIntegration machine)) throw GatewayFailure.notFound();
        return machine.answer(result, call);
    }

    private RunResult await(Request request, StatusLinks.Link link, Duration atMost) throws InterruptedException {
        try {
            return machines.await(request.client(), link.executionArn(), atMost);
        } catch (ServiceException refused) {
            if (refused.code().equals("ExecutionDoesNotExist")) throw GatewayFailure.notFound();
            throw refused;
        }
    }

    private Duration wait(Query query) {
        return Optional.ofNullable(query.last().get(WAIT))
                .map(text -> Duration.ofSeconds(seconds(text)))
                .orElse(poll);
    }

    private long seconds(@Nullable String text) {
        try {
            long seconds = Long.parseLong(String.valueOf(text));
            if (seconds >= 0 && seconds <= machines.waitMax().toSeconds()) return seconds;
        } catch (NumberFormatException noNumber) {
            // Answered below, as a number out of range is.
        }
        throw GatewayFailure.badRequest("'" + WAIT + "' is a number of seconds, 0 to "
                + machines.waitMax().toSeconds() + ".");
    }
}
