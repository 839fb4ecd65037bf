package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.store.StoreException;
import dev.skald.server.access.Hosts;
import dev.skald.server.access.SigV4;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import dev.skald.server.metrics.Metrics;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /} with {@code X-Amz-Target: AWSStepFunctions.ACTION}: the AWS JSON 1.0 protocol.
 *
 * <p>An error is {@code {"__type": CODE, "message": TEXT}}, with status 400 for what the client got wrong and 500 or 503
 * for what Skald did. Clients reach this endpoint under any Host, for SDKs and proxies make up their own; a web page
 * cannot, for a browser asks before it sends {@code X-Amz-Target}, and nobody answers that question.
 */
public final class AwsEndpoint implements Endpoint {
    /** What the credentials of a signature are scoped to. */
    public static final String SIGNING_NAME = "states";

    private static final Logger LOG = LoggerFactory.getLogger(AwsEndpoint.class);
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String TARGET = "X-Amz-Target";
    private static final String TRACE = "X-Amzn-Trace-Id";
    private static final String TARGET_PREFIX = "AWSStepFunctions.";
    private static final String UNKNOWN_ACTION = "UnknownOperationException";

    private final Actions actions;
    private final Hosts hosts;
    private final SigV4 signatures;
    private final Metrics metrics;

    /**
     * @param hosts whose pages may ask
     * @param signatures lets requests in
     */
    public AwsEndpoint(Actions actions, Hosts hosts, SigV4 signatures, Metrics metrics) {
        this.actions = actions;
        this.hosts = hosts;
        this.signatures = signatures;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        String action = action(request);
        try {
            byte[] body = perform(request, action);
            metrics.answered(action, "");
            return answer(200, body);
        } catch (ServiceException refused) {
            metrics.answered(actions.known(action) ? action : "unknown", refused.code());
            return error(status(refused.code()), refused.code(), refused.message(), refused.details());
        } catch (BodyTooLarge tooLarge) {
            return error(413, "RequestEntityTooLargeException", sentence(tooLarge.getMessage()));
        } catch (StoreException unavailable) {
            LOG.atWarn().addKeyValue("action", action).setCause(unavailable).log("the store did not do it");
            return error(503, "ServiceUnavailable", "The store is not available. Try again.");
        } catch (RuntimeException broken) {
            LOG.atError().addKeyValue("action", action).setCause(broken).log("an action failed");
            return error(500, "InternalFailure", "Skald failed. Its log says why.");
        }
    }

    private byte[] perform(Request request, String action) throws IOException, InterruptedException {
        if (!hosts.own(request.header("Origin"), request.header("Host")))
            throw new ServiceException("AccessDeniedException", "Skald does not answer to pages of other sites.");
        requireTarget(request);
        byte[] body = request.body().bytes();
        signatures.require(request, body);
        actions.find(action);
        ObjectNode members = JsonReader.object(body)
                .orElseThrow(() -> new ServiceException(
                        "SerializationException", "The request's body is not a JSON object, or is nested too deeply."));
        return actions.perform(action, members, request.header(TRACE));
    }

    private static String action(Request request) {
        String target = request.header(TARGET);
        return target != null && target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : "";
    }

    private static void requireTarget(Request request) {
        String target = request.header(TARGET);
        if (target == null)
            throw new ServiceException(
                    UNKNOWN_ACTION,
                    "The header " + TARGET + " is missing: it names the action, as in " + TARGET_PREFIX
                            + "StartExecution.");
        if (!target.startsWith(TARGET_PREFIX))
            throw new ServiceException(
                    UNKNOWN_ACTION, "Skald speaks the API of AWS Step Functions only, not '" + target + "'.");
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

    private static Answer error(int status, String code, String message) {
        return error(status, code, message, Map.of());
    }

    private static Answer error(int status, String code, String message, Map<String, String> details) {
        return answer(status, errorBody(code, message, details));
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

    private static Answer answer(int status, byte[] body) {
        return new Answer(status, CONTENT_TYPE, Map.of("x-amzn-RequestId", requestId()), body);
    }

    // Nothing is secret about it, so it need not cost what a UUID of secure random bits costs.
    private static String requestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}
