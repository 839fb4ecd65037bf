/**
 * The server as its clients see it: the AWS SDK for Java, plain HTTP, and those that send rubbish.
 *
 * <p>Start reading at {@link dev.skald.acceptance.api.AwsSdkTest}.
 */
@NullMarked
package dev.skald.acceptance.api;

import org.jspecify.annotations.NullMarked;
