package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.Skald;
import java.io.IOException;
import java.nio.file.Path;

/** W4: executions that wait a year: what they cost in memory and on disk, and how long a restart with them takes. */
final class YearLongWaits implements Workload {
    private static final int CLIENTS = 64;
    private static final double MEBIBYTE = 1 << 20;

    @Override
    public String name() {
        return "w4";
    }

    @Override
    public String title() {
        return "executions that wait a year";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.reportWithCommits(scale, report);
        try (StoreFolder folder = StoreFolder.in(scale.folder())) {
            int sleepers = scale.sleepers();
            sleep(folder.store(), sleepers, report);
            report.line("disk %.1f MiB, %d bytes each", folder.bytes() / MEBIBYTE, folder.bytes() / sleepers);
            restart(folder.store(), sleepers, report);
            report.count("w4", sleepers);
        }
    }

    private static void sleep(Path store, int sleepers, Report report) throws Exception {
        try (Skald skald = Skald.at(store).open()) {
            String machine = skald.deploy("year", Machines.yearLongWait(), MachineType.STANDARD);
            long heapBefore = Heap.liveBytes();
            long started = System.nanoTime();
            ClosedLoop.times(sleepers, CLIENTS, () -> skald.start(machine, null, Machines.ORDER))
                    .checked();
            double seconds = (System.nanoTime() - started) / 1e9;
            Counted.check(skald, machine, Status.RUNNING, sleepers);
            report.line("%,d started at %,.0f/s", sleepers, sleepers / seconds);
            report.line(
                    "heap %.1f MiB more than before, %d of them in memory",
                    (Heap.liveBytes() - heapBefore) / MEBIBYTE,
                    skald.statistics().liveExecutions());
        }
    }

    private static void restart(Path store, int sleepers, Report report) throws IOException {
        try (ChildJvm restarted = ChildJvm.start(Restart.class, store.toString())) {
            Restart.Ready ready = Restart.Ready.parse(restarted.readLine());
            if (ready.openExecutions() != sleepers) throw new IllegalStateException("lost some: " + ready);
            report.line(
                    "restart: ready after %d ms, %d ms of them to open; heap %.1f MiB",
                    ready.sinceStartMillis(), ready.openMillis(), ready.heapBytes() / MEBIBYTE);
        }
    }
}
