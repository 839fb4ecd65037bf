package dev.skald.server;

import dev.skald.core.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about a server. {@link #DEFAULTS} listens on the loopback address only, and lets everyone there in.
 *
 * @param address the address to listen on, as a name or a number
 * @param port the port to listen on; 0 takes any that is free
 * @param tokenFile a file with one secret a line; with it, every request must prove to know one. Needed for any address
 *     beyond loopback
 * @param hosts names, beside the loopback ones, under which everything but the AWS endpoint answers; without ports
 * @param payloadMax how long an execution's input or output may be, in characters: the engine's limit in bytes, or more
 * @param connectionsMax how many connections are open at once
 * @param idleTimeout how long a client may be silent, within a request and between two
 * @param activityPoll how long GetActivityTask waits for a task
 * @param followPoll how long {@code /api/v1/executions/ARN/events} waits for an event
 * @param links of the links by which tasks are approved and rejected
 */
public record ServerSettings(
        String address,
        int port,
        @Nullable Path tokenFile,
        Set<String> hosts,
        int payloadMax,
        int connectionsMax,
        Duration idleTimeout,
        Duration activityPoll,
        Duration followPoll,
        Links links) {

    /** The port of Step Functions Local too. */
    public static final int DEFAULT_PORT = 8083;

    /** Loopback, port 8083, AWS's limits. */
    public static final ServerSettings DEFAULTS = new ServerSettings(
            "127.0.0.1",
            DEFAULT_PORT,
            null,
            Set.of(),
            Limits.AWS.payloadBytesMax(),
            10_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            new Links(null, null));

    /** AWS takes requests of 1 MiB; escaped text may need more. */
    private static final int BODY_BYTES_MIN = (1 << 20) + (1 << 18);

    public ServerSettings {
        hosts = Set.copyOf(hosts);
    }

    public ServerSettings withAddress(String address) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withPort(int port) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withTokenFile(@Nullable Path tokenFile) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withHosts(Set<String> hosts) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withPayloadMax(int payloadMax) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withConnectionsMax(int connectionsMax) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withIdleTimeout(Duration idleTimeout) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    /** Both long polls: shorter ones make tests quick. */
    public ServerSettings withPolls(Duration activityPoll, Duration followPoll) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    public ServerSettings withLinks(Links links) {
        return new ServerSettings(
                address,
                port,
                tokenFile,
                hosts,
                payloadMax,
                connectionsMax,
                idleTimeout,
                activityPoll,
                followPoll,
                links);
    }

    /**
     * Of signed links.
     *
     * @param publicUrl the address under which people reach the server, such as {@code https://skald.example.org}; null means
     *     the one that it listens on. Its host is one of {@link #hosts}
     * @param keyFile the key that signs them, made when absent; null keeps the key in memory: then links last as long as the
     *     server
     */
    public record Links(@Nullable URI publicUrl, @Nullable Path keyFile) {}

    /** The largest request, in bytes: room for a payload of which every second character is escaped. */
    int bodyBytesMax() {
        return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(BODY_BYTES_MIN, 2L * payloadMax + (1 << 18)));
    }
}
