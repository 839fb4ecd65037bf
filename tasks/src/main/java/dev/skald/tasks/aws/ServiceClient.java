package dev.skald.tasks.aws;

import dev.skald.tasks.aws.ServiceAnswer.Answered;
import dev.skald.tasks.aws.ServiceAnswer.NotSent;
import dev.skald.tasks.aws.ServiceAnswer.Refused;
import dev.skald.tasks.aws.ServiceAnswer.TooLarge;
import dev.skald.tasks.aws.ServiceAnswer.Unreadable;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A service: its operations, called by name with JSON. */
final class ServiceClient {
    /** Lambda's own limit of a result, in bytes: the largest answer that is read of any service. */
    static final int ANSWER_BYTES_MAX = 6_291_556;

    private final String service;
    private final String prefix;
    private final Class<?> type;
    private final SdkClient client;
    private final Blobs blobs;
    private final Map<String, Operation> operations = new ConcurrentHashMap<>();

    /**
     * @param type the client's interface, such as {@code DynamoDbClient}
     * @param client an instance of it
     */
    ServiceClient(String service, Class<?> type, SdkClient client) {
        this.service = service;
        this.prefix = type.getSimpleName().replaceAll("Client$", "");
        this.type = type;
        this.client = client;
        this.blobs = Blobs.of(service);
    }

    /** How error names of the AWS SDK integration begin: {@code DynamoDb}. */
    String prefix() {
        return prefix;
    }

    SdkClient client() {
        return client;
    }

    /** @throws UnknownService when the service has no such action */
    Operation operation(String action) throws UnknownService {
        Operation known = operations.get(action);
        if (known != null) return known;
        Operation found = Operation.find(type, action)
                .orElseThrow(() ->
                        new UnknownService("The AWS SDK client of '" + service + "' has no action '" + action + "'."));
        operations.put(action, found);
        return found;
    }

    /**
     * Calls an operation once.
     *
     * @param key the same for calls that must have an effect only once: what the service is told, if it can be
     * @param time how long the call may take
     * @throws InterruptedException when the thread is: the call's effect is then uncertain
     */
    ServiceAnswer call(Operation operation, JsonNode parameters, String key, Duration time)
            throws UnusableParameters, InterruptedException {
        String token =
                UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        CallTrace trace = new CallTrace(ANSWER_BYTES_MAX);
        AwsRequest request = operation
                .request(parameters, blobs, token)
                .overrideConfiguration(configuration(trace, time))
                .build();
        try {
            return answered(
                    operation.invoke(client, request, operation.body(parameters), ResponseTransformer.toBytes()));
        } catch (AwsServiceException error) {
            return trace.tooLarge() ? new TooLarge() : new Refused(error);
        } catch (Error broken) {
            throw broken;
        } catch (Throwable failure) {
            return failed(failure, trace, time);
        }
    }

    private static AwsRequestOverrideConfiguration configuration(CallTrace trace, Duration time) {
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(time)
                .putExecutionAttribute(CallTrace.attribute(), trace)
                .build();
    }

    private static Answered answered(Object answer) {
        if (answer instanceof ResponseBytes<?> streamed && streamed.response() instanceof SdkResponse response)
            return new Answered(response, response.sdkHttpResponse(), streamed.asByteArrayUnsafe());
        SdkResponse response = (SdkResponse) answer;
        return new Answered(response, response.sdkHttpResponse(), null);
    }

    private static ServiceAnswer failed(Throwable failure, CallTrace trace, Duration time) throws InterruptedException {
        boolean late = failure instanceof ApiCallTimeoutException;
        boolean interrupted = Thread.interrupted() || failure instanceof AbortedException;
        if (interrupted && !late) throw new InterruptedException();
        if (trace.tooLarge()) return new TooLarge();
        if (!trace.sent() || isUnconnected(failure)) return new NotSent(reason(failure));
        return new Unreadable(late ? "No answer within " + time.toMillis() + " ms." : reason(failure));
    }

    private static boolean isUnconnected(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> false;
            case ConnectException _ -> true;
            case ConnectTimeoutException _ -> true;
            case ConnectionRequestTimeoutException _ -> true;
            case NoRouteToHostException _ -> true;
            case UnknownHostException _ -> true;
            case SSLHandshakeException _ -> true;
            default -> isUnconnected(failure.getCause());
        };
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }

    /** An answer as JSON, with its streamed part. */
    ObjectNode json(Answered answer) {
        ObjectNode json = new ResponseWriter(blobs).write(answer.response());
        byte[] body = answer.body();
        if (body != null) json.put(bodyName(), Blobs.TEXT.string(body));
        return json;
    }

    private String bodyName() {
        return service.equals("polly") ? "AudioStream" : Operation.BODY;
    }

    void close() {
        client.close();
    }
}
