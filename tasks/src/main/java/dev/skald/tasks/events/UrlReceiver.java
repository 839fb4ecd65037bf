package dev.skald.tasks.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Posts events to an http or https URL: {@code POST} with the input as the body and headers that name the event. Any 2xx
 * means that it has arrived.
 */
final class UrlReceiver implements Receiver, AutoCloseable {
    /** How long a connection may take to come about. */
    static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);

    /** How long an answer may take. */
    static final Duration ANSWER_AT_MOST = Duration.ofSeconds(30);

    private static final int SERVER_ERRORS_FROM = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_AT_MOST)
            .build();

    @Override
    public boolean receives(String targetArn) {
        return targetArn.startsWith("http://") || targetArn.startsWith("https://");
    }

    @Override
    public void deliver(Delivery delivery) throws DeliveryFailure, InterruptedException {
        try {
            HttpRequest request = request(delivery);
            requireReachable(request.uri());
            judge(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IllegalArgumentException noUrl) {
            throw DeliveryFailure.forGood("The target is no URL: " + noUrl.getMessage());
        } catch (IOException failed) {
            throw DeliveryFailure.again(failed.getClass().getSimpleName() + ": " + failed.getMessage());
        }
    }

    private static HttpRequest request(Delivery delivery) {
        return HttpRequest.newBuilder(URI.create(delivery.target().arn()))
                .timeout(ANSWER_AT_MOST)
                .header("Content-Type", "application/json")
                .header("X-Skald-Event-Id", delivery.eventId())
                .header("X-Skald-Delivery-Key", delivery.key())
                .POST(HttpRequest.BodyPublishers.ofString(delivery.input().text()))
                .build();
    }

    /** Link-local addresses are those of clouds' metadata services: no event belongs there. */
    private static void requireReachable(URI uri) throws IOException, DeliveryFailure {
        for (InetAddress address : InetAddress.getAllByName(uri.getHost()))
            if (address.isLinkLocalAddress() || address.isMulticastAddress())
                throw DeliveryFailure.forGood("The address of " + uri.getHost() + " is link-local or a group's.");
    }

    private static void judge(int status) throws DeliveryFailure {
        if (status >= 200 && status < 300) return;
        String why = "The answer was HTTP " + status + ".";
        boolean passing = status >= SERVER_ERRORS_FROM || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
        throw passing ? DeliveryFailure.again(why) : DeliveryFailure.forGood(why);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
