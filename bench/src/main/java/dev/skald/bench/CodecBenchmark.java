package dev.skald.bench;

import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Execution;
import dev.skald.core.SnapshotCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What goes to the store and comes from it: the chunk of events of one turn, and a snapshot. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final List<Event> turn = Turns.ofTasks().taskCompleted();
    private final byte[] chunk = EventCodec.encode(turn);
    private final Execution execution =
            Execution.replay(Turns.identity(), Turns.ofTasks().started());
    private final byte[] snapshot = SnapshotCodec.encode(execution);

    /** The turn that a task's result makes. */
    @Benchmark
    public byte[] encodeTurn() {
        return EventCodec.encode(turn);
    }

    @Benchmark
    public List<Event> decodeTurn() {
        return EventCodec.decode(chunk);
    }

    /** Of an execution that waits for one task. */
    @Benchmark
    public byte[] encodeSnapshot() {
        return SnapshotCodec.encode(execution);
    }

    @Benchmark
    public Execution decodeSnapshot() throws SnapshotCodec.UnreadableSnapshot {
        return SnapshotCodec.decode(Turns.identity(), snapshot);
    }
}
