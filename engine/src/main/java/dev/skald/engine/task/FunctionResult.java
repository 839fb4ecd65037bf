package dev.skald.engine.task;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import org.jspecify.annotations.Nullable;

/** How an invocation of a function ended. {@link LambdaTask} turns it into what Step Functions makes of it. */
public sealed interface FunctionResult {
    /**
     * The function returned.
     *
     * @param payload its result; for an invocation that does not wait, the empty object
     * @param executedVersion the version that ran, such as {@code $LATEST}
     * @param logResult the end of its log in base64; null when none was asked for or there is none
     */
    record Returned(
            Payload payload,
            String executedVersion,
            @Nullable String logResult) implements FunctionResult {
        /** A result of the latest version, without a log. */
        public Returned(Payload payload) {
            this(payload, FunctionName.LATEST, null);
        }
    }

    /**
     * The function itself failed: AWS's {@code X-Amz-Function-Error}.
     *
     * @param errorType the error name; null when the error payload names none
     * @param errorPayload the error's text, as received: mostly a JSON object with errorMessage and errorType
     * @param effect {@link Effect#REPORTED}, unless the function knows better
     * @param logResult the end of its log in base64; null when none was asked for or there is none
     */
    record Raised(
            @Nullable String errorType,
            String errorPayload,
            Effect effect,
            @Nullable String logResult) implements FunctionResult {
        /** An error without a log. */
        public Raised(@Nullable String errorType, String errorPayload, Effect effect) {
            this(errorType, errorPayload, effect, null);
        }
    }

    /**
     * The Lambda service refused or failed, with one of its API errors.
     *
     * @param errorCode such as {@code TooManyRequestsException}
     * @param statusCode the HTTP status; below 500 and for 429 nothing happened
     * @param requestId the id the service gave the request
     */
    record Refused(String errorCode, String message, int statusCode, String requestId) implements FunctionResult {}

    /** The request did not leave: no connection, no address. Surely nothing happened. */
    record NotSent(String cause) implements FunctionResult {}

    /** The request left, but no readable answer came: broken connection, time-out, no JSON. Anything may have happened. */
    record Unreadable(String cause) implements FunctionResult {}

    /** The answer is larger than a payload may be; it was not read to its end. */
    record TooLarge() implements FunctionResult {}
}
