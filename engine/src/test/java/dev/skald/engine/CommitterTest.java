package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MemoryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommitterTest {
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final EngineParts parts = EngineParts.real();
    private final Timers timers = new Timers(parts.clock(), parts.turns());
    private final Committer committer =
            new Committer(new FaultyStore(new MemoryStore(), this::wait), parts, timers, () -> {});

    @AfterEach
    void end() {
        timers.close();
        parts.shutdown();
    }

    private Fault wait(List<Append> batch) {
        batches.add(batch.size());
        writing.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Fault.NONE;
    }

    /** An append to an execution that is not there: a conflict, which is an answer too. */
    private static final class Pending implements Committer.PendingAppend {
        private final long id;
        private final CountDownLatch done;

        private Pending(long id, CountDownLatch done) {
            this.id = id;
            this.done = done;
        }

        @Override
        public Append append() {
            return Append.of(id, 1, 2, id, new byte[1]);
        }

        @Override
        public void written(Committer.Outcome outcome) {
            assertThat(outcome).isEqualTo(new Committer.Outcome.Known(new Append.Result.Conflict()));
        }

        @Override
        public void goOn() {
            done.countDown();
        }
    }

    private static void awaitDone(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldCommitTogetherWhatWaits() throws Exception {
        int count = 2 * Committer.BATCH_MAX + 10;
        var done = new CountDownLatch(count);
        committer.append(new Pending(0, done));
        awaitDone(writing);
        for (int i = 1; i < count; i++) committer.append(new Pending(i, done));
        gate.countDown();
        awaitDone(done);
        assertThat(batches).containsExactly(1, Committer.BATCH_MAX, Committer.BATCH_MAX, 9);
        assertThat(committer.commits()).isEqualTo(4);
    }

    @Test
    void shouldMakeCallersWaitForRoom() throws Exception {
        var done = new CountDownLatch(Committer.WAITING_MAX + 1);
        var entered = new AtomicInteger();
        for (int i = 0; i < Committer.WAITING_MAX; i++) committer.append(new Pending(i, done));
        awaitDone(writing);
        Thread caller = Thread.ofPlatform().start(() -> {
            committer.append(new Pending(Committer.WAITING_MAX, done));
            entered.incrementAndGet();
        });
        while (caller.getState() != Thread.State.WAITING) Thread.onSpinWait();
        assertThat(entered.get()).isZero();
        gate.countDown();
        caller.join();
        awaitDone(done);
    }

    @Test
    void shouldWriteCatalogueInTurn() throws Exception {
        var done = new CountDownLatch(2);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        committer.append(new Pending(0, done));
        awaitDone(writing);
        committer.append(new Pending(1, done));
        var write = committer.write(() -> {
            order.add("catalogue after " + batches.size());
            return "answer";
        });
        gate.countDown();
        assertThat(write.get(30, TimeUnit.SECONDS)).isEqualTo("answer");
        awaitDone(done);
        assertThat(order).containsExactly("catalogue after 2");
    }
}
