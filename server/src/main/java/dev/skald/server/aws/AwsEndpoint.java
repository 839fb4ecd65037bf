package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.store.StoreException;
import dev.skald.server.access.Hosts;
import dev.skald.server.access.Secrets;
import dev.skald.server.access.SigV4;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import dev.skald.server.metrics.Metrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /} with {@code X-Amz-Target: AWSStepFunctions.ACTION}, or that of another {@link AwsService}: the AWS JSON
 * protocol.
 *
 * <p>An error is {@code {"__type": CODE, "message": TEXT}}, with status 400 for what the client got wrong and 500 or 503
 * for what Skald did. Clients reach this endpoint under any Host, for SDKs and proxies make up their own; a web page
 * cannot, for a browser asks before it sends {@code X-Amz-Target}, and nobody answers that question.
 */
public final class AwsEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);
    private static final String TARGET = "X-Amz-Target";
    private static final String TRACE = "X-Amzn-Trace-Id";
    private static final String UNKNOWN_ACTION = "UnknownOperationException";

    private final List<Served> services;
    private final Hosts hosts;
    private final Metrics metrics;

    private record Served(AwsService service, SigV4 signatures) {}

    /**
     * @param services the first is asked for what names none
     * @param hosts whose pages may ask
     * @param secrets let signed requests in
     */
    public AwsEndpoint(List<AwsService> services, Hosts hosts, Secrets secrets, Metrics metrics) {
        this.services = services.stream()
                .map(service -> new Served(service, new SigV4(secrets, service.signingName(), InstantSource.system())))
                .toList();
        this.hosts = hosts;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        Served served = served(request.header(TARGET));
        AwsService service = served.service;
        String action = action(service, request);
        try {
            byte[] body = perform(served, request, action);
            metrics.answered(action, "");
            return answer(service, 200, body);
        } catch (ServiceException refused) {
            metrics.answered(service.known(action) ? action : "unknown", refused.code());
            return error(service, status(refused.code()), refused.code(), refused.message(), refused.details());
        } catch (BodyTooLarge tooLarge) {
            return error(service, 413, "RequestEntityTooLargeException", sentence(tooLarge.getMessage()));
        } catch (StoreException unavailable) {
            LOG.atWarn().addKeyValue("action", action).setCause(unavailable).log("the store did not do it");
            return error(service, 503, "ServiceUnavailable", "The store is not available. Try again.");
        } catch (RuntimeException broken) {
            LOG.atError().addKeyValue("action", action).setCause(broken).log("an action failed");
            return error(service, 500, "InternalFailure", "Skald failed. Its log says why.");
        }
    }

    /** Whom the target names; the first when it names nobody. */
    private Served served(@Nullable String target) {
        if (target != null)
            for (Served each : services) if (target.startsWith(each.service.targetPrefix())) return each;
        return services.getFirst();
    }

    private byte[] perform(Served served, Request request, String action) throws IOException, InterruptedException {
        if (!hosts.own(request.header("Origin"), request.header("Host")))
            throw new ServiceException("AccessDeniedException", "Skald does not answer to pages of other sites.");
        requireTarget(served.service, request);
        byte[] body = request.body().bytes();
        served.signatures.require(request, body);
        var _ = served.service.find(action);
        ObjectNode members = JsonReader.object(body)
                .orElseThrow(() -> new ServiceException(
                        "SerializationException", "The request's body is not a JSON object, or is nested too deeply."));
        return served.service.perform(action, members, request.header(TRACE));
    }

    private static String action(AwsService service, Request request) {
        String target = request.header(TARGET);
        String prefix = service.targetPrefix();
        return target != null && target.startsWith(prefix) ? target.substring(prefix.length()) : "";
    }

    private void requireTarget(AwsService service, Request request) {
        String target = request.header(TARGET);
        if (target == null)
            throw new ServiceException(
                    UNKNOWN_ACTION,
                    "The header " + TARGET + " is missing: it names the action, as in " + service.targetPrefix()
                            + "StartExecution.");
        if (!target.startsWith(service.targetPrefix())) {
            String names = services.stream().map(each -> each.service.name()).collect(Collectors.joining(" and "));
            throw new ServiceException(
                    UNKNOWN_ACTION, "Skald speaks the API of " + names + " only, not '" + target + "'.");
        }
    }

    /** The HTTP status of an error. */
    public static int status(String code) {
        return switch (code) {
            case "AccessDeniedException" -> 403;
            case "InternalFailure", "InternalServerError", "ServiceException" -> 500;
            case "ServiceUnavailable", "ServiceUnavailableException" -> 503;
            default -> 400;
        };
    }

    private static String sentence(@Nullable String text) {
        String known = String.valueOf(text);
        return Character.toUpperCase(known.charAt(0)) + known.substring(1) + ".";
    }

    private static Answer error(AwsService service, int status, String code, String message) {
        return error(service, status, code, message, Map.of());
    }

    private static Answer error(
            AwsService service, int status, String code, String message, Map<String, String> details) {
        return answer(service, status, errorBody(code, message, details));
    }

    private static byte[] errorBody(String code, String message, Map<String, String> details) {
        JsonWriter body = new JsonWriter().text("__type", code).text("message", message);
        details.forEach(body::text);
        return body.end();
    }

    /** The JSON of an error. */
    public static byte[] errorBody(ServiceException refused) {
        return errorBody(refused.code(), refused.message(), refused.details());
    }

    private static Answer answer(AwsService service, int status, byte[] body) {
        return new Answer(status, service.contentType(), Map.of("x-amzn-RequestId", requestId()), body);
    }

    // Nothing is secret about it, so it need not cost what a UUID of secure random bits costs.
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}
