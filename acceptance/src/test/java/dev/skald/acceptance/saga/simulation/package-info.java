/**
 * Random sagas over participants who forget, refuse, hang and act late, under an engine that crashes around its commits: in
 * the end all or nothing has happened, or the saga says what is left.
 *
 * <p>Start reading at {@link dev.skald.acceptance.saga.simulation.SagaRun}.
 */
@NullMarked
package dev.skald.acceptance.saga.simulation;

import org.jspecify.annotations.NullMarked;
