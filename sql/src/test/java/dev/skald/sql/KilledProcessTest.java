package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it commits; then its store is opened again, whole or with a torn log. */
class KilledProcessTest {
    private static final int KILLS = 3;
    private static final int TORN_LOGS = 25;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 60;
    private static final int ACKNOWLEDGED_SPREAD = 400;

    @TempDir
    Path folder;

    Path file;
    final Random random = new Random();
    final Map<Long, Long> acknowledged = new TreeMap<>();

    @BeforeEach
    void place() {
        file = folder.resolve("skald.db");
    }

    @Test
    void shouldKeepEveryAcknowledgedAppend() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            killWhileCommitting();
            try (SqlStore store = SqlStore.open(file)) {
                assertHolds(store);
            }
        }
    }

    @Test
    void shouldHoldAPrefixWhenTheLogIsTorn() throws Exception {
        killWhileCommitting();
        for (int i = 0; i < TORN_LOGS; i++) {
            Path torn = copyWithTornLog(i);
            try (SqlStore store = SqlStore.open(torn)) {
                assertIsPrefix(store);
                store.commit(List.of(Sample.create(store.reserveExecutionIds(1))));
            }
        }
    }

    /** Kills at a random moment, with whatever is under way. */
    private void killWhileCommitting() throws IOException, InterruptedException {
        try (ChildProcess child = ChildProcess.run(CommittingProcess.class, file.toString())) {
            int wanted = ACKNOWLEDGED_BEFORE_KILL + random.nextInt(ACKNOWLEDGED_SPREAD);
            for (int i = 0; i < wanted; i++) acknowledge(child.output.readLine());
            child.kill();
            child.output.lines().forEach(this::acknowledge);
        }
    }

    private void acknowledge(String line) {
        String[] words = line.split(" ", 2);
        if (words.length == 2 && !words[1].isEmpty()) acknowledged.put(Long.valueOf(words[0]), Long.valueOf(words[1]));
    }

    private void assertHolds(SqlStore store) {
        acknowledged.forEach((id, sequence) -> {
            List<Long> stored = sequences(store, id);
            assertThat(stored).as("execution %d", id).hasSizeGreaterThanOrEqualTo(sequence.intValue());
            assertContiguous(stored);
            assertRowAgrees(store, id, stored);
        });
        assertThat(store.reserveExecutionIds(1)).isGreaterThan(lastId());
    }

    /** Of each batch all or nothing, and nothing after what is missing. */
    private void assertIsPrefix(SqlStore store) {
        long complete = Long.MAX_VALUE;
        for (long id : acknowledged.keySet()) {
            List<Long> stored = sequences(store, id);
            assertContiguous(stored);
            assertRowAgrees(store, id, stored);
            assertThat((long) stored.size())
                    .as("execution %d after one that is cut", id)
                    .isLessThanOrEqualTo(complete);
            if (stored.size() < 6) complete = stored.size();
        }
    }

    private static void assertContiguous(List<Long> sequences) {
        for (int i = 0; i < sequences.size(); i++) assertThat(sequences.get(i)).isEqualTo(i + 1L);
    }

    private static void assertRowAgrees(SqlStore store, long id, List<Long> stored) {
        Status status = store.execution(id).map(ExecutionRow::status).orElse(null);
        Status expected = stored.isEmpty() ? null : stored.size() == 6 ? Status.SUCCEEDED : Status.RUNNING;
        assertThat(status).as("execution %d with %d chunks", id, stored.size()).isEqualTo(expected);
    }

    private static List<Long> sequences(SqlStore store, long id) {
        List<Long> sequences = new ArrayList<>();
        for (byte[] chunk : store.chunks(id, 1, 100)) sequences.add(Sample.sequenceOf(chunk));
        return sequences;
    }

    private long lastId() {
        return acknowledged.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private Path copyWithTornLog(int number) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("torn-" + number)).resolve("skald.db");
        Path log = copy.resolveSibling("skald.db-wal");
        Files.copy(file, copy);
        byte[] whole = Files.readAllBytes(folder.resolve("skald.db-wal"));
        int length = random.nextInt(whole.length + 1);
        // Beyond the cut lies garbage, as after a power failure.
        byte[] torn = java.util.Arrays.copyOf(whole, length + random.nextInt(5_000));
        for (int i = length; i < torn.length; i++) torn[i] = (byte) random.nextInt();
        Files.write(log, torn);
        return copy;
    }
}
