package dev.skald.server.triggers;

import dev.skald.engine.ServiceException;
import dev.skald.engine.store.StoreException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import dev.skald.server.triggers.Routes.Found;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of callers: finds the trigger, lets in who may, and answers for what goes wrong. */
final class TriggerEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerEndpoint.class);

    private static final String REQUEST_ID = "x-amzn-RequestId";

    /** The client is gone: nobody reads this. */
    private static final Answer GONE = Answer.plain(499, "");

    private final StatusEndpoint status;
    private volatile Deployed deployed = new Deployed(Routes.NONE, ApiKeys.NONE);

    /** What callers reach: replaced as a whole. */
    record Deployed(Routes routes, ApiKeys keys) {}

    TriggerEndpoint(StatusEndpoint status) {
        this.status = status;
    }

    void deploy(Deployed next) {
        deployed = next;
    }

    Deployed deployed() {
        return deployed;
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        String requestId = UUID.randomUUID().toString();
        Deployed now = deployed;
        Answer answer = guarded(requestId, request, () -> answer(request, now, requestId));
        return answer.and(Map.of(REQUEST_ID, requestId));
    }

    private Answer answer(Request request, Deployed now, String requestId) throws IOException, InterruptedException {
        if (request.path().startsWith(StatusLinks.ROOT)) return status.answer(request, now.routes(), requestId);
        String origin = request.header("Origin");
        return switch (now.routes().find(request)) {
            case Found.Hit(Route route, var parameters) -> {
                Work work = () -> hit(route, parameters, now.keys(), request, requestId);
                yield withCors(guarded(requestId, request, work), route.cors(), origin);
            }
            case Found.Preflight(var headers, var flavour) -> preflight(headers, flavour);
            case Found.Nothing(var failure, var cors) -> withCors(failure.answer(), cors, origin);
        };
    }

    private static Answer preflight(Map<String, String> headers, HttpTrigger.Flavour flavour) {
        int status = switch (flavour) {
            case REST -> 200;
            case HTTP -> 204;
        };
        return new Answer(status, TriggerCall.JSON, headers, new byte[0]);
    }

    private static Answer hit(
            Route route, Map<String, String> parameters, ApiKeys keys, Request request, String requestId)
            throws IOException, InterruptedException {
        ApiKey key = route.trigger().isPrivate() ? keys.require(request.header(ApiKeys.HEADER)) : null;
        Query query = Query.of(request);
        byte[] body = request.body().bytes();
        var call = new TriggerCall(request, route.trigger(), parameters, query, body, requestId, Instant.now(), key);
        return route.integration().answer(call);
    }

    /** Work that ends in an answer. */
    @FunctionalInterface
    private interface Work {
        Answer answer() throws IOException, InterruptedException;
    }

    private static Answer guarded(String requestId, Request request, Work work)
            throws IOException, InterruptedException {
        try {
            return work.answer();
        } catch (GatewayFailure failure) {
            return failure.answer();
        } catch (BodyTooLarge tooLarge) {
            return GatewayFailure.tooLarge().answer();
        } catch (Waits.ClientGone gone) {
            LOG.debug("The client of request {} has gone", requestId);
            return GONE;
        } catch (StoreException unavailable) {
            LOG.warn("Request {} failed: the store did not do it", requestId, unavailable);
            return GatewayFailure.unavailable().answer();
        } catch (ServiceException refused) {
            LOG.warn("Request {} was refused with {}: {}", requestId, refused.code(), refused.message());
            return GatewayFailure.internal().answer();
        } catch (RuntimeException broken) {
            LOG.error("Request {} failed: {} {}", requestId, request.method(), request.path(), broken);
            return GatewayFailure.internal().answer();
        }
    }

    /** What the target itself says of other origins counts. */
    private static Answer withCors(Answer answer, @Nullable CrossOrigin cors, @Nullable String origin) {
        if (cors == null) return answer;
        Map<String, String> headers = new LinkedHashMap<>(cors.headers(origin));
        answer.headers().keySet().forEach(name -> headers.keySet().removeIf(name::equalsIgnoreCase));
        answer.repeated().forEach(each -> headers.keySet().removeIf(each.name()::equalsIgnoreCase));
        return answer.and(headers);
    }
}
