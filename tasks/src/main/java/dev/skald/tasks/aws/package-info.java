/**
 * AWS services as tasks: any operation of any service whose client of the AWS SDK for Java is at hand ({@link
 * dev.skald.tasks.aws.AwsSdkTask}), and the optimised integrations, which name errors and shape answers in a way of their own.
 *
 * <p>Requests and answers are mapped by one pair of classes, {@link dev.skald.tasks.aws.RequestReader} and {@link
 * dev.skald.tasks.aws.ResponseWriter}, from what the SDK says of its own members: nothing here knows an operation, so a service is
 * added by its jar alone. Nothing is sent twice here: what to do about a failure is up to the state's {@code Retry}.
 *
 * <p>Start reading at {@link dev.skald.tasks.aws.AwsServices}.
 */
@NullMarked
package dev.skald.tasks.aws;

import org.jspecify.annotations.NullMarked;
