package dev.skald.bench;

import java.lang.management.ManagementFactory;

/** What is alive on the heap. */
final class Heap {
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** Bytes in use after full collections: several, because what one collection finds dead may hold on to more. */
    static long liveBytes() {
        for (int i = 0; i < COLLECTIONS; i++) System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
