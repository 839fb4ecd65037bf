/**
 * The part of Lambda's API that callers of functions need, beside the Step Functions API: Invoke, and what shows the functions
 * that are there. One class per action, by AWS's name.
 *
 * <p>Start reading at {@link dev.skald.server.lambda.LambdaApi}. This package must never know how functions run.
 */
@NullMarked
package dev.skald.server.lambda;

import org.jspecify.annotations.NullMarked;
