package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.core.Identity;
import dev.skald.core.StateOutcome;
import dev.skald.core.StateTest;
import dev.skald.core.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One test of a state while it runs: has its task performed, and waits for its timers. */
final class TestRun implements TaskOwner {
    private final StateTest test;
    private final Services services;
    private final Set<Long> seen = new HashSet<>();
    private final List<TaskRun> calls = new ArrayList<>();
    private final List<Timers.Timer> timers = new ArrayList<>();
    private final CompletableFuture<StateOutcome> end = new CompletableFuture<>();

    TestRun(StateTest test, Services services) {
        this.test = test;
        this.services = services;
    }

    @Override
    public Identity identity() {
        return test.identity();
    }

    /** Runs the test; when it takes too long it has failed, with States.Timeout. */
    StateOutcome outcome(Answers answers, Duration atMost) {
        try {
            begin();
            if (!answers.await(end, atMost)) giveUp();
            return end.join();
        } finally {
            release();
        }
    }

    private synchronized void begin() {
        test.begin(now());
        proceed();
    }

    private synchronized void giveUp() {
        test.timeOut();
        proceed();
    }

    @Override
    public boolean submit(Request request) {
        Command command = switch (request) {
            case Request.EndTask(TaskRun _, var ended) -> ended;
            case Request.Tell(var told) -> told;
            case Request.Begin _,
                    Request.Ask _,
                    Request.Redrive _,
                    Request.Look _,
                    Request.JobRuns _,
                    Request.LookAtJob _,
                    Request.Tick _,
                    Request.Rest _,
                    Request.TakeUp _ -> throw new IllegalArgumentException("no request for a test: " + request);
        };
        tell(command);
        return true;
    }

    private synchronized void tell(Command command) {
        try {
            test.tell(command, now());
            proceed();
        } catch (RuntimeException broken) {
            end.completeExceptionally(broken);
        }
    }

    private void proceed() {
        test.outcome().ifPresent(end::complete);
        for (Work work : test.work()) if (seen.add(work.sequence())) see(work);
    }

    private void see(Work work) {
        switch (work) {
            case Work.RunTask task -> perform(task);
            case Work.Timer timer -> await(timer);
            // Their kinds of tasks are refused before; the time limit would end what slipped through.
            case Work.OfferActivity _, Work.AwaitCallback _, Work.AwaitJob _, Work.RunMap _, Work.Continue _ -> {}
        }
    }

    private void perform(Work.RunTask task) {
        TaskRun run = services.dispatcher().perform(this, task, false);
        if (run != null) calls.add(run);
    }

    private void await(Work.Timer work) {
        var timer = Timers.Timer.ofExecution(() -> tell(new Command.FireTimer(work.sequence())));
        timers.add(timer);
        services.timers().set(timer, work.dueAt());
    }

    private synchronized void release() {
        timers.forEach(services.timers()::cancel);
        calls.forEach(TaskRun::giveUp);
    }

    private Instant now() {
        return services.parts().clock().now();
    }
}
