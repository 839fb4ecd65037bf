package dev.skald.tasks.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about functions as processes, for all of them.
 *
 * @param cache a folder for what is unpacked, bundled and compiled; made when absent
 * @param region the region in the functions' ARNs and environment
 * @param account the account in their ARNs
 * @param environment further variables of every process, asked when one starts: {@code AWS_ENDPOINT_URL}, credentials. A
 *     function's own variables win over these; those that Lambda and the runtime's bootstrap set win over both
 * @param reload whether a function whose code files have changed is started anew for the next invocation
 * @param inspect the function to start under its debugger; null means none
 * @param limits how many and how long
 */
public record FunctionSettings(
        Path cache,
        String region,
        String account,
        Supplier<Map<String, String>> environment,
        boolean reload,
        @Nullable Inspect inspect,
        Limits limits) {

    /**
     * The function that is started under its debugger: one process, which waits for the debugger; neither the function's
     * time-out nor its callers' deadlines count.
     *
     * @param function its name
     * @param port where the debugger is expected, on the loopback address
     */
    public record Inspect(String function, int port) {}

    /**
     * Bounds of functions as processes.
     *
     * @param concurrency how many processes a function has at most that does not say so itself
     * @param processesMax how many processes all functions have at most together
     * @param waitingMax how many invocations of one function may wait for a process; more are refused as throttled
     * @param initTime how long a process may take to get ready, beside the function's own time-out
     * @param idleTime after which a process without work is stopped
     * @param eventsMax how many invocations of type Event may wait or run
     * @param eventRetries after which pauses an invocation of type Event that failed is tried again
     */
    public record Limits(
            int concurrency,
            int processesMax,
            int waitingMax,
            Duration initTime,
            Duration idleTime,
            int eventsMax,
            List<Duration> eventRetries) {
        /** Lambda's init time and retries; as many processes as a developer's machine carries. */
        public static final Limits DEFAULTS = new Limits(
                10,
                64,
                1_000,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                10_000,
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)));

        public Limits {
            eventRetries = List.copyOf(eventRetries);
        }

        public Limits withConcurrency(int most) {
            return new Limits(most, processesMax, waitingMax, initTime, idleTime, eventsMax, eventRetries);
        }

        public Limits withProcessesMax(int most) {
            return new Limits(concurrency, most, waitingMax, initTime, idleTime, eventsMax, eventRetries);
        }

        public Limits withWaitingMax(int most) {
            return new Limits(concurrency, processesMax, most, initTime, idleTime, eventsMax, eventRetries);
        }

        public Limits withInitTime(Duration time) {
            return new Limits(concurrency, processesMax, waitingMax, time, idleTime, eventsMax, eventRetries);
        }

        public Limits withIdleTime(Duration time) {
            return new Limits(concurrency, processesMax, waitingMax, initTime, time, eventsMax, eventRetries);
        }

        public Limits withEventRetries(List<Duration> pauses) {
            return new Limits(concurrency, processesMax, waitingMax, initTime, idleTime, eventsMax, pauses);
        }
    }

    /** Skald's own region and account, an environment with nothing in it, no reloading. */
    public static FunctionSettings of(Path cache) {
        return new FunctionSettings(cache, "us-east-1", "000000000000", Map::of, false, null, Limits.DEFAULTS);
    }

    public FunctionSettings withPlace(String region, String account) {
        return new FunctionSettings(cache, region, account, environment, reload, inspect, limits);
    }

    public FunctionSettings withEnvironment(Supplier<Map<String, String>> environment) {
        return new FunctionSettings(cache, region, account, environment, reload, inspect, limits);
    }

    public FunctionSettings withReload(boolean reload) {
        return new FunctionSettings(cache, region, account, environment, reload, inspect, limits);
    }

    public FunctionSettings withInspect(@Nullable Inspect inspect) {
        return new FunctionSettings(cache, region, account, environment, reload, inspect, limits);
    }

    public FunctionSettings withLimits(Limits limits) {
        return new FunctionSettings(cache, region, account, environment, reload, inspect, limits);
    }

    String arn(FunctionDefinition function) {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + function.name();
    }
}
