package dev.skald.server.access;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which this server answers, without ports: the loopback names and those that were configured.
 *
 * <p>A page of a foreign site can make a browser send requests to a local server. It can neither choose the {@code Host}
 * of a request to its own rebound name nor leave out the {@code Origin}, so these two headers tell it apart.
 */
public final class Hosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new HashSet<>(LOOPBACK);

    /** @param configured further names, without ports, in any case */
    public Hosts(Set<String> configured) {
        for (String name : configured) names.add(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a {@code Host} header names this server, under any port. */
    public boolean named(@Nullable String host) {
        return host != null && names.contains(withoutPort(host).toLowerCase(Locale.ROOT));
    }

    /**
     * Whether an {@code Origin} header, if there is one, is a page of this server's own: under a configured name, or under a
     * loopback name with the port that the {@code Host} header has, since other ports there belong to other programs.
     */
    public boolean own(@Nullable String origin, @Nullable String host) {
        if (origin == null) return true;
        int scheme = origin.indexOf("://");
        if (scheme <= 0) return false;
        String authority = origin.substring(scheme + "://".length()).toLowerCase(Locale.ROOT);
        if (!named(authority)) return false;
        return !LOOPBACK.contains(withoutPort(authority))
                || host != null && port(authority).equals(port(host));
    }

    private static String port(String host) {
        return host.substring(withoutPort(host).length());
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }
}
