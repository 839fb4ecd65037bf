package dev.skald.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the processors did during a window. On a machine that others use too, the time of this process per piece of work
 * says more than the pieces per second.
 *
 * @param processNanos processor time of this process, load generator included
 * @param machineLoad share of all processors that was in use by anyone, from 0 to 1
 */
record CpuUse(long processNanos, double machineLoad, double seconds) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Runs a load while the processors are watched. */
    static Tally watch(Window window, Callable<Tally> load) throws Exception {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("cpu-use-", 0).factory())) {
            Future<CpuUse> use = threads.submit(() -> during(window));
            Tally tally = load.call();
            return tally.with(use.get());
        }
    }

    private static CpuUse during(Window window) throws InterruptedException {
        sleepUntil(window.from());
        SYSTEM.getCpuLoad();
        long before = SYSTEM.getProcessCpuTime();
        sleepUntil(window.to());
        return new CpuUse(SYSTEM.getProcessCpuTime() - before, SYSTEM.getCpuLoad(), window.seconds());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())));
    }

    /** In words, per piece of work. */
    String describe(long pieces) {
        int processors = SYSTEM.getAvailableProcessors();
        double own = processNanos / 1e9 / seconds;
        double others = Math.max(0, machineLoad * processors - own);
        return String.format(
                Locale.ROOT,
                "cpu %.0f us each; %.1f of %d cores, others %.1f",
                pieces == 0 ? 0 : processNanos / 1e3 / pieces,
                own,
                processors,
                others);
    }
}
