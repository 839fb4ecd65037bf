package dev.skald.tasks.events;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import java.util.Set;

/** Completes a task that waits for an event. A task that is over has no more use for it. */
final class AwaitReceiver implements Receiver {
    static final String ARN = "arn:aws:states:::skald:awaitEvent";

    private static final Set<String> OVER = Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

    private final Skald skald;

    AwaitReceiver(Skald skald) {
        this.skald = skald;
    }

    /** @param token of the task: what tells the target from others */
    static EventTarget target(String token) {
        return new EventTarget(token, ARN, new EventTarget.Input.Event(), EventTarget.Retry.DEFAULT);
    }

    @Override
    public boolean receives(String targetArn) {
        return targetArn.equals(ARN);
    }

    @Override
    public void deliver(Delivery delivery) throws DeliveryFailure {
        try {
            skald.completeTask(delivery.target().id(), delivery.input());
        } catch (ServiceException refused) {
            if (!OVER.contains(refused.code())) throw DeliveryFailure.again(refused.code() + ": " + refused.message());
        }
    }
}
