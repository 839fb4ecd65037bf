package dev.skald.tasks;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.TaskCall;
import dev.skald.tasks.functions.EventInvocations;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Functions that are plain HTTP services: the event is posted as JSON, with {@code Idempotency-Key}, and what comes back with
 * a 2xx status is the result. Any other status is an error of the function: its {@code errorType} and {@code errorMessage}
 * where the body has them, else {@code Http.StatusCode.NNN} and the body's text. An invocation of type Event is answered at
 * once, and tried again when it fails.
 */
public final class UrlFunctions implements FunctionInvoker, AutoCloseable {
    private final Map<String, URI> addresses;
    private final InstantSource clock;
    private final HttpCalls calls = new HttpCalls();
    private final EventInvocations events;

    /**
     * @param addresses the address of each function, by its name
     * @param clock of the calls' deadlines
     */
    public UrlFunctions(Map<String, URI> addresses, InstantSource clock) {
        this(addresses, clock, new EventInvocations());
    }

    UrlFunctions(Map<String, URI> addresses, InstantSource clock, EventInvocations events) {
        this.addresses = Map.copyOf(addresses);
        this.clock = clock;
        this.events = events;
    }

    @Override
    public boolean invokes(FunctionName function) {
        return addresses.containsKey(function.name());
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        return switch (call.type()) {
            case REQUEST_RESPONSE -> send(call);
            case EVENT -> events.answer(this, call);
            case DRY_RUN -> new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        };
    }

    private FunctionResult send(FunctionCall call) throws InterruptedException {
        return switch (calls.send(request(call), timeMillis(call), LambdaEndpoint.RESPONSE_BYTES_MAX)) {
            case HttpCalls.Result.Answered answered -> result(answered.answer());
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
        return TaskCall.timeLeft(call.caller().deadline(), LambdaEndpoint.CALL_TIME_MAX, clock)
                .toMillis();
    }

    private static FunctionResult result(HttpAnswer answer) {
        if (answer.cut()) return new FunctionResult.TooLarge();
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() < 200 || answer.status() >= 300) return raised(answer, text);
        if (text.isBlank()) return new FunctionResult.Returned(Payload.EMPTY_OBJECT);
        try {
            return new FunctionResult.Returned(Payload.parse(text));
        } catch (MalformedJson noJson) {
            return new FunctionResult.Unreadable("The function's result is not JSON: " + noJson.message());
        }
    }

    private static FunctionResult raised(HttpAnswer answer, String text) {
        String given = FunctionError.type(text);
        if (given != null) return new FunctionResult.Raised(given, text, answer.effect());
        String error = "Http.StatusCode." + answer.status();
        ObjectNode payload =
                JsonMapper.shared().createObjectNode().put("errorType", error).put("errorMessage", text);
        return new FunctionResult.Raised(error, payload.toString(), answer.effect());
    }

    @Override
    public void close() {
        events.close();
        calls.close();
    }
}
