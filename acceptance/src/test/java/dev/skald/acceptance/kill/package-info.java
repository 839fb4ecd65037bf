/**
 * The real server process under load, killed with {@code kill -9} again and again.
 *
 * <p>Start reading at {@link dev.skald.acceptance.kill.KillTest}.
 */
@NullMarked
package dev.skald.acceptance.kill;

import org.jspecify.annotations.NullMarked;
