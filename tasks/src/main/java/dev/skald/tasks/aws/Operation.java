package dev.skald.tasks.aws;

import dev.skald.asl.Payload;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of a service, by its method of the client: {@code putObject(PutObjectRequest, RequestBody)}.
 *
 * @param takesBody whether a part of the request is streamed
 * @param givesBody whether a part of the answer is streamed
 */
record Operation(Method method, boolean takesBody, boolean givesBody) {
    /** What AWS calls the streamed part of a request or answer, in all but a few services. */
    static final String BODY = "Body";

    /** The operation of that name; empty when the client has none that one call can do. */
    static Optional<Operation> find(Class<?> client, String action) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getName().equals(action))
                .map(Operation::of)
                .flatMap(Optional::stream)
                .max((a, b) -> Integer.compare(a.streams(), b.streams()));
    }

    /** Of an operation's methods those that hand streams through are wanted, not those that go by files. */
    private int streams() {
        return (takesBody ? 1 : 0) + (givesBody ? 1 : 0);
    }

    private static Optional<Operation> of(Method method) {
        List<Class<?>> types = List.of(method.getParameterTypes());
        if (types.isEmpty() || !AwsRequest.class.isAssignableFrom(types.getFirst())) return Optional.empty();
        boolean takes = types.contains(RequestBody.class);
        boolean gives = types.contains(ResponseTransformer.class);
        boolean plain = SdkResponse.class.isAssignableFrom(method.getReturnType());
        boolean usable = types.size() == 1 + (takes ? 1 : 0) + (gives ? 1 : 0) && (plain || gives);
        return usable ? Optional.of(new Operation(method, takes, gives)) : Optional.empty();
    }

    /**
     * A request with the given members.
     *
     * @param token makes it idempotent, where the service knows such tokens
     */
    AwsRequest.Builder request(JsonNode parameters, Blobs blobs, String token) throws UnusableParameters {
        AwsRequest.Builder request = emptyRequest();
        new RequestReader(blobs).read(takesBody ? withoutBody(parameters) : parameters, (SdkPojo) request, token);
        return request;
    }

    private AwsRequest.Builder emptyRequest() {
        try {
            Class<?> type = method.getParameterTypes()[0];
            return (AwsRequest.Builder) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException otherSdk) {
            throw new IllegalStateException("not a request of the AWS SDK 2: " + method, otherSdk);
        }
    }

    private static JsonNode withoutBody(JsonNode parameters) {
        return ((ObjectNode) parameters.deepCopy()).without(BODY);
    }

    /** What is streamed to the service: the JSON of the body, a string with its quotation marks, as AWS does it (recorded). */
    byte @Nullable [] body(JsonNode parameters) {
        if (!takesBody) return null;
        JsonNode body = parameters.path(BODY);
        return body.isMissingNode() ? new byte[0] : Payload.of(body).text().getBytes(StandardCharsets.UTF_8);
    }

    /** Calls the client; what it throws is thrown. */
    Object invoke(Object client, AwsRequest request, byte @Nullable [] body, ResponseTransformer<?, ?> reader)
            throws Throwable {
        try {
            return method.invoke(client, arguments(request, body, reader));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private Object[] arguments(AwsRequest request, byte @Nullable [] body, ResponseTransformer<?, ?> reader) {
        Object[] arguments = new Object[method.getParameterCount()];
        arguments[0] = request;
        int next = 1;
        if (body != null) arguments[next++] = RequestBody.fromBytes(body);
        if (givesBody) arguments[next] = reader;
        return arguments;
    }
}
