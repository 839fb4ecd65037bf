/**
 * Log lines: JSON on standard error for the server, warnings in plain words for short commands.
 *
 * <p>Start reading at {@link dev.skald.cli.logging.LogLines}.
 */
@NullMarked
package dev.skald.cli.logging;

import org.jspecify.annotations.NullMarked;
