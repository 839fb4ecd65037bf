package dev.skald.tasks.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whom {@code http:invoke} may call: any public address over TLS, and what is named here, over TLS or not.
 *
 * <p>So a definition cannot reach into the network that Skald runs in (the metadata service of a cloud, a database's
 * console on loopback) unless whoever runs Skald has said so. Addresses are judged after the name service has been asked,
 * and the connection goes to an address that was judged: a name that resolves to another address the next time gains
 * nothing.
 */
public final class HttpTargets {
    /** Public addresses over TLS, and nothing else. */
    public static final HttpTargets PUBLIC = of(List.of());

    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?");

    /** What is not the public internet, by the registries of special addresses (RFC 6890 and its successors). */
    private static final List<NetworkBlock> SPECIAL = List.of(
            NetworkBlock.of("0.0.0.0/8"),
            NetworkBlock.of("10.0.0.0/8"),
            NetworkBlock.of("100.64.0.0/10"),
            NetworkBlock.of("127.0.0.0/8"),
            NetworkBlock.of("169.254.0.0/16"),
            NetworkBlock.of("172.16.0.0/12"),
            NetworkBlock.of("192.0.0.0/24"),
            NetworkBlock.of("192.0.2.0/24"),
            NetworkBlock.of("192.88.99.0/24"),
            NetworkBlock.of("192.168.0.0/16"),
            NetworkBlock.of("198.18.0.0/15"),
            NetworkBlock.of("198.51.100.0/24"),
            NetworkBlock.of("203.0.113.0/24"),
            NetworkBlock.of("224.0.0.0/3"),
            NetworkBlock.of("::/80"),
            NetworkBlock.of("64:ff9b::/96"),
            NetworkBlock.of("64:ff9b:1::/48"),
            NetworkBlock.of("100::/64"),
            NetworkBlock.of("2001::/23"),
            NetworkBlock.of("2001:db8::/32"),
            NetworkBlock.of("2002::/16"),
            NetworkBlock.of("3fff::/20"),
            NetworkBlock.of("5f00::/16"),
            NetworkBlock.of("fc00::/7"),
            NetworkBlock.of("fe80::/9"),
            NetworkBlock.of("ff00::/8"));

    private final Set<String> hosts;
    private final List<String> domains;
    private final List<NetworkBlock> blocks;

    private HttpTargets(Set<String> hosts, List<String> domains, List<NetworkBlock> blocks) {
        this.hosts = Set.copyOf(hosts);
        this.domains = List.copyOf(domains);
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Public addresses over TLS, and these.
     *
     * @param entries each a host ({@code stock.internal}), all hosts under a domain ({@code *.internal}), an address
     *     ({@code 127.0.0.1}, {@code ::1}) or a block of them ({@code 10.0.0.0/8}). A host is allowed with whatever addresses
     *     it has; an address is allowed under whatever name
     * @throws IllegalArgumentException with the entry that is none of these
     */
    public static HttpTargets of(List<String> entries) {
        var hosts = new HashSet<String>();
        var domains = new ArrayList<String>();
        var blocks = new ArrayList<NetworkBlock>();
        for (String entry : entries) {
            var block = NetworkBlock.parse(entry);
            if (block.isPresent()) blocks.add(block.get());
            else if (!NAME.matcher(entry).matches()) throw new IllegalArgumentException(noTarget(entry));
            else if (entry.startsWith("*")) domains.add(lower(entry.substring(1)));
            else hosts.add(lower(entry));
        }
        return new HttpTargets(hosts, domains, blocks);
    }

    private static String noTarget(String entry) {
        return "'" + entry
                + "' is no target of HTTP calls: give a host, *.domain, an address or a block such as 10.0.0.0/8.";
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /**
     * The addresses of a host that may be called over TLS.
     *
     * @throws TargetRefused when there is none among them
     */
    InetAddress[] secure(String host) throws UnknownHostException {
        return allowed(host, true);
    }

    /**
     * The addresses of a host that may be called without TLS.
     *
     * @throws TargetRefused when there is none among them
     */
    InetAddress[] plain(String host) throws UnknownHostException {
        return allowed(host, false);
    }

    private InetAddress[] allowed(String host, boolean secure) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        if (names(lower(host))) return all;
        var allowed = new ArrayList<InetAddress>();
        for (InetAddress each : all) if (names(each) || secure && isPublic(each)) allowed.add(each);
        if (allowed.isEmpty()) throw new TargetRefused(refusal(host, all, secure));
        return allowed.toArray(InetAddress[]::new);
    }

    private boolean names(String host) {
        return hosts.contains(host) || domains.stream().anyMatch(host::endsWith);
    }

    private boolean names(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(block -> block.contains(address));
    }

    private static String refusal(String host, InetAddress[] addresses, boolean secure) {
        boolean isPublic = List.of(addresses).stream().anyMatch(HttpTargets::isPublic);
        String why = !secure && isPublic ? "is called without TLS" : "is not a public address";
        return "The target '" + host + "' " + why + ", and the setting httpTargets does not allow it.";
    }

    /** A target that nobody has allowed. */
    static final class TargetRefused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        TargetRefused(String message) {
            super(message);
        }
    }
}
