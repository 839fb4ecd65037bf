package dev.skald.tasks;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.TaskCall;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Functions behind an HTTP endpoint that speaks the Lambda Invoke API (2015-03-31): {@code LAMBDA_ENDPOINT}.
 *
 * <p>Each call carries the keys that make a function idempotent: {@code Idempotency-Key} as a header, and {@code Key},
 * {@code AttemptId}, {@code ExecutionArn}, {@code State} in the client context. Nothing is sent twice here: what to do about a
 * failure is up to the state's {@code Retry}.
 *
 * <p>What is known of a failed call is told exactly: not connected is {@link FunctionResult.NotSent}; sent and no readable
 * answer (time-out, broken connection, no JSON, invalid UTF-8) is {@link FunctionResult.Unreadable}.
 */
public final class LambdaEndpoint implements FunctionInvoker, AutoCloseable {
    /** Lambda's own limit of a result, in bytes. */
    public static final int RESPONSE_BYTES_MAX = 6_291_556;

    /** How long a call without a deadline may take: Lambda's 15 minutes and a little for the way. */
    public static final Duration CALL_TIME_MAX = Duration.ofSeconds(930);

    private static final String FUNCTIONS = "/2015-03-31/functions/";

    private final String functions;
    private final int responseBytesMax;
    private final InstantSource clock;

    private final HttpCalls calls = new HttpCalls();

    /** @param endpoint the address before {@code /2015-03-31}, such as {@code http://127.0.0.1:9001} */
    public LambdaEndpoint(URI endpoint) {
        this(endpoint, RESPONSE_BYTES_MAX, InstantSource.system());
    }

    /**
     * @param responseBytesMax the largest answer that is read
     * @param clock the clock of the calls' deadlines
     */
    public LambdaEndpoint(URI endpoint, int responseBytesMax, InstantSource clock) {
        if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).startsWith("http"))
            throw new IllegalArgumentException("not an HTTP address: " + endpoint);
        this.functions = endpoint.toString().replaceAll("/+$", "") + FUNCTIONS;
        this.responseBytesMax = responseBytesMax;
        this.clock = clock;
    }

    /** Any: only the endpoint knows. */
    @Override
    public boolean invokes(FunctionName function) {
        return true;
    }

    @Override
    public FunctionResult invoke(FunctionCall call) throws InterruptedException {
        return switch (calls.send(request(call), timeMillis(call), responseBytesMax)) {
            case HttpCalls.Result.Answered(var answer) -> LambdaAnswer.read(call, answer);
            case HttpCalls.Result.NotSent unsent -> new FunctionResult.NotSent(unsent.cause());
            case HttpCalls.Result.Broken(var cause) -> new FunctionResult.Unreadable(cause);
        };
    }

    private long timeMillis(FunctionCall call) {
        return TaskCall.timeLeft(call.caller().deadline(), CALL_TIME_MAX, clock).toMillis();
    }

    private HttpPost request(FunctionCall call) {
        var request = new HttpPost(address(call.function()));
        request.setHeader("X-Amz-Invocation-Type", call.type().wireName());
        request.setHeader("X-Amz-Client-Context", ClientContext.of(call));
        request.setHeader("Idempotency-Key", call.caller().key());
        if (call.logTail()) request.setHeader("X-Amz-Log-Type", "Tail");
        request.setEntity(new StringEntity(call.payload().text(), ContentType.APPLICATION_JSON));
        return request;
    }

    private URI address(FunctionName function) {
        boolean inName = function.qualifier() == null || function.text().endsWith(":" + function.qualifier());
        String query = inName ? "" : "?Qualifier=" + encoded(function.version());
        return URI.create(functions + encoded(function.text()) + "/invocations" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Ends the calls under way and closes the connections. */
    @Override
    public void close() {
        calls.close();
    }
}
