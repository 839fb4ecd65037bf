package dev.skald.bench;

import dev.skald.engine.Skald;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Opens an engine in a process of its own, as after a crash, and prints how long that took. */
final class Restart {
    private Restart() {}

    /**
     * What it prints.
     *
     * @param sinceStartMillis from the start of the process
     * @param openMillis from the call that opens the engine until it has returned
     */
    record Ready(long sinceStartMillis, long openMillis, long heapBytes, long openExecutions) {
        static Ready parse(String line) {
            String[] numbers = line.split(" ", 4);
            return new Ready(
                    Long.parseLong(numbers[0]),
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]));
        }

        String line() {
            return sinceStartMillis + " " + openMillis + " " + heapBytes + " " + openExecutions;
        }
    }

    public static void main(String[] arguments) {
        long opening = System.currentTimeMillis();
        try (Skald skald = Skald.at(Path.of(arguments[0])).open()) {
            long ready = System.currentTimeMillis();
            long born = ManagementFactory.getRuntimeMXBean().getStartTime();
            long open = skald.statistics().openExecutions();
            System.out.println(new Ready(ready - born, ready - opening, Heap.liveBytes(), open).line());
        }
    }
}
