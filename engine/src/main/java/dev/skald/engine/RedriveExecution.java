package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.core.Redrivability;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** RedriveExecution. Section 3.4 of the reference. */
final class RedriveExecution {
    private static final String DELETING = "State machine is in DELETING status";

    private final Services services;
    private final LiveExecutions executions;
    private final StateMachines machines;
    private final Versions versions;
    private final Answers answers;

    RedriveExecution(
            Services services, LiveExecutions executions, StateMachines machines, Versions versions, Answers answers) {
        this.services = services;
        this.executions = executions;
        this.machines = machines;
        this.versions = versions;
        this.answers = answers;
    }

    Instant redrive(String executionArn, Redrive redrive) {
        ExecutionRow row = require(executionArn);
        requireSize(redrive);
        return answers.of(begin(row, redrive, target(redrive)));
    }

    /**
     * Looks whether a redrive would be refused, and changes nothing.
     *
     * @throws ServiceException its refusal
     */
    void check(String executionArn, Redrive redrive) {
        ExecutionRow row = require(executionArn);
        requireSize(redrive);
        check(row, redrive, target(redrive));
    }

    private ExecutionRow require(String executionArn) {
        ExecutionRow row = services.stored().require(executionArn);
        requireStandard(row);
        return row;
    }

    /** What a redrive goes on with, found once for all executions it is for. */
    Optional<RedriveTarget> target(Redrive redrive) {
        return RedriveTarget.of(redrive, machines, versions, services.definitions());
    }

    /**
     * Asks for a redrive; the answer comes when it is stored, or refused.
     *
     * @throws ServiceException its refusal
     */
    CompletableFuture<Instant> begin(ExecutionRow row, Redrive redrive, Optional<RedriveTarget> target) {
        requireStaying(row);
        if (!executions.contains(row.id())) requireRedrivable(row, redrive);
        Request.Onto onto = target.flatMap(to -> to.fit(row, services)).orElse(null);
        var request = new Request.Redrive(redrive.clientToken(), redrive.input(), onto, new CompletableFuture<>());
        executions.submit(row.id(), request);
        return request.answer();
    }

    /** As {@link #check(String, Redrive)}. */
    void check(ExecutionRow row, Redrive redrive, Optional<RedriveTarget> target) {
        requireStaying(row);
        Execution execution = services.stored().fold(row);
        Request.Onto onto = target.flatMap(to -> to.fit(row, services)).orElse(null);
        var request = new Request.Redrive(redrive.clientToken(), redrive.input(), onto, new CompletableFuture<>());
        refusal(execution, request, services.settings()).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** Refuses without loading the execution what its row refuses already. */
    private void requireRedrivable(ExecutionRow row, Redrive redrive) {
        boolean mayBeRepeated = redrive.clientToken() != null && row.redriveCount() > 0;
        Optional<String> refusal =
                Redrivability.refusal(row.status(), 0, services.settings().limits());
        if (refusal.isPresent() && row.status() == Status.RUNNING)
            refusal = Redrivability.refusal(
                    services.stored().fold(row), services.settings().limits());
        if (refusal.isPresent() && !mayBeRepeated) throw Refusals.notRedrivable(refusal.get());
        int max = services.settings().openExecutionsMax();
        if (executions.size() >= max) throw Refusals.tooManyExecutions(max);
    }

    private static void requireStandard(ExecutionRow row) {
        if (row.type() != MachineType.STANDARD)
            throw Refusals.notRedrivable("Execution is of type EXPRESS and cannot be redriven");
    }

    private void requireStaying(ExecutionRow row) {
        if (machines.isDeleting(row.stateMachineArn())) throw Refusals.notRedrivable(DELETING);
    }

    /** @throws ServiceException InvalidExecutionInput */
    void requireSize(Redrive redrive) {
        Payload input = redrive.input();
        int max = services.settings().limits().payloadBytesMax();
        if (input == null || input.utf8Length() <= max) return;
        throw Refusals.invalidExecutionInput(
                "The input has " + input.utf8Length() + " bytes; the limit is " + max + ".");
    }

    /** Why a described execution cannot be redriven; empty when it can. */
    Optional<String> refusal(ExecutionDescription described) {
        ExecutionRow row = described.row();
        Optional<String> refusal = Redrivability.refusal(
                described.result().status(),
                described.events(),
                services.settings().limits());
        if (refusal.isEmpty() && machines.isDeleting(row.stateMachineArn())) return Optional.of(DELETING);
        return refusal;
    }

    // In the execution's turn.

    /** Why an execution is not redriven, as its owner sees it. */
    static Optional<ServiceException> refusal(Execution execution, Request.Redrive request, Settings settings) {
        Optional<String> reason = Redrivability.refusal(execution, settings.limits());
        if (reason.isPresent()) return reason.map(Refusals::notRedrivable);
        Request.Onto onto = request.onto();
        if (onto != null && onto.lastSequence() != execution.lastSequence())
            return Optional.of(Refusals.changedMeanwhile());
        List<String> states = execution.statesToRedrive();
        if (request.input() == null || states.size() == 1) return Optional.empty();
        return Optional.of(Refusals.notRedrivable("A new input is for one state, but " + states.size()
                + " would be redriven: " + String.join(", ", states)));
    }

    static Command.Redrive command(Request.Redrive request) {
        Request.Onto onto = request.onto();
        String hash = onto == null ? null : onto.definition().hash();
        return new Command.Redrive(request.clientToken(), request.input(), hash);
    }
}
