package dev.skald.core;

/**
 * The bounds of one execution and of one turn of it.
 *
 * @param payloadBytesMax the largest input, output or result, in bytes of UTF-8; AWS has 262,144
 * @param historyEventsMax how many events a history may have; AWS has 25,000
 * @param turnEventsMax after how many events a turn stops; the rest is {@link Work.Continue}
 * @param turnBytesMax after how many bytes of new payloads a turn stops
 * @param mapConcurrencyMax how many iterations of one Map run side by side at most; AWS has 40
 */
public record Limits(
        int payloadBytesMax, int historyEventsMax, int turnEventsMax, int turnBytesMax, int mapConcurrencyMax) {

    /** AWS's limits. */
    public static final Limits AWS = new Limits(262_144, 25_000, 256, 1 << 20, 40);

    public Limits withPayloadBytesMax(int bytes) {
        return new Limits(bytes, historyEventsMax, turnEventsMax, turnBytesMax, mapConcurrencyMax);
    }

    public Limits withHistoryEventsMax(int events) {
        return new Limits(payloadBytesMax, events, turnEventsMax, turnBytesMax, mapConcurrencyMax);
    }
}
