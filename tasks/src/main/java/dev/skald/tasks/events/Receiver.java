package dev.skald.tasks.events;

/** A kind of target: what takes events at the end of their way. One class per kind. */
public interface Receiver {
    /** Whether it takes what goes to an ARN. The first receiver that says so is asked. */
    boolean receives(String targetArn);

    /**
     * Hands an event over. Called on a virtual thread; may block; for one delivery again and again until it succeeds, and
     * once more when the process dies in between.
     *
     * @throws DeliveryFailure when it is surely or possibly not handed over
     * @throws InterruptedException when the bus is closed
     */
    void deliver(Delivery delivery) throws DeliveryFailure, InterruptedException;
}
