package dev.skald.tasks;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.TaskCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Functions that are plain HTTP services: the event is posted as JSON, with {@code Idempotency-Key}, and what comes back with
 * a 2xx status is the result. Any other status is an error of the function: its {@code errorType} and {@code errorMessage}
 * where the body has them, else {@code Http.StatusCode.NNN} and the body's text.
 */
public final class UrlFunctions implements FunctionInvoker, AutoCloseable {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS_FROM = 500;

    private final Map<String, URI> addresses;
    private final InstantSource clock;
    private final HttpCalls calls = new HttpCalls();

    /**
     * @param addresses the address of each function, by its name
     * @param clock of the calls' deadlines
     */
    public UrlFunctions(Map<String, URI> addresses, InstantSource clock) {
        this.addresses = Map.copyOf(addresses);
        this.clock = clock;
    }

    @Override
    public boolean invokes(FunctionName function) {
        return addresses.containsKey(function.name());
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        if (call.type() == InvocationType.DRY_RUN) return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        return switch (calls.send(request(call), timeMillis(call), LambdaEndpoint.RESPONSE_BYTES_MAX)) {
            case HttpCalls.Result.Answered answered -> result(call, answered.answer());
            case HttpCalls.Result.NotSent unsent -> new FunctionResult.NotSent(unsent.cause());
            case HttpCalls.Result.Broken broken -> new FunctionResult.Unreadable(broken.cause());
        };
    }

    private HttpPost request(FunctionCall call) {
        URI address = addresses.get(call.function().name());
        if (address == null)
            throw new IllegalArgumentException("no function " + call.function().text());
        var request = new HttpPost(address);
        request.setHeader("Idempotency-Key", call.caller().key());
        request.setHeader("X-Amz-Client-Context", ClientContext.of(call));
        request.setEntity(new StringEntity(call.payload().text(), ContentType.APPLICATION_JSON));
        return request;
    }

    private long timeMillis(FunctionCall call) {
        long most = LambdaEndpoint.CALL_TIME_MAX.toMillis();
        Instant deadline = call.caller().deadline();
        if (deadline == null) return most;
        long left = Duration.between(clock.instant(), deadline).toMillis();
        return left <= 0 ? left : Math.min(most, left + TaskCall.GRACE.toMillis());
    }

    private static FunctionResult result(FunctionCall call, HttpAnswer answer) {
        if (answer.cut()) return new FunctionResult.TooLarge();
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() < 200 || answer.status() >= 300) return raised(answer.status(), text);
        boolean awaited = call.type() == InvocationType.REQUEST_RESPONSE;
        if (!awaited || text.isBlank()) return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        try {
            return new FunctionResult.Returned(Payload.parse(text));
        } catch (MalformedJson noJson) {
            return new FunctionResult.Unreadable("The function's result is not JSON: " + noJson.message());
        }
    }

    private static FunctionResult raised(int status, String text) {
        String given = errorType(text);
        if (given != null) return new FunctionResult.Raised(given, text, effect(status));
        String error = "Http.StatusCode." + status;
        ObjectNode payload =
                JsonMapper.shared().createObjectNode().put("errorType", error).put("errorMessage", text);
        return new FunctionResult.Raised(error, payload.toString(), effect(status));
    }

    private static @Nullable String errorType(String text) {
        try {
            JsonNode type = JsonMapper.shared().readTree(text).path("errorType");
            return type.isString() ? type.stringValue() : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** Whoever redirects or breaks down may have done it; whoever refuses says so. */
    private static Effect effect(int status) {
        if (status == TOO_MANY_REQUESTS) return Effect.NONE;
        return status >= 400 && status < SERVER_ERRORS_FROM ? Effect.REPORTED : Effect.UNCERTAIN;
    }

    @Override
    public void close() {
        calls.close();
    }
}
