package dev.skald.tasks.events;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import java.util.Set;

/**
 * Starts a state machine. The execution's name follows from the event, the rule and the target, so that a delivery which
 * is repeated starts nothing anew. (An EXPRESS machine may run again: its names are not unique.)
 */
final class MachineReceiver implements Receiver {
    private static final String STARTED_BEFORE = "ExecutionAlreadyExists";

    /** What another attempt may find otherwise. */
    private static final Set<String> PASSING =
            Set.of("ExecutionLimitExceeded", "InternalFailure", "ServiceUnavailable", "ThrottlingException");

    private final Skald skald;

    MachineReceiver(Skald skald) {
        this.skald = skald;
    }

    @Override
    public boolean receives(String targetArn) {
        return targetArn.startsWith("arn:") && targetArn.contains(":states:") && targetArn.contains(":stateMachine:");
    }

    @Override
    public void deliver(Delivery delivery) throws DeliveryFailure {
        try {
            skald.startExecution(delivery.target().arn(), delivery.key(), delivery.input());
        } catch (ServiceException refused) {
            if (refused.code().equals(STARTED_BEFORE)) return;
            String why = refused.code() + ": " + refused.message();
            throw PASSING.contains(refused.code()) ? DeliveryFailure.again(why) : DeliveryFailure.forGood(why);
        }
    }
}
