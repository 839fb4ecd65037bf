package dev.skald.acceptance.services;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A proxy before a service, that does as it is told with the next requests, and passes all others on. */
public final class FaultyWay implements AutoCloseable {
    /** What may befall a request. */
    public enum Fault {
        /** It is refused as DynamoDB does that has too much to do. */
        THROTTLED,
        /** The service does it, and the answer is lost. */
        CUT_AFTER_THE_EFFECT
    }

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

    private final URI service;
    private final String target;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    FaultyWay(URI service) throws IOException {
        this(service, "");
    }

    /** @param target what {@code X-Amz-Target} ends with of the requests that something may befall, such as {@code PutItem} */
    public FaultyWay(URI service, String target) throws IOException {
        this.service = service;
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void next(Fault fault) {
        faults.add(fault);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Fault fault = mayFail(exchange) ? faults.poll() : null;
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (fault == Fault.THROTTLED) {
            throttle(exchange);
            return;
        }
        HttpResponse<byte[]> answer = forward(exchange, body);
        if (fault == Fault.CUT_AFTER_THE_EFFECT) exchange.close();
        else pass(exchange, answer);
    }

    private boolean mayFail(HttpExchange exchange) {
        return target.isEmpty()
                || String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                        .endsWith(target);
    }

    private static void throttle(HttpExchange exchange) throws IOException {
        byte[] error = """
                {"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured provisioned throughput for the table was exceeded."}""".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(400, error.length);
        exchange.getResponseBody().write(error);
        exchange.close();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)))
                values.forEach(value -> request.header(name, value));
        });
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException(stopping);
        }
    }

    private static void pass(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) exchange.getResponseHeaders().put(name, values);
        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
