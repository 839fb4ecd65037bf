package dev.skald.bench;

/**
 * A histogram of times, in nanoseconds: exact to 3 %, without allocation, up to the largest long. Not thread-safe.
 */
final class Latencies {
    /** Each power of two is cut into 32 buckets. */
    private static final int BUCKET_BITS = 5;

    private static final int BUCKETS = 1 << BUCKET_BITS;

    private final long[] counts = new long[(Long.SIZE - BUCKET_BITS) * BUCKETS];
    private long count;
    private long max;

    void add(long nanos) {
        long time = Math.max(0, nanos);
        counts[bucket(time)]++;
        count++;
        max = Math.max(max, time);
    }

    void add(Latencies others) {
        for (int i = 0; i < counts.length; i++) counts[i] += others.counts[i];
        count += others.count;
        max = Math.max(max, others.max);
    }

    long count() {
        return count;
    }

    /**
     * The time that a share of all stayed under.
     *
     * @param share from 0 to 1: 0.5 is the median, 1 the longest
     */
    double millis(double share) {
        return nanos(share) / 1e6;
    }

    private long nanos(double share) {
        long wanted = (long) Math.ceil(share * count);
        if (wanted >= count) return max;
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) return middle(bucket);
        }
        return max;
    }

    private static int bucket(long nanos) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - BUCKET_BITS - 1);
        return shift * BUCKETS + (int) (nanos >>> shift);
    }

    private static long middle(int bucket) {
        if (bucket < 2 * BUCKETS) return bucket;
        int shift = bucket / BUCKETS - 1;
        long low = (long) (bucket - shift * BUCKETS) << shift;
        return low + (1L << shift) / 2;
    }
}
