package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Interpreter;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.VersionRow;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another definition for executions to go on with.
 *
 * @param machineArn whose executions may; null means those of any machine
 */
record RedriveTarget(@Nullable String machineArn, Append.Definition definition, Interpreter interpreter) {

    /** What a redrive goes on with; empty when it names nothing. */
    static Optional<RedriveTarget> of(
            Redrive redrive, StateMachines machines, Versions versions, Definitions definitions) {
        return switch (redrive.onto()) {
            case null -> Optional.empty();
            case Redrive.Onto.Definition(var text) -> Optional.of(of(null, text, definitions));
            case Redrive.Onto.Machine(var arn) -> Optional.of(named(arn, machines, versions, definitions));
        };
    }

    private static RedriveTarget named(String arn, StateMachines machines, Versions versions, Definitions definitions) {
        Arns.require(arn, "stateMachine");
        QualifiedArn named = QualifiedArn.parse(arn);
        if (named.qualifier() == null) return of(arn, machines.describe(arn).definition(), definitions);
        if (named.version() == 0)
            throw new ServiceException(
                    "InvalidArn", "Invalid Arn: 'Neither a state machine nor a version of one: " + arn + "'");
        VersionRow version = versions.find(named).orElseThrow(() -> Refusals.stateMachineDoesNotExist(arn));
        return of(version.stateMachineArn(), version.definition(), definitions);
    }

    /**
     * Only executions of STANDARD machines are redriven.
     *
     * @throws ServiceException InvalidDefinition
     */
    private static RedriveTarget of(@Nullable String machineArn, String text, Definitions definitions) {
        Definitions.Compiled compiled = definitions.require(text, MachineType.STANDARD);
        return new RedriveTarget(
                machineArn, new Append.Definition(Definitions.hash(text), text), compiled.interpreter());
    }

    /**
     * This definition, for an execution; empty when it has it already.
     *
     * @throws ServiceException ExecutionNotRedrivable when what the execution has done means something else here
     */
    Optional<Request.Onto> fit(ExecutionRow row, Services services) {
        if (machineArn != null && !machineArn.equals(row.stateMachineArn()))
            throw Refusals.notRedrivable("The execution is not of the state machine " + machineArn);
        if (definition.hash().equals(row.definitionHash())) return Optional.empty();
        if (Arns.label(row.stateMachineArn()) != null)
            throw Refusals.notRedrivable("A child of a Map Run keeps the definition of its Map Run");
        return Optional.of(new Request.Onto(definition, interpreter, comparedUpTo(row, services)));
    }

    /** Compares the definitions as far as the execution has come; returns its last event. */
    private long comparedUpTo(ExecutionRow row, Services services) {
        Set<String> exited = new HashSet<>();
        Set<String> entered = new HashSet<>();
        Execution execution = services.stored().fold(row, (event, _) -> {
            if (event.detail() instanceof Event.StateEntered state) entered.add(state.name());
            if (event.detail() instanceof Event.StateExited state) exited.add(state.name());
        });
        Set<String> open = new HashSet<>(execution.statesToRedrive());
        String old = services.definitions().text(row.definitionHash());
        DefinitionChange.refusal(old, definition.text(), new DefinitionChange.Visits(entered, exited, open))
                .ifPresent(reason -> {
                    throw Refusals.notRedrivable(reason);
                });
        return execution.lastSequence();
    }
}
