package dev.skald.tasks.events;

/**
 * An event that no pattern can be matched against: the ruler library reads less than JSON may hold, such as names of 50,000
 * characters and 1,000 levels.
 */
final class UnmatchableEvent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnmatchableEvent(Exception why) {
        super(String.valueOf(why.getMessage()), why, false, false);
    }
}
