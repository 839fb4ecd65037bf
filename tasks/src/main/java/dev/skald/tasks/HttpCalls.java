package dev.skald.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends HTTP requests, each with a deadline of its own, and tells exactly what is known of one that failed: whether it ever
 * left. Nothing is sent twice, no redirect is followed, no proxy is asked, no cookie is kept.
 */
public final class HttpCalls implements AutoCloseable {
    /** How many connections are kept open at most; calls beyond that wait for one. */
    private static final int CONNECTIONS_MAX = 2_000;

    private static final Duration CONNECT_TIME_MAX = Duration.ofSeconds(10);

    /** A connection idle for longer is tried before it is used again. */
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofSeconds(2);

    /** Marks in the context of a call: it may have left; its deadline passed. */
    private static final String SENDING = "skald.sending";

    private static final String LATE = "skald.late";

    /** Ends late calls. Time-outs of the socket would do it too, but cost a virtual thread as much as the call does. */
    private final ScheduledExecutorService deadlines = deadlines();

    private final CloseableHttpClient client;

    /** Calls to wherever the system's name service says. */
    public HttpCalls() {
        this(SystemDefaultDnsResolver.INSTANCE, null);
    }

    /**
     * @param names finds the addresses of a host; a connection goes to one of these and to no other
     * @param tls whom to trust; null means whom the JVM trusts
     */
    public HttpCalls(DnsResolver names, @Nullable SSLContext tls) {
        client = HttpClients.custom()
                .setConnectionManager(connections(names, tls))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .setResponseTimeout(Timeout.DISABLED)
                        .build())
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "sending", HttpCalls::sending)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    private static HttpClientConnectionManager connections(DnsResolver names, @Nullable SSLContext tls) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIME_MAX))
                        .setSocketTimeout(Timeout.DISABLED)
                        .setValidateAfterInactivity(TRUSTED_IDLE)
                        .build());
        if (tls != null) connections.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls));
        return connections.build();
    }

    private static ScheduledExecutorService deadlines() {
        var executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("skald-call-deadlines").factory());
        executor.setRemoveOnCancelPolicy(true);
        return Executors.unconfigurableScheduledExecutorService(executor);
    }

    /** What became of a call. */
    public sealed interface Result {
        /** An answer came, of whatever status. */
        record Answered(HttpAnswer answer) implements Result {}

        /**
         * The request did not leave: no address, no connection, no TLS. Surely nothing happened.
         *
         * @param failure what kept it from leaving; null when it was too late
         */
        record NotSent(String cause, @Nullable Exception failure) implements Result {}

        /** The request left, at least in part, and no whole answer came. Anything may have happened. */
        record Broken(String cause) implements Result {}
    }

    /**
     * Sends a request, once. Blocks.
     *
     * @param timeMillis when to give up
     * @param bodyBytesMax how much of the answer's body is read
     * @throws InterruptedException when the thread is interrupted: the connection is closed, and nothing is known
     */
    public Result send(HttpUriRequestBase request, long timeMillis, int bodyBytesMax) throws InterruptedException {
        if (timeMillis <= 0) return new Result.NotSent("The deadline of the call had passed before it was sent.", null);
        HttpClientContext context = HttpClientContext.create();
        Future<?> deadline = deadlines.schedule(() -> giveUp(request, context), timeMillis, TimeUnit.MILLISECONDS);
        try {
            return new Result.Answered(read(request, client.executeOpen(null, request, context), bodyBytesMax));
        } catch (IOException | RuntimeException e) {
            request.cancel();
            if (Thread.interrupted()) throw new InterruptedException();
            return failed(e, context, timeMillis);
        } finally {
            deadline.cancel(false);
        }
    }

    private static void giveUp(HttpUriRequestBase request, HttpClientContext context) {
        context.setAttribute(LATE, true);
        request.cancel();
    }

    /** From here on some of the request may have left. */
    private static ClassicHttpResponse sending(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(SENDING, true);
        return chain.proceed(request, scope);
    }

    private static HttpAnswer read(HttpUriRequestBase request, ClassicHttpResponse response, int bytesMax)
            throws IOException {
        byte[] body = body(response.getEntity(), bytesMax + 1);
        boolean cut = body.length > bytesMax;
        // To close an answer is to read it to its end: not one that is too large.
        if (cut) request.cancel();
        else response.close();
        return new HttpAnswer(response.getCode(), reason(response), List.of(response.getHeaders()), body, cut);
    }

    private static byte[] body(@Nullable HttpEntity entity, int bytesMax) throws IOException {
        if (entity == null) return new byte[0];
        // Not closed here: that would read what is left of it.
        InputStream content = entity.getContent();
        return content.readNBytes(bytesMax);
    }

    private static String reason(ClassicHttpResponse response) {
        String given = response.getReasonPhrase();
        if (given != null && !given.isEmpty()) return given;
        String usual = EnglishReasonPhraseCatalog.INSTANCE.getReason(response.getCode(), Locale.ROOT);
        return usual == null ? "" : usual;
    }

    private static Result failed(Exception failure, HttpClientContext context, long timeMillis) {
        boolean sent = context.getAttribute(SENDING) != null;
        if (context.getAttribute(LATE) != null) return late(sent, timeMillis);
        return sent
                ? new Result.Broken("The connection broke: " + reason(failure))
                : new Result.NotSent("No connection: " + reason(failure), failure);
    }

    private static Result late(boolean sent, long timeMillis) {
        return sent
                ? new Result.Broken("No answer within " + timeMillis + " ms.")
                : new Result.NotSent("No connection within " + timeMillis + " ms.", null);
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
