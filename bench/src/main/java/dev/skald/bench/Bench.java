package dev.skald.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs workloads by name: {@code bench/run w1 w2 w2h w3 w4 w5 w6 w7 readers}, or {@code all}.
 *
 * <p>Options: {@code --seconds N} of each load that are measured, {@code --warm-up N} seconds before them, {@code --store FOLDER}
 * on the disk to measure.
 */
public final class Bench {
    private static final String USAGE =
            "usage: bench/run [--seconds N] [--warm-up N] [--store FOLDER] all | w1 w2 w2h w3 w4 w5 w6 w7 readers ...";
    private static final int WRONG_USAGE = 2;

    private static final List<Workload> WORKLOADS = List.of(
            new DurableStarts(),
            new JavaTasks(),
            new HttpTasks(),
            new SyncExpress(),
            new YearLongWaits(),
            new MapItems(),
            new DistributedItems(),
            new Compensations(),
            new ObjectItems());

    private Duration measured = Duration.ofSeconds(10);
    private Duration warmUp = Duration.ofSeconds(8);
    private Path folder = Path.of("bench", "target", "stores");
    private final List<Workload> wanted = new ArrayList<>();

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench();
        String problem = bench.parse(List.of(arguments));
        if (problem != null) {
            System.err.println(problem + "\n" + USAGE);
            System.exit(WRONG_USAGE);
        }
        bench.run();
        // Threads of a client library may linger; nothing is left to do.
        System.exit(0);
    }

    static List<Workload> workloads() {
        return WORKLOADS;
    }

    /** What is wrong with the arguments; null when nothing is. */
    private @Nullable String parse(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("--")) {
                if (++i == arguments.size() || !option(argument, arguments.get(i)))
                    return "what is wanted of " + argument + "?";
            } else if (!want(argument)) return "there is no workload " + argument;
        }
        return wanted.isEmpty() ? "which workload?" : null;
    }

    private boolean option(String name, String value) {
        switch (name) {
            case "--seconds" -> measured = seconds(value);
            case "--warm-up" -> warmUp = seconds(value);
            case "--store" -> folder = Path.of(value);
            default -> {
                return false;
            }
        }
        return !measured.isZero();
    }

    /** Zero for what is no number of seconds. */
    private static Duration seconds(String value) {
        return value.matches("[0-9]{1,4}") ? Duration.ofSeconds(Integer.parseInt(value)) : Duration.ZERO;
    }

    private boolean want(String name) {
        int before = wanted.size();
        for (Workload workload : WORKLOADS)
            if (name.equals("all") || name.equals(workload.name())) wanted.add(workload);
        return wanted.size() > before;
    }

    private void run() throws Exception {
        Report report = new Report(System.out);
        report.heading("Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, heap "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; each load " + warmUp.toSeconds()
                + " s of warm-up, then "
                + measured.toSeconds() + " s");
        Scale scale = Scale.full(folder, warmUp, measured);
        for (Workload workload : wanted) {
            report.heading(workload.name().toUpperCase(Locale.ROOT) + "  " + workload.title());
            workload.measure(scale, report);
        }
    }
}
