package dev.skald.tasks.functions;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Lambda Runtime API (2018-06-01) for one process, on a loopback port of its own: some runtimes take a host and a port
 * and nothing else from {@code AWS_LAMBDA_RUNTIME_API}, so only the port can tell who asks.
 *
 * <p>Web pages are refused: requests that a browser sends carry an {@code Origin}, a {@code Sec-Fetch-Site}, or the name of
 * another host.
 */
final class RuntimeApi implements AutoCloseable {
    /** Lambda's own limit of a result, in bytes. */
    static final int RESPONSE_BYTES_MAX = 6_291_556;

    /** How much of a longer one is read and thrown away, so that its sender reads the answer. */
    private static final long DISCARDED_BYTES_MAX = 64L << 20;

    /** How many connections a process may have open. */
    private static final int CONNECTIONS_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeApi.class);
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String INVOCATION = ROOT + "invocation/";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    private final RuntimeSession session;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final HttpService service =
            new HttpService(HttpProcessors.server(), new BasicHttpServerExpectationDecorator(new Requests()));

    RuntimeApi(RuntimeSession session) throws IOException {
        this.session = session;
        this.server = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("skald-runtime-api").start(this::accept);
    }

    /** What {@code AWS_LAMBDA_RUNTIME_API} holds. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (open.size() >= CONNECTIONS_MAX) socket.close();
                else serve(socket);
            } catch (SocketException closed) {
                return;
            } catch (IOException e) {
                LOG.warn("a function's process could not connect", e);
            }
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        Thread.ofVirtual().name("skald-runtime-api").start(() -> {
            try (socket) {
                socket.setTcpNoDelay(true);
                converse(socket);
            } catch (IOException | HttpException gone) {
                LOG.debug("a function's process broke its connection", gone);
            } finally {
                open.remove(socket);
            }
        });
    }

    private void converse(Socket socket) throws IOException, HttpException {
        try (DefaultBHttpServerConnection connection =
                DefaultBHttpServerConnectionFactory.builder().build().createConnection(socket)) {
            while (connection.isOpen()) service.handleRequest(connection, HttpCoreContext.create());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            LOG.debug("a port of the Runtime API did not close in good order", e);
        }
    }

    private final class Requests implements HttpServerRequestHandler {
        @Override
        public void handle(ClassicHttpRequest request, ResponseTrigger trigger, HttpContext context)
                throws HttpException, IOException {
            trigger.submitResponse(answer(request));
        }
    }

    private ClassicHttpResponse answer(ClassicHttpRequest request) throws IOException {
        Header host = request.getFirstHeader("Host");
        if (host != null && !host.getValue().equals(address()))
            return error(403, "AccessDenied", "This is the Runtime API of one function, at " + address() + ".");
        if (request.containsHeader("Origin") || request.containsHeader("Sec-Fetch-Site"))
            return error(403, "AccessDenied", "Web pages get no answer here.");
        String path = request.getPath();
        String method = request.getMethod();
        if (method.equals("GET") && path.equals(INVOCATION + "next")) return next();
        if (method.equals("POST") && path.equals(ROOT + "init/error")) return initError(request);
        if (method.equals("POST") && path.startsWith(INVOCATION)) return ending(request, path);
        return error(404, "NotFound", "The Runtime API of Skald has no " + method + " " + path);
    }

    private ClassicHttpResponse next() throws IOException {
        try {
            RuntimeEvent event = session.next();
            if (event == null) throw new IOException("there will be no event for this request");
            ClassicHttpResponse response = response(200, event.body());
            event.headers().forEach(response::addHeader);
            return response;
        } catch (IllegalStateException busy) {
            return error(403, "InvalidStateTransition", "Cannot take the next event: " + busy.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private ClassicHttpResponse initError(ClassicHttpRequest request) throws IOException {
        byte[] body = body(request);
        session.end(new Ending.InitFailed(errorType(request), body == null ? new byte[0] : body));
        return accepted();
    }

    private ClassicHttpResponse ending(ClassicHttpRequest request, String path) throws IOException {
        String[] parts = path.substring(INVOCATION.length()).split("/", -1);
        boolean known = parts.length == 2 && (parts[1].equals("response") || parts[1].equals("error"));
        if (!known) return error(404, "NotFound", "The Runtime API of Skald has no POST " + path);
        byte[] body = body(request);
        Ending ending = body == null
                ? new Ending.Oversized()
                : parts[1].equals("error") ? new Ending.Failed(errorType(request), body) : new Ending.Responded(body);
        if (!session.answer(parts[0], ending))
            return error(400, "InvalidRequestID", "No invocation " + parts[0] + " waits for an answer.");
        return body == null
                ? error(
                        413,
                        "RequestEntityTooLarge",
                        "Exceeded maximum allowed payload size (" + RESPONSE_BYTES_MAX + " bytes).")
                : accepted();
    }

    /** Null when it is larger than a result may be. */
    private static byte @Nullable [] body(ClassicHttpRequest request) throws IOException {
        HttpEntity entity = request.getEntity();
        if (entity == null) return new byte[0];
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(RESPONSE_BYTES_MAX + 1);
        if (body.length <= RESPONSE_BYTES_MAX) return body;
        discard(content);
        return null;
    }

    private static void discard(InputStream content) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long discarded = 0;
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            discarded += n;
            if (discarded > DISCARDED_BYTES_MAX) throw new IOException("a function sends without end");
        }
    }

    private static @Nullable String errorType(ClassicHttpRequest request) {
        Header header = request.getFirstHeader(ERROR_TYPE);
        return header == null ? null : header.getValue();
    }

    private static ClassicHttpResponse accepted() {
        return response(202, "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    private static ClassicHttpResponse error(int status, String type, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errorMessage", message);
        error.put("errorType", type);
        return response(status, error.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ClassicHttpResponse response(int status, byte[] body) {
        ClassicHttpResponse response = new BasicClassicHttpResponse(status);
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return response;
    }
}
