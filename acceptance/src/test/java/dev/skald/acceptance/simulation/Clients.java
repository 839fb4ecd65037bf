package dev.skald.acceptance.simulation;

import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.TaskToken;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.Redrive;
import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The people and programs outside: they start, stop, look, work, and remember what they were told. */
final class Clients {
    private static final int NAMES = 3;
    private static final Duration POLL = Duration.ofSeconds(1);

    /** For how long a redrive's token counts. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    /** A refusal after which the same request may be sent again. */
    private static final Set<String> RETRYABLE = Set.of("InternalFailure", "ServiceUnavailable");

    /** What a late or repeated result may be told. */
    private static final Set<String> OVER = Set.of("TaskTimedOut", "TaskDoesNotExist");

    private final Random random;
    private final Journal journal;
    private final Census census;
    private final Tokens tokens;
    private final List<String> machines;

    /** What was acknowledged: the input of an execution by its ARN. */
    private final Map<String, String> started = new LinkedHashMap<>();

    /** When a redrive was acknowledged to have been, by its execution and token. */
    private final Map<String, Instant> redriven = new LinkedHashMap<>();

    /** What may have been stored: the inputs that a name was tried with. */
    private final Map<String, List<String>> tried = new LinkedHashMap<>();

    Clients(Random random, Journal journal, Census census, Tokens tokens, List<String> machines) {
        this.random = random;
        this.journal = journal;
        this.census = census;
        this.tokens = tokens;
        this.machines = machines;
    }

    /** Does something. */
    void act(Skald skald) {
        try {
            choose(skald);
        } catch (StoreException unreadable) {
            // The same request may be sent again, or another one.
        }
    }

    private void choose(Skald skald) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> start(skald);
            case 3 -> stop(skald);
            case 4 -> look(skald);
            case 5, 6, 7 -> poll(skald);
            case 8, 9, 10 -> answer(skald);
            case 11, 12 -> heartbeat(skald);
            case 13, 14 -> redrive(skald);
            default -> sendForeignToken(skald);
        }
    }

    void start(Skald skald) {
        String machine = machines.get(random.nextInt(machines.size()));
        String name = "e" + random.nextInt(NAMES);
        String input = random.nextInt(8) == 0 ? "{\"other\": true}" : RandomMachine.INPUT;
        tried.computeIfAbsent(machine + name, key -> new ArrayList<>()).add(input);
        String arn = machine.replace(":stateMachine:", ":execution:") + ":" + name;
        OptionalInt runBefore = run(arn);
        try {
            acknowledged(skald.start(machine, name, Payload.ofText(input)), input);
        } catch (ServiceException refused) {
            startRefused(arn, input, runBefore, refused);
        }
    }

    private void acknowledged(String arn, String input) {
        Journal.Kept kept = journal.execution(arn)
                .orElseThrow(
                        () -> Invariant.ACKNOWLEDGED.violated("a start was acknowledged before it was stored: " + arn));
        Payload stored = kept.fold.input();
        if (stored == null || !stored.text().equals(input))
            throw Invariant.ACKNOWLEDGED.violated(
                    "a start was acknowledged with another input: " + stored + " is not " + input);
        if (started.put(arn, input) != null) census.count(Occurrence.START_REPEATED);
    }

    /** How often an execution that runs was redriven before; empty when it does not run. */
    private OptionalInt run(String arn) {
        return journal.execution(arn)
                .filter(kept -> !kept.fold.status().terminal())
                .map(kept -> OptionalInt.of(kept.fold.redriveCount()))
                .orElseGet(OptionalInt::empty);
    }

    private void startRefused(String arn, String input, OptionalInt runBefore, ServiceException refused) {
        if (RETRYABLE.contains(refused.code())) return;
        require(refused.code().equals("ExecutionAlreadyExists"), refused);
        census.count(Occurrence.START_REFUSED);
        Journal.Kept kept = journal.execution(arn)
                .orElseThrow(() -> Invariant.REFUSALS.violated("a start was refused for a name that is free: " + arn));
        boolean same = String.valueOf(kept.fold.input()).equals(input);
        // The same start of a running execution is no conflict; the name of one that has ended is taken. While the
        // start
        // waited for its answer, the execution may have been redriven.
        if (same && runBefore.isPresent() && runBefore.equals(run(arn)))
            throw Invariant.REFUSALS.violated("the same start of a running execution was refused: " + arn);
    }

    private void stop(Skald skald) {
        Optional<String> arn = anyStarted();
        if (arn.isEmpty() || random.nextInt(3) != 0) return;
        Instant at;
        try {
            at = skald.stopExecution(arn.get(), "Stopped", "by hand");
        } catch (ServiceException refused) {
            require(RETRYABLE.contains(refused.code()), refused);
            return;
        }
        // Another client may have redriven it since.
        if (!happened(kept(arn.get()), at, Invariant::isTerminal))
            throw Invariant.ACKNOWLEDGED.violated("a stop was acknowledged before it was stored: " + arn.get());
    }

    /** Redrives an execution, whatever its status. Some requests repeat an earlier one. */
    private void redrive(Skald skald) {
        Optional<String> arn = anyStarted();
        if (arn.isEmpty()) return;
        Journal.Kept kept = kept(arn.get());
        String token = random.nextInt(3) == 0 ? null : "t" + random.nextInt(NAMES);
        boolean redrivable = journal.isRedrivable(kept);
        long before = kept.fold.lastSequence();
        try {
            Instant at = skald.redriveExecution(arn.get(), Redrive.UNCHANGED.withClientToken(token));
            redriven(kept, token, at);
        } catch (ServiceException refused) {
            if (RETRYABLE.contains(refused.code())) return;
            require(refused.code().equals("ExecutionNotRedrivable"), refused);
            census.count(Occurrence.REDRIVE_REFUSED);
            if (redrivable && kept.fold.lastSequence() == before)
                throw Invariant.REFUSALS.violated("a redrive was refused that was possible: " + refused);
        }
    }

    private void redriven(Journal.Kept kept, @Nullable String token, Instant at) {
        if (!happened(kept, at, event -> event.detail() instanceof Event.ExecutionRedriven))
            throw Invariant.ACKNOWLEDGED.violated("a redrive was acknowledged before it was stored: " + kept.row);
        if (token == null) return;
        Instant known = redriven.put(kept.row.arn() + " " + token, at);
        if (at.equals(known)) census.count(Occurrence.REDRIVE_REPEATED);
        else if (known != null && journal.now().isBefore(known.plus(TOKEN_LIFE)))
            throw Invariant.ACKNOWLEDGED.violated("one token redrove twice, at " + known + " and " + at);
    }

    private static boolean happened(Journal.Kept kept, Instant at, Predicate<Event> what) {
        return kept.history(kept.chunks).events().stream()
                .anyMatch(event -> event.at().equals(at) && what.test(event));
    }

    private void look(Skald skald) {
        Optional<String> arn = anyStarted();
        if (arn.isEmpty()) return;
        int redrives = kept(arn.get()).fold.redriveCount();
        try {
            RunResult shown = skald.describeExecution(arn.get()).result();
            // Whoever redrives it in between makes the answer an old one.
            if (kept(arn.get()).fold.redriveCount() == redrives) checkShown(arn.get(), shown);
        } catch (ServiceException refused) {
            require(RETRYABLE.contains(refused.code()), refused);
        }
    }

    private void checkShown(String arn, RunResult shown) {
        var fold = kept(arn).fold;
        if (shown.status().terminal() && shown.status() != fold.status())
            throw Invariant.FOLD_IS_STATE.violated("shown as " + shown + ", but the journal says " + fold);
    }

    private Optional<String> anyStarted() {
        if (started.isEmpty()) return Optional.empty();
        return Optional.of(List.copyOf(started.keySet()).get(random.nextInt(started.size())));
    }

    private Journal.Kept kept(String arn) {
        return journal.execution(arn)
                .orElseThrow(() -> Invariant.ACKNOWLEDGED.violated("an acknowledged start is lost: " + arn));
    }

    // Workers.

    /** Takes an activity's task. Some workers die right after. */
    void poll(Skald skald) {
        try {
            Optional<ActivityTask> task = skald.getActivityTask(RandomMachine.ACTIVITY, "worker", POLL);
            if (task.isEmpty()) return;
            if (random.nextInt(5) == 0) census.count(Occurrence.WORKER_DIED);
            else tokens.given(task.get().taskToken());
        } catch (ServiceException refused) {
            require(RETRYABLE.contains(refused.code()), refused);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulation", e);
        }
    }

    private void answer(Skald skald) {
        tokens.any().ifPresent(token -> answer(skald, token));
    }

    /** Sends a result or a failure for a token, again and again for the same one. */
    void answer(Skald skald, String token) {
        boolean wasOver = isOver(token);
        try {
            if (random.nextInt(3) == 0) skald.failTask(token, random.nextBoolean() ? "Busy" : "Broken", "a worker");
            else skald.completeTask(token, Payload.ofText("{\"done\": true}"));
        } catch (ServiceException refused) {
            refused(token, refused, wasOver);
            return;
        }
        tokens.acknowledge(token);
        if (wasOver || !isOver(token))
            throw Invariant.ACKNOWLEDGED.violated("a result was acknowledged, but not stored");
    }

    private void refused(String token, ServiceException refused, boolean wasOver) {
        if (RETRYABLE.contains(refused.code())) return;
        require(OVER.contains(refused.code()), refused);
        if (!isOver(token)) throw Invariant.REFUSALS.violated("a result that was due was refused: " + refused);
        if (!wasOver) return;
        census.count(tokens.isAcknowledged(token) ? Occurrence.RESULT_DUPLICATE : Occurrence.RESULT_LATE);
    }

    private void heartbeat(Skald skald) {
        Optional<String> token = tokens.any();
        if (token.isEmpty()) return;
        try {
            skald.heartbeat(token.get());
        } catch (ServiceException refused) {
            if (RETRYABLE.contains(refused.code())) return;
            require(OVER.contains(refused.code()), refused);
            if (!isOver(token.get()))
                throw Invariant.REFUSALS.violated("a heartbeat that was due was refused: " + refused);
        }
    }

    /** Whether the journal says that the attempt waits for a result. */
    boolean isDue(String token) {
        return !isOver(token);
    }

    private boolean isOver(String token) {
        TaskToken parsed = TaskToken.parse(token).orElseThrow();
        Journal.Kept kept = journal.execution(parsed).orElseThrow();
        if (kept.fold.status().terminal()) return true;
        return !kept.fold.isOutstanding(parsed.sequence());
    }

    private void sendForeignToken(Skald skald) {
        String token = foreign();
        census.count(Occurrence.TOKEN_FOREIGN);
        try {
            skald.completeTask(token, Payload.EMPTY_OBJECT);
        } catch (ServiceException refused) {
            boolean expected = refused.code().equals("InvalidToken") || OVER.contains(refused.code());
            require(expected || RETRYABLE.contains(refused.code()), refused);
            return;
        }
        throw Invariant.REFUSALS.violated("a result for a foreign token was acknowledged");
    }

    /** A token that nobody was given: junk, or a real one with another secret, or one of no execution. */
    private String foreign() {
        Optional<TaskToken> real = tokens.any().flatMap(TaskToken::parse);
        if (real.isEmpty() || random.nextInt(3) == 0) return "no token of ours";
        String guess = "0123456789abcdef0123456789abcdef";
        long execution = real.get().executionId() + (random.nextInt(3) == 0 ? 1_000 : 0);
        return new TaskToken(execution, real.get().sequence(), guess).text();
    }

    private static void require(boolean expected, ServiceException refused) {
        if (!expected)
            throw Invariant.REFUSALS.violated("an unexpected refusal: " + refused.code() + ": " + refused.message());
    }

    // At the end.

    /** Every acknowledged start is there, with its input, and the engine shows what the journal says. */
    void checkAll(Skald skald) {
        started.forEach((arn, input) -> {
            if (!String.valueOf(kept(arn).fold.input()).equals(input))
                throw Invariant.ACKNOWLEDGED.violated("an acknowledged start changed its input: " + arn);
        });
        for (Journal.Kept kept : journal.executions()) checkShownAtEnd(skald, kept);
    }

    private static void checkShownAtEnd(Skald skald, Journal.Kept kept) {
        ExecutionDescription described = skald.describeExecution(kept.row.arn());
        RunResult shown = described.result();
        var fold = kept.fold;
        if (described.row().redriveCount() != fold.redriveCount())
            throw Invariant.ROW.violated(described.row() + " is shown for " + fold);
        boolean same = shown.status() == fold.status()
                && java.util.Objects.equals(shown.output(), fold.output())
                && java.util.Objects.equals(shown.error(), fold.error())
                && java.util.Objects.equals(shown.stoppedAt(), fold.stoppedAt());
        if (!same) throw Invariant.FOLD_IS_STATE.violated(shown + " is shown for " + fold);
        List<Event> history = skald.history(kept.row.arn(), 1, Integer.MAX_VALUE);
        if (!history.equals(kept.history(kept.chunks).events()))
            throw Invariant.FOLD_IS_STATE.violated(
                    "the history that is shown is not the one that was stored: " + history);
    }
}
