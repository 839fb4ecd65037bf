package dev.skald.tasks.http;

import dev.skald.tasks.HttpCalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/** HTTP calls to allowed targets only. With and without TLS other targets are allowed, so each has a client of its own. */
public final class GuardedCalls implements AutoCloseable {
    private final HttpCalls secure;
    private final HttpCalls plain;

    /** Calls to allowed targets. */
    public GuardedCalls(HttpTargets targets) {
        this(targets, null);
    }

    /** @param tls whom to trust; null means whom the JVM trusts */
    GuardedCalls(HttpTargets targets, @Nullable SSLContext tls) {
        secure = new HttpCalls(resolver(targets::secure), tls);
        plain = new HttpCalls(resolver(targets::plain), null);
    }

    /** Finds the allowed addresses of a host. */
    private interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private static DnsResolver resolver(Lookup lookup) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return lookup.of(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    HttpCalls.Result send(HttpUriRequestBase request, Deadline deadline, int bodyBytesMax) throws InterruptedException {
        return send(request, deadline.leftMillis(), bodyBytesMax);
    }

    /** As {@link HttpCalls#send}; a target that is not allowed is not sent anything. */
    public HttpCalls.Result send(HttpUriRequestBase request, long timeMillis, int bodyBytesMax)
            throws InterruptedException {
        HttpCalls calls = "https".equalsIgnoreCase(request.getScheme()) ? secure : plain;
        return calls.send(request, timeMillis, bodyBytesMax);
    }

    @Override
    public void close() {
        secure.close();
        plain.close();
    }
}
