package dev.skald.engine;

import dev.skald.asl.Entropy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Randomness that nobody can guess, drawn in large pieces because each draw costs a system call's worth of work. */
final class SecureEntropy implements Entropy {
    private static final int PIECE_BYTES = 8_192;

    private final SecureRandom source = new SecureRandom();
    private final byte[] piece = new byte[PIECE_BYTES];
    private final ByteBuffer rest = ByteBuffer.wrap(piece).limit(0);

    @Override
    public synchronized long nextLong() {
        if (!rest.hasRemaining()) {
            source.nextBytes(piece);
            rest.clear();
        }
        return rest.getLong();
    }
}
