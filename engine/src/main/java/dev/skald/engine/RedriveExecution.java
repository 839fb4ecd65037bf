package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Redrivability;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** RedriveExecution. Section 3.4 of the reference. */
final class RedriveExecution {
    private static final String DELETING = "State machine is in DELETING status";

    private final Services services;
    private final LiveExecutions executions;
    private final StateMachines machines;
    private final Answers answers;

    RedriveExecution(Services services, LiveExecutions executions, StateMachines machines, Answers answers) {
        this.services = services;
        this.executions = executions;
        this.machines = machines;
        this.answers = answers;
    }

    Instant redrive(String executionArn, Redrive redrive) {
        ExecutionRow row = services.stored().require(executionArn);
        requireStandard(row);
        requireStaying(row);
        if (!executions.contains(row.id())) requireRedrivable(row, redrive);
        if (redrive.input() != null) requireSize(redrive.input());
        Request.Onto onto = redrive.definition() == null ? null : onto(row, redrive.definition());
        var request = new Request.Redrive(redrive.clientToken(), redrive.input(), onto, new CompletableFuture<>());
        executions.submit(row.id(), request);
        return answers.of(request.answer());
    }

    /** Refuses without loading the execution what its row refuses already. */
    private void requireRedrivable(ExecutionRow row, Redrive redrive) {
        boolean mayBeRepeated = redrive.clientToken() != null && row.redriveCount() > 0;
        Optional<String> refusal =
                Redrivability.refusal(row.status(), 0, services.settings().limits());
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

    private void requireSize(Payload input) {
        int max = services.settings().limits().payloadBytesMax();
        if (input.utf8Length() <= max) return;
        String reason = "The input has " + input.utf8Length() + " bytes; the limit is " + max + ".";
        throw new ServiceException("InvalidExecutionInput", "Invalid State Machine Execution Input: '" + reason + "'");
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
        Optional<String> reason = Redrivability.refusal(execution.status(), execution.lastEventId(), settings.limits());
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

    // Another definition.

    private Request.@Nullable Onto onto(ExecutionRow row, String definition) {
        String hash = Definitions.hash(definition);
        if (hash.equals(row.definitionHash())) return null;
        Definitions.Compiled compiled = services.definitions().require(definition, row.type());
        Set<String> exited = new HashSet<>();
        Set<String> entered = new HashSet<>();
        Execution execution = services.stored().fold(row, event -> {
            if (event.detail() instanceof Event.StateEntered state) entered.add(state.name());
            if (event.detail() instanceof Event.StateExited state) exited.add(state.name());
        });
        Set<String> open = new HashSet<>(execution.statesToRedrive());
        String old = services.definitions().text(row.definitionHash());
        DefinitionChange.refusal(old, definition, new DefinitionChange.Visits(entered, exited, open))
                .ifPresent(reason -> {
                    throw Refusals.notRedrivable(reason);
                });
        var text = new Append.Definition(hash, definition);
        return new Request.Onto(text, compiled.interpreter(), execution.lastSequence());
    }
}
