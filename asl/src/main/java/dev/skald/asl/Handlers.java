package dev.skald.asl;

import java.util.List;

/** What becomes of a failure. */
final class Handlers {
    /** A retrier that goes on for so long is as good as a catcher: a person can mend what is broken meanwhile. */
    private static final double PATIENCE_SECONDS = 3_600;

    private Handlers() {}

    /** Whether a retrier or catcher with these names takes all failures that can be taken. */
    static boolean takeAll(List<String> errorEquals, boolean ofTask) {
        return errorEquals.contains(ErrorName.ALL)
                || ofTask && errorEquals.contains(ErrorName.TASK_FAILED) && errorEquals.contains(ErrorName.TIMEOUT);
    }

    static boolean catchesAll(State.Fallible state) {
        boolean ofTask = state instanceof TaskState;
        return state.catchers().stream().anyMatch(catcher -> takeAll(catcher.errorEquals(), ofTask));
    }

    /** Whether a state retries every failure for an hour or more in all. */
    static boolean retriesPatiently(State.Fallible state) {
        boolean ofTask = state instanceof TaskState;
        return state.retry().stream().anyMatch(retrier -> takeAll(retrier.errorEquals(), ofTask) && isPatient(retrier));
    }

    /** An interval is a second at least, so that this ends soon. */
    private static boolean isPatient(Retrier retrier) {
        double total = 0;
        for (int i = 0; i < retrier.maxAttempts() && total < PATIENCE_SECONDS; i++) {
            double delay = retrier.intervalSeconds() * Math.pow(retrier.backoffRate(), i);
            Long most = retrier.maxDelaySeconds();
            total += most == null ? delay : Math.min(delay, most);
        }
        return total >= PATIENCE_SECONDS;
    }
}
