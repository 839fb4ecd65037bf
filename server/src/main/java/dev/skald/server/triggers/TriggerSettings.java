package dev.skald.server.triggers;

import dev.skald.core.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about HTTP triggers. {@link #DEFAULTS} listens on the loopback address only.
 *
 * @param address the address to listen on. Beyond loopback everyone who reaches it may call every trigger that is not
 *     private
 * @param port the port to listen on; 0 takes any that is free
 * @param accountId the 12 digits in ARNs, as the engine has them
 * @param region the region in ARNs, as the engine has it
 * @param stage what {@code $context.stage} says
 * @param waitMax how long a caller waits for the end of an execution before it is told where to ask again; a trigger may
 *     have its own
 * @param statusPoll how long a request to a status URL waits, unless it says so itself
 * @param waitersMax how many callers may wait at once; further ones are told at once where to ask again
 * @param connectionsMax how many connections are open at once
 * @param idleTimeout how long a client may be silent before it has sent its request
 * @param payloadMax how long an execution's input may be, in characters, as the server has it
 * @param keyFile the key that signs status URLs, made when absent; null keeps it in memory: then they last as long as the
 *     process
 */
public record TriggerSettings(
        String address,
        int port,
        String accountId,
        String region,
        String stage,
        Duration waitMax,
        Duration statusPoll,
        int waitersMax,
        int connectionsMax,
        Duration idleTimeout,
        int payloadMax,
        @Nullable Path keyFile) {

    /** The port of Serverless Offline too. */
    public static final int DEFAULT_PORT = 3000;

    /** No caller waits longer. */
    public static final Duration WAIT_MAX = Duration.ofHours(1);

    /** Loopback, port 3000, five minutes. */
    public static final TriggerSettings DEFAULTS = new TriggerSettings(
            "127.0.0.1",
            DEFAULT_PORT,
            "000000000000",
            "us-east-1",
            "dev",
            Duration.ofMinutes(5),
            Duration.ofSeconds(20),
            10_000,
            12_000,
            Duration.ofSeconds(30),
            Limits.AWS.payloadBytesMax(),
            null);

    /** API Gateway takes bodies of 10 MB. */
    static final int BODY_BYTES_MAX = 10 << 20;

    public TriggerSettings {
        if (waitMax.isNegative() || waitMax.compareTo(WAIT_MAX) > 0)
            throw new IllegalArgumentException("callers wait " + WAIT_MAX.toMinutes() + " minutes at most");
    }

    public TriggerSettings withAddress(String address, int port) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }

    /** As the engine makes ARNs, and as the project calls its stage. */
    public TriggerSettings withNames(String accountId, String region, String stage) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }

    public TriggerSettings withWaits(Duration waitMax, Duration statusPoll, int waitersMax) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }

    public TriggerSettings withIdleTimeout(Duration idleTimeout) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }

    public TriggerSettings withPayloadMax(int payloadMax) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }

    public TriggerSettings withKeyFile(@Nullable Path keyFile) {
        return new TriggerSettings(
                address,
                port,
                accountId,
                region,
                stage,
                waitMax,
                statusPoll,
                waitersMax,
                connectionsMax,
                idleTimeout,
                payloadMax,
                keyFile);
    }
}
