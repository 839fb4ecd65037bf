package dev.skald.tasks.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** How a call of a service ended. */
sealed interface ServiceAnswer {
    /**
     * The service answered.
     *
     * @param body the streamed part of the answer; null for operations that have none
     */
    record Answered(SdkResponse response, SdkHttpResponse http, byte @Nullable [] body) implements ServiceAnswer {}

    /** The service refused or failed, and said so. */
    record Refused(AwsServiceException error) implements ServiceAnswer {}

    /** The request surely did not leave: no credentials, no connection, refused by the SDK itself. */
    record NotSent(String cause) implements ServiceAnswer {}

    /** The request left, but no readable answer came: broken connection, time-out, malformed answer. Anything may have happened. */
    record Unreadable(String cause) implements ServiceAnswer {}

    /** The answer is larger than is read. */
    record TooLarge() implements ServiceAnswer {}
}
