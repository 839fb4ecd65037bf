package dev.skald.server.lambda;

import dev.skald.engine.ServiceException;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.server.access.Hosts;
import dev.skald.server.access.SigV4;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import dev.skald.tasks.functions.EventInvocations;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /2015-03-31/functions}: Lambda's rest-json protocol, for the functions that tasks can invoke.
 *
 * <pre>
 * POST /2015-03-31/functions/NAME/invocations    Invoke
 * GET  /2015-03-31/functions                     ListFunctions
 * GET  /2015-03-31/functions/NAME                GetFunction
 * GET  /2015-03-31/functions/NAME/configuration  GetFunctionConfiguration
 * </pre>
 *
 * NAME is a name, a partial or a full ARN, percent-encoded. An error is the header {@code x-amzn-ErrorType} and {@code
 * {"Type": "User", "Message": TEXT}}. As on the Step Functions endpoint AWS clients may come under any Host, web pages of other
 * sites may not come; what reads is answered under names of this server only, since a browser does not send an Origin with it.
 */
public final class LambdaApi implements Endpoint, AutoCloseable {
    /** Where all of its paths begin. */
    public static final String ROOT = "/2015-03-31/functions";

    /** What the credentials of a signature are scoped to. */
    public static final String SIGNING_NAME = "lambda";

    private static final Logger LOG = LoggerFactory.getLogger(LambdaApi.class);
    private static final String INVOCATIONS = "/invocations";
    private static final String CONFIGURATION = "/configuration";
    private static final String AWS_HOSTS = ".amazonaws.com";

    private final Hosts hosts;
    private final SigV4 signatures;
    private final EventInvocations events = new EventInvocations();
    private final Invoke invoke;
    private final FunctionConfigurations configurations;

    /**
     * @param place the beginning of the functions' ARNs: {@code arn:aws:lambda:us-east-1:123456789012:function:}
     * @param hosts whose pages may ask
     * @param signatures lets requests in
     */
    public LambdaApi(FunctionInvoker functions, String place, Hosts hosts, SigV4 signatures) {
        this.hosts = hosts;
        this.signatures = signatures;
        this.invoke = new Invoke(functions, place, events);
        this.configurations = new FunctionConfigurations(functions, place);
    }

    /** Whether a request is for this API. */
    public static boolean isFor(Request request) {
        return request.path().equals(ROOT) || request.path().startsWith(ROOT + "/");
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        String requestId = UUID.randomUUID().toString();
        try {
            return withId(perform(request, requestId), requestId);
        } catch (LambdaError refused) {
            return withId(refused.answer(), requestId);
        } catch (ServiceException refused) {
            return withId(new LambdaError(403, refused.code(), refused.message()).answer(), requestId);
        } catch (BodyTooLarge tooLarge) {
            return withId(Invoke.tooLarge().answer(), requestId);
        } catch (RuntimeException broken) {
            LOG.error("a request for {} failed", request.path(), broken);
            return withId(
                    new LambdaError(500, "ServiceException", "Skald failed. Its log says why.").answer(), requestId);
        }
    }

    private static Answer withId(Answer answer, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.put("x-amzn-RequestId", requestId);
        return answer.with(headers);
    }

    private Answer perform(Request request, String requestId) throws IOException, InterruptedException {
        requireOwnPage(request);
        String path = request.path().substring(ROOT.length()).replaceAll("^/+|/+$", "");
        boolean reads = request.method().equals("GET");
        if (reads) requireHost(request);
        byte[] body = request.body().bytes(Invoke.PAYLOAD_BYTES_MAX);
        signatures.require(request, body);
        if (reads && path.isEmpty()) return configurations.list(parameters(request));
        if (reads && path.endsWith(CONFIGURATION))
            return configurations.configuration(name(path, CONFIGURATION, request));
        if (reads && !path.contains("/")) return configurations.function(name(path, "", request));
        if (request.method().equals("POST") && path.endsWith(INVOCATIONS))
            return invoke.answer(name(path, INVOCATIONS, request), request, body, requestId);
        throw new LambdaError(
                404, "UnknownOperationException", "Skald has no " + request.method() + " " + request.path());
    }

    private void requireOwnPage(Request request) {
        if (!hosts.own(request.header("Origin"), request.header("Host")))
            throw new LambdaError(403, "AccessDeniedException", "Skald does not answer to pages of other sites.");
    }

    private void requireHost(Request request) {
        String host = request.header("Host");
        boolean aws = host != null && host.toLowerCase(Locale.ROOT).endsWith(AWS_HOSTS);
        if (!aws && !hosts.named(host))
            throw new LambdaError(421, "AccessDeniedException", "This server does not answer under that name.");
    }

    private static FunctionName name(String path, String end, Request request) {
        String text = decoded(path.substring(0, path.length() - end.length()));
        String qualifier = parameters(request).get("Qualifier");
        return FunctionName.parse(text)
                .map(name -> name.qualifiedBy(qualifier))
                .orElseThrow(() -> new LambdaError(
                        400, "InvalidParameterValueException", "'" + text + "' is not the name of a function."));
    }

    private static Map<String, String> parameters(Request request) {
        try {
            return request.parameters();
        } catch (IllegalArgumentException broken) {
            throw new LambdaError(400, "InvalidParameterValueException", "The query cannot be read.");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new LambdaError(400, "InvalidParameterValueException", "The path cannot be read.");
        }
    }

    /** Forgets events that wait to be tried again. */
    @Override
    public void close() {
        events.close();
    }
}
