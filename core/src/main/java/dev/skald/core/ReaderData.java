package dev.skald.core;

import dev.skald.asl.Payload;

/** What the {@code ItemReader} of a Map under test would read. */
@FunctionalInterface
public interface ReaderData {
    /**
     * The items, an array.
     *
     * @param config {@code ReaderConfig}, evaluated
     * @throws UnreadableException if the data is not what the configuration says
     */
    Payload items(Payload config);

    /** The data is not what the configuration says: the state fails. */
    final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String error;

        /**
         * @param error the AWS error name
         * @param cause AWS's text
         */
        public UnreadableException(String error, String cause) {
            super(cause, null, false, false);
            this.error = error;
        }

        Failure failure() {
            return Failure.of(error, getMessage());
        }
    }
}
