package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.engine.store.ExecutionRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a person sees and does of sagas. */
final class Sagas {
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final Answers answers;

    Sagas(LiveExecutions executions, StoredExecutions stored, Answers answers) {
        this.executions = executions;
        this.stored = stored;
        this.answers = answers;
    }

    SagaDescription describe(String arn) {
        Optional<LiveExecution> live = executions.find(arn);
        if (live.isPresent()) {
            Optional<SagaDescription> description = look(live.get());
            if (description.isPresent()) return description.get();
        }
        ExecutionRow row = stored.require(arn);
        return row.type() == MachineType.EXPRESS
                ? SagaDescription.none(row)
                : SagaDescription.of(row, stored.fold(row), List.of());
    }

    /** Empty when the execution has left the memory meanwhile. */
    private Optional<SagaDescription> look(LiveExecution live) {
        var answer = new CompletableFuture<SagaDescription>();
        var look = new Request.Look(
                state -> answer.complete(SagaDescription.of(live.row(), state, live.missing())), answer);
        return live.submit(look) ? Optional.of(answers.of(answer)) : Optional.empty();
    }

    void operate(String arn, Command.Operate command) {
        WaitingTasks.requireText("who", command.who(), WaitingTasks.PERSON_LENGTH_MAX);
        WaitingTasks.requireText("why", command.why(), WaitingTasks.REASON_LENGTH_MAX);
        ExecutionRow row = stored.require(arn);
        var ask = Request.Ask.ofPerson(command);
        executions.submit(row.id(), ask);
        answers.of(ask.answer());
    }

    /** Why a command of a saga makes no sense, as the execution's owner sees it. */
    static Optional<ServiceException> refusal(Execution execution, Command command) {
        if (command instanceof Command.Operate operate)
            return execution.refusal(operate).map(Refusals::sagaRefused);
        if (command instanceof Command.Stop && execution.pastPivot())
            return Optional.of(
                    Refusals.validation("The execution is past its pivot and cannot be stopped. It can be abandoned."));
        return Optional.empty();
    }
}
