/**
 * The port to the doers of tasks: what a Task state's resource names, someone registered here performs.
 *
 * <p>Start reading at {@link dev.skald.engine.task.TaskPerformer}.
 */
@NullMarked
package dev.skald.engine.task;

import org.jspecify.annotations.NullMarked;
