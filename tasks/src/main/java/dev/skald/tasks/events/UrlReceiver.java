package dev.skald.tasks.events;

import dev.skald.tasks.HttpCalls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Posts events to an http or https URL: {@code POST} with the input as the body and headers that name the event. Any 2xx
 * means that it has arrived.
 */
final class UrlReceiver implements Receiver, AutoCloseable {
    /** How long it may take in all, from connecting to the last byte of the answer. */
    static final Duration ANSWER_AT_MOST = Duration.ofSeconds(30);

    /** How much of an answer is read, so that its connection can be used again. */
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private static final int SERVER_ERRORS_FROM = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpCalls calls = new HttpCalls(new Addresses(), null);
    private final Duration answerAtMost;

    /** @param answerAtMost how long it may take in all */
    UrlReceiver(Duration answerAtMost) {
        this.answerAtMost = answerAtMost;
    }

    @Override
    public boolean receives(String targetArn) {
        return targetArn.startsWith("http://") || targetArn.startsWith("https://");
    }

    @Override
    public void deliver(Delivery delivery) throws DeliveryFailure, InterruptedException {
        switch (calls.send(request(delivery), answerAtMost.toMillis(), ANSWER_BYTES_MAX)) {
            case HttpCalls.Result.Answered answered -> judge(answered.answer().status());
            case HttpCalls.Result.NotSent unsent
            when unsent.failure() instanceof NoTarget refused ->
                throw DeliveryFailure.forGood(String.valueOf(refused.getMessage()));
            case HttpCalls.Result.NotSent unsent -> throw DeliveryFailure.again(unsent.cause());
            case HttpCalls.Result.Broken broken -> throw DeliveryFailure.again(broken.cause());
        }
    }

    private static HttpPost request(Delivery delivery) throws DeliveryFailure {
        var request = new HttpPost(uri(delivery.target().arn()));
        request.setHeader("X-Skald-Event-Id", delivery.eventId());
        request.setHeader("X-Skald-Delivery-Key", delivery.key());
        request.setEntity(new StringEntity(delivery.input().text(), ContentType.APPLICATION_JSON));
        return request;
    }

    private static URI uri(String text) throws DeliveryFailure {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null) return uri;
        } catch (IllegalArgumentException noUrl) {
            throw DeliveryFailure.forGood("The target is no URL: " + noUrl.getMessage());
        }
        throw DeliveryFailure.forGood("The target is no URL: it names no host.");
    }

    private static void judge(int status) throws DeliveryFailure {
        if (status >= 200 && status < 300) return;
        String why = "The answer was HTTP " + status + ".";
        boolean passing = status >= SERVER_ERRORS_FROM || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
        throw passing ? DeliveryFailure.again(why) : DeliveryFailure.forGood(why);
    }

    /** Link-local addresses are those of clouds' metadata services: no event belongs there. A connection goes to no other. */
    private static final class Addresses implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] allowed = Stream.of(InetAddress.getAllByName(host))
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .toArray(InetAddress[]::new);
            if (allowed.length == 0) throw new NoTarget("The address of " + host + " is link-local or a group's.");
            return allowed;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static final class NoTarget extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        NoTarget(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        calls.close();
    }
}
