package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.FaultyStore;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only real threads show. Nothing here sleeps: latches say when. */
@Timeout(60)
class EngineThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private final VirtualClock clock = new VirtualClock();

    private static String start(Skald skald, String states) {
        return skald.start(deploy(skald, states), null, Payload.EMPTY_OBJECT);
    }

    private static String deploy(Skald skald, String states) {
        return skald.deploy("m", World.machine(states).replace('\'', '"'), MachineType.STANDARD);
    }

    private static String task(String more) {
        return "'T': {'Type': 'Task', " + World.task("f") + ", " + more + "'End': true}";
    }

    /** A handler that runs until it is interrupted. */
    private static final class Stuck {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);

        Payload handle(Payload input, StepContext step) throws InterruptedException {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
                return input;
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }

        void awaitEntered() throws InterruptedException {
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void awaitInterrupted() throws InterruptedException {
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** More endless expressions than there are threads for turns; each ends by itself, and another execution goes on. */
    @Test
    void shouldGoOnWhileExpressionsDoNotEnd() {
        String endless = "'E': {'Type': 'Pass', 'QueryLanguage': 'JSONata', 'End': true, 'Output': "
                + "'{% ($f := function() { $f() }; $f()) %}'}";
        try (Skald skald = Skald.inMemory().open()) {
            String hostile = deploy(skald, endless);
            String kind = skald.deploy(
                    "kind",
                    World.machine("'P': {'Type': 'Pass', 'End': true}").replace('\'', '"'),
                    MachineType.STANDARD);
            List<Thread> callers = new ArrayList<>();
            List<String> failing = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++)
                callers.add(
                        Thread.ofPlatform().start(() -> failing.add(skald.start(hostile, null, Payload.EMPTY_OBJECT))));
            assertThat(skald.await(skald.start(kind, null, Payload.EMPTY_OBJECT), LONG)
                            .status())
                    .isEqualTo(Status.SUCCEEDED);
            for (Thread each : callers) join(each);
            for (String arn : failing) {
                var end = skald.await(arn, LONG);
                assertThat(end.status()).isEqualTo(Status.FAILED);
                assertThat(end.error()).isEqualTo("States.QueryEvaluationError");
                assertThat(end.cause()).endsWith("Expression evaluation timeout");
            }
            assertThat(failing).hasSize(4);
        }
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(LONG)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldInterruptHandlerOnStop() throws Exception {
        var stuck = new Stuck();
        try (Skald skald = Skald.inMemory().register("f", stuck::handle).open()) {
            String arn = start(skald, task(""));
            stuck.awaitEntered();
            skald.stopExecution(arn, "E", "C");
            stuck.awaitInterrupted();
            RunResult result = skald.await(arn, LONG);
            assertThat(result.status()).isEqualTo(Status.ABORTED);
            assertThat(skald.history(arn, 1, 100))
                    .hasSize((int) skald.describeExecution(arn).events());
        }
    }

    @Test
    void shouldInterruptHandlerOnTimeout() throws Exception {
        var stuck = new Stuck();
        try (Skald skald =
                Skald.inMemory().clock(clock).register("f", stuck::handle).open()) {
            String arn = start(skald, task("'TimeoutSeconds': 5, "));
            stuck.awaitEntered();
            clock.advance(Duration.ofSeconds(5));
            stuck.awaitInterrupted();
            assertThat(skald.await(arn, LONG).error()).isEqualTo("States.Timeout");
        }
    }

    @Test
    void shouldInterruptSiblingWhenBranchFails() throws Exception {
        var stuck = new Stuck();
        var builder = Skald.inMemory().register("f", stuck::handle).register("fail", (input, step) -> {
            stuck.awaitEntered();
            throw new dev.skald.engine.task.TaskFailure("No", null);
        });
        try (Skald skald = builder.open()) {
            String arn = start(
                    skald,
                    "'P': {'Type': 'Parallel', 'End': true, 'Branches': [{'StartAt': 'T', 'States': {" + task("")
                            + "}}, {'StartAt': 'F', 'States': {'F': {'Type': 'Task', " + World.task("fail")
                            + ", 'End': true}}}]}");
            stuck.awaitInterrupted();
            assertThat(skald.await(arn, LONG).error()).isEqualTo("No");
        }
    }

    @Test
    void shouldGoOnAfterCloseInTheMiddleOfATask() throws Exception {
        var store = new MemoryStore();
        var stuck = new Stuck();
        String arn;
        try (Skald skald = Skald.on(store).register("f", stuck::handle).open()) {
            arn = start(skald, task(""));
            stuck.awaitEntered();
        }
        stuck.awaitInterrupted();
        try (Skald skald = Skald.on(store).register("f", (input, step) -> input).open()) {
            assertThat(skald.await(arn, LONG).status()).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldRefuseRequestsWhenClosed() {
        Skald skald = Skald.inMemory().open();
        skald.close();
        skald.close();
        assertThatThrownBy(() -> skald.listStateMachines(null, 1))
                .extracting("code")
                .isEqualTo("ServiceUnavailable");
    }

    @Test
    void shouldLimitConcurrencyPerFunctionInOrder() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var gate = new Semaphore(0);
        Settings s = Settings.DEFAULTS;
        var settings = new Settings(s.accountId(), s.region(), s.limits(), 3, 1_000, s.restAfter(), s.retention(), 0);
        var builder = Skald.inMemory()
                .settings(settings)
                .register("f", (input, step) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    gate.acquire();
                    running.decrementAndGet();
                    return input;
                })
                .register("other", (input, step) -> input);
        try (Skald skald = builder.open()) {
            String machine = deploy(skald, task(""));
            List<String> arns = new ArrayList<>();
            for (int i = 0; i < 20; i++) arns.add(skald.start(machine, null, Payload.EMPTY_OBJECT));
            String free = skald.deploy(
                    "free",
                    World.machine("'O': {'Type': 'Task', " + World.task("other") + ", 'End': true}")
                            .replace('\'', '"'),
                    MachineType.STANDARD);
            assertThat(skald.await(skald.start(free, null, Payload.EMPTY_OBJECT), LONG)
                            .status())
                    .isEqualTo(Status.SUCCEEDED);
            gate.release(20);
            for (String arn : arns) assertThat(skald.await(arn, LONG).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(most.get()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void shouldTellListenersInOrderOfEachExecution() throws Exception {
        List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
        var builder = Skald.inMemory()
                .register("f", (input, step) -> input)
                .listener((identity, events) -> {
                    throw new IllegalStateException("a listener that is broken");
                })
                .listener((identity, events) -> events.forEach(event -> sequences.add(event.sequence())));
        try (Skald skald = builder.open()) {
            StringBuilder states = new StringBuilder();
            for (int i = 0; i < 20; i++)
                states.append("'S%d': {'Type': 'Task', %s, 'Next': 'S%d'},".formatted(i, World.task("f"), i + 1));
            states.append("'S20': {'Type': 'Succeed'}");
            String arn = start(skald, states.toString());
            skald.await(arn, LONG);
            assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSize(1 + 20 * 5 + 3);
        }
    }

    /** A handler that spins holds its carrier thread; turns and timers have threads of their own. */
    @Test
    void shouldGoOnWhileHandlersSpin() {
        var released = new AtomicBoolean();
        try (Skald skald = Skald.inMemory()
                .register("f", (input, step) -> {
                    while (!released.get()) Thread.onSpinWait();
                    return input;
                })
                .open()) {
            String spinning = deploy(skald, task(""));
            List<String> arns = new ArrayList<>();
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++)
                arns.add(skald.start(spinning, null, Payload.EMPTY_OBJECT));
            String waiting = skald.deploy(
                    "w",
                    World.machine("'W': {'Type': 'Wait', 'Seconds': 1, 'End': true}")
                            .replace('\'', '"'),
                    MachineType.STANDARD);
            assertThat(skald.await(skald.start(waiting, null, Payload.EMPTY_OBJECT), LONG)
                            .status())
                    .isEqualTo(Status.SUCCEEDED);
            released.set(true);
            for (String arn : arns) assertThat(skald.await(arn, LONG).status()).isEqualTo(Status.SUCCEEDED);
        }
    }

    /** Many callers, a store that breaks now and then: every acknowledged start ends, and nothing runs under two keys. */
    @Test
    void shouldSurviveBrokenStoreUnderLoad() throws Exception {
        var store = new MemoryStore();
        var commits = new AtomicInteger();
        var faulty = new FaultyStore(store, batch -> fault(commits.incrementAndGet(), batch));
        try (Skald skald =
                        Skald.on(faulty).register("f", (input, step) -> input).open();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            String machine = deploy(
                    skald,
                    "'A': {'Type': 'Task', " + World.task("f") + ", 'Next': 'B'}, 'B': {'Type': 'Task', "
                            + World.task("f") + ", 'End': true}");
            List<Future<String>> started = new ArrayList<>();
            for (int i = 0; i < 50; i++) started.add(callers.submit(() -> startUntilAccepted(skald, machine)));
            for (Future<String> each : started) {
                String arn = each.get(40, TimeUnit.SECONDS);
                assertThat(awaitEnd(skald, arn).status()).isEqualTo(Status.SUCCEEDED);
            }
            assertThat(store.openExecutions()).isZero();
        }
    }

    private static Fault fault(int commit, List<Append> batch) {
        assertThat(batch).isNotEmpty();
        if (commit > 30 || commit % 10 != 0) return Fault.NONE;
        return commit % 20 == 0 ? Fault.AFTER_COMMIT : Fault.BEFORE_COMMIT;
    }

    private static String startUntilAccepted(Skald skald, String machine) {
        String name = UUID.randomUUID().toString();
        while (true) {
            try {
                return skald.start(machine, name, Payload.EMPTY_OBJECT);
            } catch (ServiceException refused) {
                if (refused.code().equals("ExecutionAlreadyExists")) return Arns.execution(machine, name);
                assertThat(refused.code()).isEqualTo("InternalFailure");
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static RunResult awaitEnd(Skald skald, String arn) {
        while (true) {
            try {
                return skald.await(arn, LONG);
            } catch (ServiceException refused) {
                assertThat(refused.code()).isEqualTo("InternalFailure");
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
