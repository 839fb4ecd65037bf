/**
 * The seeded simulation: random machines through the whole engine, on a memory store and a virtual clock, in one thread,
 * with a crash around every commit and every result sent twice.
 *
 * <p>Start reading at {@link dev.skald.acceptance.simulation.SimulationTest}.
 */
@NullMarked
package dev.skald.acceptance.simulation;

import org.jspecify.annotations.NullMarked;
