package dev.skald.server.lambda;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionCaller;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.server.http.Answer;
import dev.skald.server.http.Request;
import dev.skald.tasks.ClientContext;
import dev.skald.tasks.functions.EventInvocations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Invoke: waits for the result, takes an event over, or only looks whether the function is there. */
final class Invoke {
    /** Lambda's limit of a payload for which one waits, in bytes. */
    static final int PAYLOAD_BYTES_MAX = 6_291_456;

    /** Lambda's limit of an event's payload, in bytes. */
    static final int EVENT_BYTES_MAX = 1 << 20;

    private static final int KEY_LENGTH_MAX = 256;

    private final FunctionInvoker functions;
    private final String place;
    private final EventInvocations events;

    Invoke(FunctionInvoker functions, String place, EventInvocations events) {
        this.functions = functions;
        this.place = place;
        this.events = events;
    }

    static LambdaError tooLarge() {
        return new LambdaError(
                413,
                "RequestTooLargeException",
                "Request must be smaller than " + PAYLOAD_BYTES_MAX + " bytes for the InvokeFunction operation");
    }

    Answer answer(FunctionName function, Request request, byte[] body, String requestId) throws InterruptedException {
        InvocationType type = type(request.header("X-Amz-Invocation-Type"));
        if (type == InvocationType.EVENT && body.length > EVENT_BYTES_MAX) throw tooLarge();
        FunctionCall call = new FunctionCall(
                function,
                payload(body),
                type,
                "Tail".equals(request.header("X-Amz-Log-Type")),
                clientContext(request.header("X-Amz-Client-Context")),
                caller(request, requestId));
        if (!functions.invokes(function)) throw notFound(place, function);
        return switch (type) {
            case DRY_RUN -> Answer.json(type.statusCode(), new byte[0]);
            case EVENT -> handOver(call);
            case REQUEST_RESPONSE -> answer(call, functions.invoke(call));
        };
    }

    private static InvocationType type(@Nullable String wireName) {
        if (wireName == null) return InvocationType.REQUEST_RESPONSE;
        for (InvocationType type : InvocationType.values()) if (type.wireName().equals(wireName)) return type;
        throw new LambdaError(
                400,
                "InvalidParameterValueException",
                "The invocation type is Event, RequestResponse or DryRun, not '" + wireName + "'.");
    }

    private static Payload payload(byte[] body) {
        if (body.length == 0) return Payload.EMPTY_OBJECT;
        try {
            return Payload.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            throw notJson("it is not UTF-8");
        } catch (MalformedJson e) {
            throw notJson(e.message());
        }
    }

    private static LambdaError notJson(String why) {
        return new LambdaError(400, "InvalidRequestContentException", "Could not parse request body into json: " + why);
    }

    private static @Nullable String clientContext(@Nullable String given) {
        if (given == null || given.isEmpty()) return null;
        if (given.length() > ClientContext.BYTES_MAX || !ClientContext.isReadable(given))
            throw new LambdaError(
                    400,
                    "InvalidRequestContentException",
                    "Client context must be a valid Base64-encoded JSON object of at most " + ClientContext.BYTES_MAX
                            + " bytes.");
        return given;
    }

    /** Who can tell a repeated request by its key says so in the header that LambdaEndpoint sends. */
    private static FunctionCaller caller(Request request, String requestId) {
        String key = request.header("Idempotency-Key");
        if (key == null || key.isBlank() || key.length() > KEY_LENGTH_MAX) key = requestId;
        return new FunctionCaller.Request(key, requestId, 0, null);
    }

    static LambdaError notFound(String place, FunctionName function) {
        String qualifier = function.qualifier() == null ? "" : ":" + function.qualifier();
        return new LambdaError(
                404, "ResourceNotFoundException", "Function not found: " + place + function.name() + qualifier);
    }

    private Answer handOver(FunctionCall call) {
        if (!events.accept(functions, call)) throw new LambdaError(429, "TooManyRequestsException", "Rate Exceeded.");
        return Answer.json(call.type().statusCode(), new byte[0]);
    }

    private static Answer answer(FunctionCall call, FunctionResult result) {
        return switch (result) {
            case FunctionResult.Returned r -> answer(r.payload().text(), false, r.executedVersion(), r.logResult());
            case FunctionResult.Raised r ->
                answer(r.errorPayload(), true, call.function().version(), r.logResult());
            case FunctionResult.Refused r -> throw new LambdaError(r.statusCode(), r.errorCode(), r.message());
            case FunctionResult.NotSent r -> throw new LambdaError(502, "ServiceException", r.cause());
            case FunctionResult.Unreadable r -> throw new LambdaError(500, "ServiceException", r.cause());
            case FunctionResult.TooLarge _ ->
                throw new LambdaError(500, "ServiceException", "The function's result is too large.");
        };
    }

    private static Answer answer(String body, boolean failed, String version, @Nullable String logResult) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Executed-Version", version);
        if (failed) headers.put("X-Amz-Function-Error", "Unhandled");
        if (logResult != null) headers.put("X-Amz-Log-Result", logResult);
        return Answer.json(200, body.getBytes(StandardCharsets.UTF_8)).with(headers);
    }
}
