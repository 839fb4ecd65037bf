/**
 * What a participant of a saga needs so that "at least once" does no harm: its effect and the key of the call in one
 * transaction of its own database. Knows nothing of Skald but that a call and its undo have one key.
 *
 * <p>Start reading at {@link dev.skald.participant.Participant}; {@link dev.skald.participant.Keys} is the same within a
 * transaction of the caller's.
 */
@NullMarked
package dev.skald.participant;

import org.jspecify.annotations.NullMarked;
