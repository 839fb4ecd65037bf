/**
 * Tests of machines with JUnit: an engine in memory and in virtual time, scripted participants, expectations, snapshots. What
 * they stand on is in {@code engine}, without JUnit. Beside that, the contract that every store keeps.
 *
 * <p>Start reading at {@link dev.skald.testkit.SkaldExtension}; {@link dev.skald.testkit.StoreContract} is for authors of stores.
 * Must never be needed at run time.
 */
@NullMarked
package dev.skald.testkit;

import org.jspecify.annotations.NullMarked;
