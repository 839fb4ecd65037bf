package dev.skald.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one address and hands each request to an endpoint, on a virtual thread. The only file that knows Jetty, with
 * {@link WatchedEndPoint}.
 *
 * <p>Bounded: connections, and with them requests and threads; header and body sizes; the time a client may be silent;
 * how slowly it may send.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int BODY_BYTES_FIRST = 4 * 1024;
    private static final int BODY_BYTES_PER_SECOND_MIN = 1_024;
    private static final long BODY_SECONDS_FREE = 10;
    private static final long UNREAD_BYTES_MAX = 16 << 20;
    private static final long UNREAD_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final int ACCEPT_QUEUE = 1_024;
    private static final int PLATFORM_THREADS_MAX = 32;
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final Server server;
    private final ServerConnector connector;
    private final ExecutorService virtualThreads;

    /**
     * What a listener is bounded by.
     *
     * @param bodyBytesMax the largest body, in bytes
     * @param connectionsMax how many connections are open at once; further ones wait to be accepted
     * @param idleTimeout how long a client may be silent, within a request and between two
     */
    public record Limits(int bodyBytesMax, int connectionsMax, Duration idleTimeout) {}

    /** Which paths of requests are taken. */
    public enum Paths {
        /** Those that every reader takes for the same, and encoded slashes. */
        PLAIN,
        /** Also with encoded slashes and percent signs, empty segments, and semicolons, for an endpoint that looks itself. */
        AS_SENT
    }

    private HttpListener(Server server, ServerConnector connector, ExecutorService virtualThreads) {
        this.server = server;
        this.connector = connector;
        this.virtualThreads = virtualThreads;
    }

    /**
     * Begins to listen.
     *
     * @param address where; port 0 takes any that is free
     * @throws IOException when the address cannot be listened on
     */
    public static HttpListener start(InetSocketAddress address, Limits limits, Endpoint endpoint) throws IOException {
        return start(address, limits, Paths.PLAIN, endpoint);
    }

    /** As {@link #start(InetSocketAddress, Limits, Endpoint)}, with a say about paths. */
    public static HttpListener start(InetSocketAddress address, Limits limits, Paths paths, Endpoint endpoint)
            throws IOException {
        ExecutorService virtualThreads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("skald-request-", 0).factory());
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS_MAX);
        threads.setName("skald-http");
        threads.setVirtualThreadsExecutor(virtualThreads);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, address, limits, paths);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connectionsMax(), connector));
        server.setHandler(new GracefulHandler(new EndpointHandler(endpoint, limits.bodyBytesMax())));
        server.setErrorHandler(new RefusedByListener());
        server.setStopTimeout(STOP_MAX.toMillis());
        HttpListener listener = new HttpListener(server, connector, virtualThreads);
        listener.begin();
        return listener;
    }

    private static ServerConnector connector(Server server, InetSocketAddress address, Limits limits, Paths paths) {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(compliance(paths));
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        // Through a proxy setting a client sends the whole URI; the host it names may differ from its Host header.
        http.setHttpCompliance(HttpCompliance.RFC9110.with("SKALD", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        ServerConnector connector = new WatchingConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        return connector;
    }

    private static UriCompliance compliance(Paths paths) {
        return switch (paths) {
            // The ARN of a Map Run's child has a slash, which one segment of a path holds encoded.
            case PLAIN -> UriCompliance.DEFAULT.with("PLAIN", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);
            case AS_SENT ->
                UriCompliance.DEFAULT.with(
                        "AS_SENT",
                        UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                        UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                        UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                        UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT);
        };
    }

    // Jetty declares that its life-cycle methods throw anything.
    private void begin() throws IOException {
        try {
            server.start();
        } catch (IOException cannotListen) {
            close();
            throw cannotListen;
        } catch (Exception broken) {
            close();
            throw new IllegalStateException("the HTTP server does not start", broken);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many connections are open. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Takes no more requests and lets those under way end, for ten seconds at most. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception broken) {
            LOG.warn("the HTTP server did not stop in good order", broken);
        }
        virtualThreads.shutdownNow();
    }

    private static final class WatchingConnector extends ServerConnector {
        WatchingConnector(Server server, HttpConnectionFactory http) {
            super(server, http);
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            SocketChannelEndPoint endPoint = new WatchedEndPoint(channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }
    }

    /** Between Jetty's words and ours. */
    private static final class EndpointHandler extends Handler.Abstract {
        private final Endpoint endpoint;
        private final int bodyBytesMax;

        EndpointHandler(Endpoint endpoint, int bodyBytesMax) {
            this.endpoint = endpoint;
            this.bodyBytesMax = bodyBytesMax;
        }

        @Override
        public boolean handle(org.eclipse.jetty.server.Request jetty, Response response, Callback callback) {
            // Who waits for an activity task is silent for a minute, and that is no failure.
            jetty.addIdleTimeoutListener(_ -> false);
            JettyBody body = new JettyBody(jetty, bodyBytesMax);
            Answer answer = answer(request(jetty, body), response);
            send(answer, response, body, callback);
            return true;
        }

        private static Request request(org.eclipse.jetty.server.Request jetty, JettyBody body) {
            HttpURI uri = jetty.getHttpURI();
            String path = uri.getPath();
            return new Request(
                    jetty.getMethod(),
                    path == null ? "/" : path,
                    uri.getQuery(),
                    new JettyHeaders(jetty.getHeaders()),
                    body,
                    new JettyClient(jetty));
        }

        private Answer answer(Request request, Response response) {
            try {
                return endpoint.answer(request);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Answer.plain(503, "The server stops.\n");
            } catch (IOException unreadable) {
                LOG.debug("a request's body did not arrive", unreadable);
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                return Answer.plain(408, "The request's body did not arrive.\n");
            } catch (RuntimeException broken) {
                LOG.error("a request failed: {} {}", request.method(), request.path(), broken);
                return Answer.plain(500, "The server failed. Its log says why.\n");
            }
        }

        private static void send(Answer answer, Response response, JettyBody body, Callback callback) {
            response.setStatus(answer.status());
            HttpFields.Mutable headers = response.getHeaders();
            headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
            answer.headers().forEach(headers::put);
            for (Answer.Header each : answer.repeated()) headers.add(each.name(), each.value());
            Stream stream = answer.stream();
            if (stream == null) sendWhole(answer, response, body, callback);
            else run(stream, response, callback);
        }

        private static void sendWhole(Answer answer, Response response, JettyBody body, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
            ByteBuffer bytes = ByteBuffer.wrap(answer.body());
            if (body.wasLeft()) sendWhileReading(bytes, response, body, callback);
            else response.write(true, bytes, callback);
        }

        private static void run(Stream stream, Response response, Callback callback) {
            try {
                stream.run(part -> Content.Sink.write(response, false, ByteBuffer.wrap(part)));
                response.write(true, BufferUtil.EMPTY_BUFFER, callback);
            } catch (IOException gone) {
                callback.failed(gone);
            } catch (InterruptedException stopping) {
                response.write(true, BufferUtil.EMPTY_BUFFER, callback);
            } catch (RuntimeException broken) {
                LOG.error("a stream broke off", broken);
                callback.failed(broken);
            }
        }

        // Were the connection closed while the client still sends, its system would throw the answer away.
        private static void sendWhileReading(ByteBuffer bytes, Response response, JettyBody body, Callback callback) {
            if (body.isTooLongToDiscard()) response.getHeaders().put(HttpHeader.CONNECTION, "close");
            try {
                Content.Sink.write(response, true, bytes);
                body.discard();
                callback.succeeded();
            } catch (IOException gone) {
                callback.failed(gone);
            }
        }
    }

    private record JettyHeaders(HttpFields fields) implements Headers {
        @Override
        public @Nullable String first(String name) {
            return fields.get(name);
        }

        @Override
        public List<String> all(String name) {
            return fields.getValuesList(name);
        }

        @Override
        public List<String> names() {
            return List.copyOf(fields.getFieldNamesCollection());
        }
    }

    private record JettyClient(org.eclipse.jetty.server.Request request) implements Client {
        @Override
        public String address() {
            return org.eclipse.jetty.server.Request.getRemoteAddr(request);
        }

        @Override
        public Watch watch(Runnable gone) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            return endPoint instanceof WatchedEndPoint watched ? watched.watch(gone) : UNKNOWN.watch(gone);
        }
    }

    private static final class JettyBody implements Body {
        private final org.eclipse.jetty.server.Request request;
        private final int bytesMax;
        private byte @Nullable [] bytes;

        JettyBody(org.eclipse.jetty.server.Request request, int bytesMax) {
            this.request = request;
            this.bytesMax = bytesMax;
        }

        @Override
        public byte[] bytes() throws IOException {
            return bytes(bytesMax);
        }

        @Override
        public byte[] bytes(int bytesMax) throws IOException {
            byte[] known = bytes;
            if (known == null) {
                known = read(bytesMax);
                bytes = known;
            }
            return known;
        }

        private byte[] read(int bytesMax) throws IOException {
            long length = request.getLength();
            if (length > bytesMax) throw new BodyTooLarge(bytesMax);
            byte[] buffer = new byte[length < 0 ? BODY_BYTES_FIRST : (int) length + 1];
            int filled = 0;
            long begun = System.nanoTime();
            try (InputStream in = Content.Source.asInputStream(request)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer, filled, buffer.length - filled)) {
                    filled += n;
                    if (filled > bytesMax) throw new BodyTooLarge(bytesMax);
                    if (filled == buffer.length) buffer = Arrays.copyOf(buffer, 2 * filled);
                    requireSpeed(filled, System.nanoTime() - begun);
                }
            }
            return Arrays.copyOf(buffer, filled);
        }

        /** Whether the client may still be sending. One that asked before it sends is told by the answer not to. */
        boolean wasLeft() {
            return bytes == null
                    && request.getLength() != 0
                    && !request.getHeaders().contains(HttpHeader.EXPECT);
        }

        /** Whether {@link #discard} will leave some of it, and the connection is lost. */
        boolean isTooLongToDiscard() {
            return request.getLength() > UNREAD_BYTES_MAX;
        }

        /** Reads what comes and keeps none of it, within bounds. */
        void discard() throws IOException {
            byte[] buffer = new byte[BODY_BYTES_FIRST];
            long begun = System.nanoTime();
            long discarded = 0;
            try (InputStream in = Content.Source.asInputStream(request)) {
                for (int n = in.read(buffer); n >= 0 && discarded < UNREAD_BYTES_MAX; n = in.read(buffer)) {
                    discarded += n;
                    if (System.nanoTime() - begun > UNREAD_NANOS_MAX) return;
                }
            }
        }

        private static void requireSpeed(int bytes, long nanos) throws IOException {
            long secondsMax = BODY_SECONDS_FREE + bytes / BODY_BYTES_PER_SECOND_MIN;
            if (nanos > TimeUnit.SECONDS.toNanos(secondsMax)) throw new IOException("the client sends too slowly");
        }
    }
}
