package dev.skald.acceptance.saga;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.EngineParts;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Settings;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** An engine in virtual time with the participants of a {@link Ledger}, and with a person who is told what is parked. */
final class SagaWorld implements AutoCloseable {
    private static final Duration RETRIES_MAX = Duration.ofHours(2);

    final Ledger ledger;
    final Skald skald;
    /** What waits for a person: the messages of an exported saga. */
    final List<Payload> parked = new ArrayList<>();

    private final VirtualClock clock = new VirtualClock();
    private final SimulatedThread thread;

    SagaWorld(Ledger ledger, long seed) {
        this.ledger = ledger;
        this.thread = new SimulatedThread(clock, new SplittableRandom(seed)::nextLong);
        this.skald = Skald.on(new MemoryStore())
                .settings(Settings.DEFAULTS)
                .parts(EngineParts.simulated(clock, thread, seed))
                .register("do", ledger::act)
                .register("undo", ledger::undo)
                .register("ask", (input, step) -> {
                    ledger.ask(input, step, new ByToken());
                    return Payload.ofText("{}");
                })
                .register("park", (message, _) -> {
                    parked.add(message);
                    return Payload.ofText("{}");
                })
                .open();
    }

    /** Answers tokens after the call that handed them out. */
    private final class ByToken implements Ledger.Answer {
        @Override
        public void succeed(String token, Payload output) {
            later(() -> skald.completeTask(token, output));
        }

        @Override
        public void fail(String token, String error) {
            later(() -> skald.failTask(token, error, "by the script"));
        }

        /** It may be too late: nobody waits for the answer any more. */
        private void later(Runnable answer) {
            thread.execute(() -> {
                try {
                    answer.run();
                } catch (ServiceException late) {
                    if (!late.code().equals("TaskTimedOut")) throw late;
                }
            });
        }
    }

    /** Starts a machine and lets time pass until it has ended or waits for a person. */
    String run(String definition, String input) {
        String execution = start(definition, input);
        settle(execution);
        return execution;
    }

    /** Starts a machine; it goes as far as it gets at once. */
    String start(String definition, String input) {
        String machine = skald.deploy("saga", definition, MachineType.STANDARD);
        String execution = skald.start(machine, null, Payload.ofText(input));
        thread.runAll();
        return execution;
    }

    /** Stops an execution, unless it has ended or is past its pivot. */
    boolean stop(String execution) {
        if (status(execution) != Status.RUNNING || skald.describeSaga(execution).pastPivot()) return false;
        skald.stopExecution(execution, "Stopped", "by the test");
        return true;
    }

    /** Lets time pass until an execution has ended, or for longer than all retries take: then it waits for a person. */
    void settle(String execution) {
        thread.runAll();
        Instant end = clock.now().plus(RETRIES_MAX);
        while (status(execution) == Status.RUNNING && clock.now().isBefore(end) && clock.advanceToNextAlarm())
            thread.runAll();
    }

    RunResult result(String execution) {
        return skald.describeExecution(execution).result();
    }

    Status status(String execution) {
        return result(execution).status();
    }

    @Override
    public void close() {
        skald.close();
    }
}
