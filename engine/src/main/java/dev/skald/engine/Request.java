package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What waits in the inbox of a live execution. */
sealed interface Request {
    /** Begin. Answered with the row when the start is stored. */
    record Begin(Payload input, CompletableFuture<ExecutionRow> answer) implements Request {}

    /**
     * A command from outside, whose caller waits.
     *
     * @param callback set when the command comes with a callback token
     */
    record Ask(Command command, @Nullable Callback callback, CompletableFuture<Answer> answer) implements Request {
        static Ask of(Command command) {
            return new Ask(command, null, new CompletableFuture<>());
        }
    }

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

    /** A timer may be due. */
    record Tick() implements Request {}

    /** Nothing has happened for a while: rest, if that is possible. */
    record Rest() implements Request {}

    /** Load the execution and see to its work. */
    record TakeUp() implements Request {}
}
