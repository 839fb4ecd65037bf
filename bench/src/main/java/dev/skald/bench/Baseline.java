package dev.skald.bench;

import java.io.IOException;

/** What the disk can do, measured in the same minute as what stands on it. */
final class Baseline {
    private Baseline() {}

    /** The disk's own sync rate. */
    static void report(Scale scale, Report report) throws IOException {
        Latencies sync = DiskSync.measure(scale.folder(), scale.baseline());
        report.line("disk: a 4 KiB append and its sync p50 %.3f ms, p99 %.3f ms", sync.millis(0.5), sync.millis(0.99));
    }

    /**
     * The disk's own sync rate, and that of the store.
     *
     * @return the median of a commit of one append, in milliseconds
     */
    static double reportWithCommits(Scale scale, Report report) throws IOException {
        report(scale, report);
        Latencies commits = StoreCommits.measure(scale.folder(), scale.baseline());
        report.line(
                "store: a commit of one append p50 %.3f ms, p99 %.3f ms", commits.millis(0.5), commits.millis(0.99));
        return commits.millis(0.5);
    }
}
