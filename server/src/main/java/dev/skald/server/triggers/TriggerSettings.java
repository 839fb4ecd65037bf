package dev.skald.server.triggers;

import dev.skald.core.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about HTTP triggers. {@link #DEFAULTS} listens on the loopback address only.
 *
 * @param machineAnswer what callers of a machine get whose trigger names no action
 * @param payloadMax how long an execution's input may be, in characters, as the server has it
 * @param keyFile the key that signs status URLs, made when absent; null keeps it in memory: then they last as long as the
 *     process
 */
public record TriggerSettings(
        Listening listening,
        Names names,
        Waiting waiting,
        MachineAnswer machineAnswer,
        int payloadMax,
        @Nullable Path keyFile) {

    /** The port of Serverless Offline too. */
    public static final int DEFAULT_PORT = 3000;

    /** No caller waits longer. */
    public static final Duration WAIT_MAX = Duration.ofHours(1);

    /** Loopback, port 3000, five minutes. */
    public static final TriggerSettings DEFAULTS = new TriggerSettings(
            new Listening("127.0.0.1", DEFAULT_PORT, 12_000, Duration.ofSeconds(30)),
            new Names("000000000000", "us-east-1", "dev"),
            new Waiting(Duration.ofMinutes(5), Duration.ofSeconds(20), 10_000),
            MachineAnswer.RESULT,
            Limits.AWS.payloadBytesMax(),
            null);

    /** API Gateway takes bodies of 10 MB. */
    static final int BODY_BYTES_MAX = 10 << 20;

    /**
     * Where, and to how many.
     *
     * @param address the address to listen on. Beyond loopback everyone who reaches it may call every trigger that is not
     *     private
     * @param port the port to listen on; 0 takes any that is free
     * @param connectionsMax how many connections are open at once
     * @param idleTimeout how long a client may be silent before it has sent its request
     */
    public record Listening(String address, int port, int connectionsMax, Duration idleTimeout) {
        public Listening at(String address, int port) {
            return new Listening(address, port, connectionsMax, idleTimeout);
        }
    }

    /**
     * What requests are told of where they are.
     *
     * @param accountId the 12 digits in ARNs, as the engine has them
     * @param region the region in ARNs, as the engine has it
     * @param stage what {@code $context.stage} says to triggers that have none of their own
     */
    public record Names(String accountId, String region, String stage) {}

    /** What the callers of machines are answered. */
    public enum MachineAnswer {
        /** The result of the run: they wait for it. */
        RESULT,
        /** That the run has started, at once, as on AWS: {@code executionArn} and {@code startDate}. */
        START
    }

    /**
     * How callers wait.
     *
     * @param waitMax how long a caller waits for the end of an execution before it is told where to ask again; a trigger may
     *     have its own
     * @param statusPoll how long a request to a status URL waits, unless it says so itself
     * @param waitersMax how many callers may wait at once; further ones are told at once where to ask again
     */
    public record Waiting(Duration waitMax, Duration statusPoll, int waitersMax) {
        public Waiting {
            if (waitMax.isNegative() || waitMax.compareTo(WAIT_MAX) > 0)
                throw new IllegalArgumentException("callers wait " + WAIT_MAX.toMinutes() + " minutes at most");
        }

        public Waiting atMost(Duration waitMax) {
            return new Waiting(waitMax, statusPoll, waitersMax);
        }
    }

    public TriggerSettings with(Listening listening) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }

    public TriggerSettings with(Names names) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }

    public TriggerSettings with(Waiting waiting) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }

    public TriggerSettings with(MachineAnswer machineAnswer) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }

    public TriggerSettings withPayloadMax(int payloadMax) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }

    public TriggerSettings withKeyFile(@Nullable Path keyFile) {
        return new TriggerSettings(listening, names, waiting, machineAnswer, payloadMax, keyFile);
    }
}
