package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Caller;
import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.core.Interpreter;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits in the inbox of a live execution. */
sealed interface Request {
    /**
     * Begin. Answered with the row when the start is stored.
     *
     * @param caller the task that waits for the end; null when none does
     */
    record Begin(Payload input, @Nullable Caller caller, CompletableFuture<ExecutionRow> answer) implements Request {}

    /**
     * A command from outside, whose caller waits.
     *
     * @param callback set when the command comes with a callback token
     * @param byPerson whether it is what a person decided, and goes on the list of decisions
     */
    record Ask(Command command, @Nullable Callback callback, boolean byPerson, CompletableFuture<Answer> answer)
            implements Request {
        static Ask of(Command command) {
            return new Ask(command, null, false, new CompletableFuture<>());
        }

        static Ask ofPerson(Command command) {
            return new Ask(command, null, true, new CompletableFuture<>());
        }
    }

    /**
     * A redrive, whose caller waits for its date.
     *
     * @param input the new input of the one state that goes on; null when that stays
     * @param onto another definition; null when that stays
     */
    record Redrive(
            @Nullable String clientToken,
            @Nullable Payload input,
            @Nullable Onto onto,
            CompletableFuture<Instant> answer)
            implements Request {}

    /**
     * Another definition, found fit to go on with after an event.
     *
     * @param lastSequence the last event of the journal that the definition was compared with
     */
    record Onto(Append.Definition definition, Interpreter interpreter, long lastSequence) {}

    /** The task and the secret that a callback token holds. */
    record Callback(long sequence, String secret) {}

    /**
     * What a command came to.
     *
     * @param decided whether it decided any event
     * @param at the instant of the last event: where the execution has ended, its stop date
     */
    record Answer(boolean decided, Instant at) {}

    /** Look at the committed state. */
    record Look(Consumer<Execution> look, CompletableFuture<?> answer) implements Request {}

    /** A command of the engine's own. */
    record Tell(Command command) implements Request {}

    /** A task call ended. */
    record EndTask(TaskRun run, Command command) implements Request {}

    /** A look at a job found it running. */
    record JobRuns(TaskRun run, Duration pause) implements Request {}

    /** A job may have ended: look at it. */
    record LookAtJob(long sequence) implements Request {}

    /** A timer may be due. */
    record Tick() implements Request {}

    /** Nothing has happened for a while: rest, if that is possible. */
    record Rest() implements Request {}

    /** Load the execution and see to its work. */
    record TakeUp() implements Request {}
}
