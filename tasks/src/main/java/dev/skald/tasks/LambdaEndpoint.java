package dev.skald.tasks;

import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

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

    /** The engine itself gives up at the deadline; only if it does not, the call ends a little later. */
    private static final long GRACE_MILLIS = 20;

    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);
    private static final String FUNCTIONS = "/2015-03-31/functions/";

    /** How many connections are kept open at most; calls beyond that wait for one. */
    private static final int CONNECTIONS_MAX = 2_000;

    /** A connection idle for longer is tried before it is used again. */
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofSeconds(2);

    private final String functions;
    private final int responseBytesMax;
    private final InstantSource clock;

    /** Ends late calls. Time-outs of the socket would do it too, but cost a virtual thread as much as the call does. */
    private final ScheduledExecutorService deadlines = deadlines();

    private final CloseableHttpClient client = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(CONNECTIONS_MAX)
                    .setMaxConnPerRoute(CONNECTIONS_MAX)
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(CONNECT_TIME_MAX))
                            .setSocketTimeout(Timeout.DISABLED)
                            .setValidateAfterInactivity(TRUSTED_IDLE)
                            .build())
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(CALL_TIME_MAX))
                    .setResponseTimeout(Timeout.DISABLED)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();

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
        long timeMillis = timeMillis(call);
        if (timeMillis <= 0)
            return new FunctionResult.NotSent("The deadline of the call had passed before it was sent.");
        HttpPost request = request(call);
        var late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(() -> giveUp(request, late), timeMillis, TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse answer = client.executeOpen(null, request, null);
            FunctionResult result = LambdaAnswer.read(call, answer, responseBytesMax);
            // To close an answer is to read it to its end: not one that is too large.
            if (result instanceof FunctionResult.TooLarge) request.cancel();
            else answer.close();
            return result;
        } catch (IOException | RuntimeException e) {
            request.cancel();
            if (Thread.interrupted()) throw new InterruptedException();
            if (late.get()) return new FunctionResult.Unreadable("No answer within " + timeMillis + " ms.");
            return failure(e);
        } finally {
            deadline.cancel(false);
        }
    }

    private static void giveUp(HttpPost request, AtomicBoolean late) {
        late.set(true);
        request.cancel();
    }

    private static ScheduledExecutorService deadlines() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("skald-call-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        return Executors.unconfigurableScheduledExecutorService(executor);
    }

    private long timeMillis(FunctionCall call) {
        Instant deadline = call.caller().deadline();
        if (deadline == null) return CALL_TIME_MAX.toMillis();
        long left = Duration.between(clock.instant(), deadline).toMillis();
        return left <= 0 ? left : Math.min(CALL_TIME_MAX.toMillis(), left + GRACE_MILLIS);
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

    private static FunctionResult failure(Exception failure) {
        return switch (failure) {
            case ConnectException e -> new FunctionResult.NotSent("No connection: " + reason(e));
            case ConnectTimeoutException e -> new FunctionResult.NotSent("No connection: " + reason(e));
            case ConnectionRequestTimeoutException e -> new FunctionResult.NotSent("No connection: " + reason(e));
            case NoRouteToHostException e -> new FunctionResult.NotSent("No connection: " + reason(e));
            case UnknownHostException e -> new FunctionResult.NotSent("No connection: " + reason(e));
            case SSLHandshakeException e -> new FunctionResult.NotSent("No secure connection: " + reason(e));
            case IOException e -> new FunctionResult.Unreadable("The connection broke: " + reason(e));
            default -> new FunctionResult.Unreadable("The call broke: " + reason(failure));
        };
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getMessage() == null && deepest.getCause() != null) deepest = deepest.getCause();
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }

    /** Ends the calls under way and closes the connections. */
    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
