package dev.skald.sql;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits in a loop until it is killed: {@code main(store)}. Prints {@code ID SEQUENCE} after each acknowledged append, and
 * nothing before.
 */
final class CommittingProcess {
    private static final int CLIENTS = 5;
    private static final int EVENTS = 6;

    private CommittingProcess() {}

    public static void main(String[] args) {
        SqlStore store = SqlStore.open(Path.of(args[0]));
        while (true) workflows(store, store.reserveExecutionIds(CLIENTS));
    }

    private static void workflows(SqlStore store, long firstId) {
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            List<Append> batch = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) batch.add(append(firstId + i, sequence));
            List<Append.Result> results = store.commit(batch);
            var acknowledged = new StringBuilder();
            for (int i = 0; i < CLIENTS; i++) {
                if (!(results.get(i) instanceof Append.Result.Stored)) throw new AssertionError(results.get(i));
                acknowledged.append(firstId + i).append(' ').append(sequence).append('\n');
            }
            System.out.print(acknowledged);
            System.out.flush();
        }
    }

    private static Append append(long id, int sequence) {
        if (sequence == 1) return Sample.create(id);
        if (sequence == EVENTS) return Sample.end(id, sequence, Status.SUCCEEDED, Sample.START);
        return Sample.next(id, sequence, (int) ((id * 37 + sequence * 101L) % 3_000));
    }
}
