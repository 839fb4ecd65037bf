/**
 * Proofs that need the whole house: its directions, its tidiness, its artefacts as others use them.
 *
 * <p>Start reading at {@link dev.skald.acceptance.ArchitectureTest}.
 */
@NullMarked
package dev.skald.acceptance;

import org.jspecify.annotations.NullMarked;
