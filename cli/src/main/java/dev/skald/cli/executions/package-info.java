/**
 * Executions as the commands see them, wherever they are: behind a server that listens, or in a store that no process
 * has open.
 *
 * <p>Start reading at {@link dev.skald.cli.executions.Executions}.
 */
@NullMarked
package dev.skald.cli.executions;

import org.jspecify.annotations.NullMarked;
