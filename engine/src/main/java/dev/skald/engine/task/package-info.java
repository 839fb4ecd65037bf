/**
 * The port to the doers of tasks: what a Task state's resource names, someone registered here performs.
 *
 * <p>Functions are the most common kind, and have a port of their own: a {@link dev.skald.engine.task.FunctionInvoker} is
 * a place where functions run, and {@link dev.skald.engine.task.LambdaTask} makes of its answers what Step Functions makes
 * of Lambda's.
 *
 * <p>Start reading at {@link dev.skald.engine.task.TaskPerformer}.
 */
@NullMarked
package dev.skald.engine.task;

import org.jspecify.annotations.NullMarked;
