/**
 * The API of AWS Step Functions in the AWS JSON 1.0 protocol: one class per action, named as the action.
 *
 * <p>Start reading at {@link dev.skald.server.aws.AwsEndpoint}; {@link dev.skald.server.aws.Actions} is the table. What
 * requests may look like is data: {@code operations.json}, which {@link dev.skald.server.aws.Constraints} checks. What a
 * request means is decided in the engine; here is only its shape on the wire.
 */
@NullMarked
package dev.skald.server.aws;

import org.jspecify.annotations.NullMarked;
