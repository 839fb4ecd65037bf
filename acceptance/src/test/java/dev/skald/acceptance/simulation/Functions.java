package dev.skald.acceptance.simulation;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The functions that the machines call: they outlive every crash, and remember each call. */
final class Functions {
    static final List<String> NAMES = List.of("f0", "f1", "f2");

    private final Random random;
    private final Journal journal;
    private final Census census;
    private final Tokens tokens;
    private final Consumer<RuntimeException> violations;
    private final Map<String, String> visitOfKey = new HashMap<>();
    private final Set<String> attempts = new HashSet<>();
    private boolean kind;

    /** @param violations gets what a call violates: the engine would take it for a failure of the function */
    Functions(Random random, Journal journal, Census census, Tokens tokens, Consumer<RuntimeException> violations) {
        this.random = random;
        this.journal = journal;
        this.census = census;
        this.tokens = tokens;
        this.violations = violations;
    }

    SkaldBuilder register(SkaldBuilder builder) {
        for (String name : NAMES) builder.register(name, this::handle);
        return builder;
    }

    /** From now on all calls succeed. */
    void beKind() {
        kind = true;
    }

    private @Nullable Payload handle(Payload input, StepContext step) throws TaskFailure {
        try {
            checkCall(step);
        } catch (RuntimeException violation) {
            violations.accept(violation);
        }
        String token = step.taskToken();
        if (token != null) tokens.given(token);
        if (kind) return Payload.ofText("{\"ok\": true}");
        return switch (random.nextInt(10)) {
            case 0, 1 -> throw new TaskFailure("Busy", "later");
            case 2 -> throw new TaskFailure("Broken", "for good");
            case 3 -> throw new TaskFailure("Busy", "no readable answer", Effect.UNCERTAIN);
            case 4 -> throw new IllegalArgumentException("a bug in the function");
            case 5 -> null;
            default -> Payload.ofText("{\"n\": " + random.nextInt(3) + "}");
        };
    }

    private void checkCall(StepContext step) {
        Journal.Kept kept = journal.execution(step.executionArn())
                .orElseThrow(() ->
                        Invariant.ACT_AFTER_COMMIT.violated("a call for an execution that is not stored: " + step));
        Event scheduled = scheduled(kept, step);
        String visit = step.executionArn() + " " + step.state();
        String known = visitOfKey.putIfAbsent(step.key(), visit);
        if (known != null && !known.equals(visit))
            throw Invariant.KEYS.violated(visit + " and " + known + " have the key " + step.key());
        if (!attempts.add(step.attemptId())) census.count(Occurrence.TASK_REPEATED_AFTER_CRASH);
        if (kept.endOfAttempt(scheduled.sequence()).isPresent()
                || kept.fold.status().terminal()) census.count(Occurrence.RESULT_LATE);
    }

    /** A task is invoked only after the append that caused it is durable. */
    private static Event scheduled(Journal.Kept kept, StepContext step) {
        return kept.chunks.stream()
                .flatMap(List::stream)
                .filter(event -> event.detail() instanceof Event.TaskScheduled task
                        && step.attemptId().equals(task.key() + "." + event.sequence()))
                .findFirst()
                .orElseThrow(() ->
                        Invariant.ACT_AFTER_COMMIT.violated("a call before its scheduling was committed: " + step));
    }
}
