package dev.skald.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
    private static final Instant OLD = Sample.START;
    private static final Instant LIMIT = OLD.plusSeconds(1);

    @TempDir
    Path folder;

    Path file;
    SqlStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("skald.db");
        store = SqlStore.open(file);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldDeleteOnlyWhatHasEndedBefore() {
        store.commit(List.of(Sample.create(1), Sample.create(2), Sample.create(3)));
        store.commit(List.of(Sample.end(1, 2, Status.FAILED, OLD), Sample.end(2, 2, Status.SUCCEEDED, LIMIT)));

        assertThat(store.purge(LIMIT, 100)).isEqualTo(1);

        assertThat(store.execution(1)).isEmpty();
        assertThat(store.chunks(1, 1, 10)).isEmpty();
        assertThat(store.lastChunk(1)).isEmpty();
        assertThat(store.execution(2)).isPresent();
        assertThat(store.execution(3)).isPresent();
        assertThat(store.openExecutions()).isEqualTo(1);
        assertThat(store.purge(LIMIT, 100)).isZero();
    }

    @Test
    void shouldDeleteNoMoreThanItsLimit() {
        store.commit(List.of(Sample.create(1), Sample.create(2), Sample.create(3)));
        store.commit(List.of(
                Sample.end(1, 2, Status.ABORTED, OLD),
                Sample.end(2, 2, Status.ABORTED, OLD),
                Sample.end(3, 2, Status.ABORTED, OLD)));

        assertThat(store.purge(LIMIT, 2)).isEqualTo(2);
        assertThat(store.purge(LIMIT, 2)).isEqualTo(1);
    }

    @Test
    void shouldFreeTheName() {
        store.commit(List.of(Sample.create(1)));
        store.commit(List.of(Sample.end(1, 2, Status.SUCCEEDED, OLD)));
        store.purge(LIMIT, 100);

        var sameName = Sample.row(9).withName("order-1");
        assertThat(store.commit(List.of(Sample.create(sameName)))).containsExactly(new Append.Result.Stored());
    }

    @Test
    void shouldForgetSearchAttributesAndSnapshots() {
        store.commit(List.of(Sample.create(Sample.row(1, Sample.MACHINE, Map.of("customer", "Zoë")))));
        store.commit(List.of(Sample.change(1, 2, new RowChange.Rest(null, new byte[] {1}))));
        store.commit(List.of(Sample.end(1, 3, Status.SUCCEEDED, OLD)));
        store.purge(LIMIT, 100);

        var query = new ExecutionQuery(null, null, Map.of("customer", "Zoë"), Long.MAX_VALUE, 10);
        assertThat(store.executions(query)).isEmpty();
        assertThat(store.snapshot(1)).isEmpty();
    }

    @Test
    void shouldKeepADefinitionAsLongAsSomethingUsesIt() {
        store.putMachine(Sample.machine());
        store.commit(List.of(Sample.create(1), Sample.create(2)));
        store.deleteMachine(Sample.MACHINE);
        assertThat(store.definition(Sample.HASH)).isPresent();

        store.commit(List.of(Sample.end(1, 2, Status.SUCCEEDED, OLD)));
        store.purge(LIMIT, 100);
        assertThat(store.definition(Sample.HASH)).isPresent();

        store.commit(List.of(Sample.end(2, 2, Status.SUCCEEDED, OLD)));
        store.purge(LIMIT, 100);
        assertThat(store.definition(Sample.HASH)).isEmpty();
    }

    @Test
    void shouldDeleteALongHistoryBesideOtherWritesAndGiveItsSpaceBack() throws Exception {
        store.commit(List.of(Sample.create(1), Sample.create(2)));
        long last = 1;
        while (last < 400) {
            store.commit(List.of(Sample.next(1, last + 1, 100_000)));
            last++;
        }
        store.commit(List.of(Sample.end(1, last + 1, Status.SUCCEEDED, OLD)));

        List<Long> sizes = new ArrayList<>();
        assertThat(store.purge(LIMIT, 100)).isEqualTo(1);
        assertThat(store.commit(List.of(Sample.next(2, 2)))).containsExactly(new Append.Result.Stored());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            sizes.add(Files.size(file));
            return sizes.getLast() < 10 << 20;
        });

        assertThat(sizes.getFirst()).isGreaterThan(20 << 20);
    }

    @Test
    void shouldGoOnDeletingAfterARestart() {
        store.commit(List.of(Sample.create(1)));
        for (long sequence = 2; sequence < 200; sequence++) store.commit(List.of(Sample.next(1, sequence, 4_000)));
        store.commit(List.of(Sample.end(1, 200, Status.SUCCEEDED, OLD)));
        store.purge(LIMIT, 100);
        store.close();
        store = SqlStore.open(file);

        var readers = new Readers(new Sqlite(file));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> readers.read(session -> session.number("SELECT count(*) FROM chunk", -1)) == 0);
        readers.close();
    }
}
