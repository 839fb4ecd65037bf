package dev.skald.asl;

/** The only source of randomness of the language and the decider, handed in so that a seed reproduces a run. */
@FunctionalInterface
public interface Entropy {
    /** 64 random bits. */
    long nextLong();

    /** A double in {@code [0, 1)}. */
    default double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }
}
