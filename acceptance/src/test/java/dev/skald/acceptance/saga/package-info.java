/**
 * Sagas from the outside: scripted participants with a ledger of what they did and undid, and machines over them.
 *
 * <p>Start reading at {@link dev.skald.acceptance.saga.Ledger}.
 */
@NullMarked
package dev.skald.acceptance.saga;

import org.jspecify.annotations.NullMarked;
