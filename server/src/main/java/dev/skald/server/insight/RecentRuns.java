package dev.skald.server.insight;

import dev.skald.core.Status;
import dev.skald.engine.store.RunSample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How executions that began within a span of time have been doing, interval by interval. */
public final class RecentRuns {
    /** Of fewer successes nobody can say what is long. */
    public static final int SUCCESSES_TO_JUDGE = 20;

    private final Instant from;
    private final Duration interval;
    private final List<Interval> intervals;
    private final Interval total = new Interval();
    private final List<Duration> successes;

    /** The runs that began within one interval, counted by how they ended. */
    public static final class Interval {
        private long starts;
        private long success;
        private long knownFailure;
        private long unknownFailure;

        public long starts() {
            return starts;
        }

        public long success() {
            return success;
        }

        public long knownFailure() {
            return knownFailure;
        }

        public long unknownFailure() {
            return unknownFailure;
        }

        private void count(RunSample run) {
            starts++;
            switch (run.runClass()) {
                case Success -> success++;
                case KnownFailure -> knownFailure++;
                case UnknownFailure -> unknownFailure++;
                case null -> {}
            }
        }
    }

    /**
     * @param from when the span begins
     * @param interval how long each of its intervals is
     * @param count how many there are
     */
    public RecentRuns(Instant from, Duration interval, int count, List<RunSample> runs) {
        this.from = from;
        this.interval = interval;
        intervals = new ArrayList<>();
        for (int i = 0; i < count; i++) intervals.add(new Interval());
        successes = durations(runs);
        runs.forEach(this::count);
    }

    private void count(RunSample run) {
        if (run.startedAt().isBefore(from)) return;
        total.count(run);
        long place = Duration.between(from, run.startedAt()).dividedBy(interval);
        intervals.get((int) Math.min(place, intervals.size() - 1L)).count(run);
    }

    /** The same span for each machine that any of the runs is of, by its ARN. */
    public static Map<String, RecentRuns> byMachine(Instant from, Duration interval, int count, List<RunSample> runs) {
        return runs.stream()
                .collect(Collectors.groupingBy(
                        RunSample::stateMachineArn,
                        Collectors.collectingAndThen(
                                Collectors.toList(), own -> new RecentRuns(from, interval, count, own))));
    }

    /** The intervals, the oldest first. */
    public List<Interval> intervals() {
        return intervals;
    }

    /** All intervals together. */
    public Interval total() {
        return total;
    }

    /**
     * How long the given part of the successes took at most, also of those that began before the span.
     *
     * @param part such as 0.99
     * @return empty when there are fewer than {@link #SUCCESSES_TO_JUDGE}
     */
    public Optional<Duration> percentile(double part) {
        if (successes.size() < SUCCESSES_TO_JUDGE) return Optional.empty();
        return Optional.of(successes.get((int) Math.ceil(part * successes.size()) - 1));
    }

    private static List<Duration> durations(List<RunSample> runs) {
        List<Duration> durations = new ArrayList<>();
        for (RunSample run : runs) {
            Instant stoppedAt = run.stoppedAt();
            if (stoppedAt != null && run.status() == Status.SUCCEEDED)
                durations.add(Duration.between(run.startedAt(), stoppedAt));
        }
        durations.sort(Comparator.naturalOrder());
        return durations;
    }
}
