package dev.skald.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Clients in this process, a virtual thread each, that call again as soon as they have their answer. */
final class ClosedLoop {
    private ClosedLoop() {}

    /** One piece of work, from its start to its end. What it throws is a failure. */
    @FunctionalInterface
    interface Call {
        void perform() throws Exception;
    }

    /** Calls until the window is over. */
    static Tally until(Window window, int clients, Call call) throws Exception {
        return CpuUse.watch(window, () -> sum(window, clients, () -> client(window, call)));
    }

    /** Calls so often in all. */
    static Tally times(int times, int clients, Call call) throws Exception {
        AtomicLong left = new AtomicLong(times);
        Window window = new Window(System.nanoTime(), Long.MAX_VALUE / 2 + System.nanoTime());
        return sum(window, clients, () -> client(window, left, call));
    }

    private static Tally sum(Window window, int clients, Callable<Tally> client) throws Exception {
        Tally sum = new Tally(window);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Tally>> tallies = new ArrayList<>();
            for (int i = 0; i < clients; i++) tallies.add(threads.submit(client));
            for (Future<Tally> tally : tallies) sum.add(tally.get());
        }
        return sum;
    }

    private static Tally client(Window window, Call call) {
        Tally tally = new Tally(window);
        while (!window.over(System.nanoTime()) && !tally.useless()) callOnce(tally, call);
        return tally;
    }

    private static Tally client(Window window, AtomicLong left, Call call) {
        Tally tally = new Tally(window);
        while (left.getAndDecrement() > 0 && !tally.useless()) callOnce(tally, call);
        return tally;
    }

    private static void callOnce(Tally tally, Call call) {
        long started = System.nanoTime();
        try {
            call.perform();
            tally.completed(started, System.nanoTime());
        } catch (Exception failure) {
            if (failure instanceof InterruptedException) Thread.currentThread().interrupt();
            tally.failed(failure.toString());
        }
    }
}
