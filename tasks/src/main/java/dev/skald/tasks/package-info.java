/**
 * Ways to do a task: functions behind an HTTP endpoint that speaks the Lambda Invoke API ({@link
 * dev.skald.tasks.LambdaEndpoint}), and functions in Java that a project names ({@link dev.skald.tasks.FunctionClasses},
 * compiled from their sources by {@link dev.skald.tasks.FunctionSources}).
 *
 * <p>This package must never know a store or the journal's tables. What goes wrong with a call is an outcome, never an
 * exception.
 *
 * <p>Start reading at {@link dev.skald.tasks.LambdaEndpoint}.
 */
@NullMarked
package dev.skald.tasks;

import org.jspecify.annotations.NullMarked;
