package dev.skald.engine;

import dev.skald.asl.Entropy;
import java.time.Instant;
import java.util.UUID;

/** UUIDs of version 7 (RFC 9562): those made later sort later, which keeps a store's index of names compact. */
final class TimeOrderedUuid {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private TimeOrderedUuid() {}

    static String of(Instant now, Entropy entropy) {
        long high = (now.toEpochMilli() << 16) | VERSION_7 | (entropy.nextLong() & 0x0FFFL);
        long low = VARIANT | (entropy.nextLong() >>> 2);
        return new UUID(high, low).toString();
    }
}
