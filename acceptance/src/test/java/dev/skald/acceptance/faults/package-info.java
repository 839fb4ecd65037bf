/**
 * The faults of {@code docs/faults.md} that have no other home, one class for a group, mostly in virtual time.
 *
 * <p>Start reading at {@link dev.skald.acceptance.faults.World}.
 */
@NullMarked
package dev.skald.acceptance.faults;

import org.jspecify.annotations.NullMarked;
