package dev.skald.tasks.events;

/** An attempt to deliver an event has failed. */
public final class DeliveryFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int attemptsMax;

    private DeliveryFailure(String message, int attemptsMax) {
        super(message, null, false, false);
        this.attemptsMax = attemptsMax;
    }

    /** Another attempt may succeed. */
    public static DeliveryFailure again(String why) {
        return new DeliveryFailure(why, Integer.MAX_VALUE);
    }

    /** Another attempt may succeed, but there are to be so many in all at most, whatever the target's retry policy allows. */
    public static DeliveryFailure again(String why, int attemptsMax) {
        return new DeliveryFailure(why, attemptsMax);
    }

    /** No other attempt will succeed. */
    public static DeliveryFailure forGood(String why) {
        return new DeliveryFailure(why, 0);
    }

    /** How many attempts there may be in all; 0 when none will succeed. */
    public int attemptsMax() {
        return attemptsMax;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
